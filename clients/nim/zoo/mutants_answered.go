// MSG-04 and MSG-05: it forgets what it delivered, or what it owes an answer, when there is more than one of it.

package zoo

func answeredMutants() []Mutant {
	return []Mutant{
		{"twenty messages remembered", "MSG-04", "40-messages-pushed-again",
			"It remembers the last twenty messages, and delivers again what is older and comes again.",
			remembering + `remembering(20);`},
		{"a hundred messages remembered", "MSG-04", "120-messages-pushed-again",
			"It remembers the last hundred messages, and delivers again what is older and comes again.",
			remembering + `remembering(100);`},

		{"destroyed again, a message is forgotten", "MSG-05", "message-on-its-way-former-destroyed",
			"destroy of a destroyed instance forgets what the newest of its name has sent.",
			former + `again = function (i, newest) { if (newest.link) newest.link.asked = {}; };`},
		{"several on their way, and one answer", "MSG-05", "several-lost",
			"Of the messages that are not confirmed when the link is lost it answers the last one.",
			`Link.prototype.drop = (function (drop) {
				return function () {
					var asked = this.asked;
					Object.keys(asked).slice(0, -1).forEach(function (ser) { delete asked[ser]; });
					drop.call(this);
				};
			})(Link.prototype.drop);`},
		{"reported as failed, and sent later", "MSG-05", "several-lost",
			"What was not confirmed when the link was lost fails, and goes out on the next link all the same.",
			`Instance.prototype.send = (function (send) {
				return function (packet, fields, done) {
					var instance = this;
					send.call(this, packet, fields, function (e, m) {
						if (e && e.code === "timeout") (instance.owed = instance.owed || []).push([packet, fields]);
						done(e, m);
					});
				};
			})(Instance.prototype.send);
			seams.onLogin = function (instance) {
				(instance.owed || []).splice(0).forEach(function (m) { instance.link.post(m[0], [property(m[1])]); });
			};`},
		{"a team's message on its way at a kick", "MSG-05", "several-kicked",
			"A message to a team that is not confirmed when the account is kicked is never answered.",
			unanswered + `unanswered(function (packet, link) { return packet === "8_2" && link.over; });`},
		{"on its way at disconnect, and no answer", "MSG-05", "several-disconnect",
			"What is not confirmed at disconnect is never answered.",
			unanswered + `unanswered(function (packet, link) {
				return link.in.phase === "leaving" && !link.in.destroyed; });`},
		{"on its way at destroy, and no answer", "MSG-05", "several-destroy",
			"What is not confirmed at destroy is never answered.",
			unanswered + `unanswered(function (packet, link) { return link.in.destroyed && !link.in.room; });`},
		{"on its way to a room at a kick, and no answer", "MSG-05", "room-several-kicked",
			"What is not confirmed at a kick out of a chatroom is never answered.",
			`Instance.prototype.kick = (function (kick) {
				return function (link, reason) {
					if (this.room) link.asked = {};
					kick.call(this, link, reason);
				};
			})(Instance.prototype.kick);`},
		{"on its way to a room at destroy, and no answer", "MSG-05", "room-several-destroy",
			"What is not confirmed when a chatroom is destroyed is never answered.",
			unanswered + `unanswered(function (packet, link) { return link.in.destroyed && link.in.room; });`},
		{"confirmed late, and answered twice", "MSG-05", "confirmed-late",
			"A message whose confirmation comes after its time was up is answered a second time.",
			`Link.prototype.settle = function (ser, a) {
				var then = this.asked[ser] || (a.code === 200 && (this.late || {})[ser]);
				this.late = this.late || {};
				this.late[ser] = this.asked[ser];
				delete this.asked[ser];
				if (then) then(a);
			};`},
		{"one message after the other, and one blocks", "MSG-05", "several-lost",
			"A message waits for the confirmation of the one before, and for ever when that one fails.",
			`Instance.prototype.send = (function (send) {
				return function (packet, fields, done) {
					var instance = this;
					if (instance.busy) return void (instance.line = instance.line || []).push([packet, fields, done]);
					instance.busy = true;
					send.call(instance, packet, fields, function (e, m) {
						instance.busy = !!e;
						done(e, m);
						var next = !e && (instance.line || []).shift();
						if (next) instance.send.apply(instance, next);
					});
				};
			})(Instance.prototype.send);`},
		{"refused by the service, and no answer", "MSG-05", "refused",
			"A message that the service refuses is never answered.",
			unanswered + `unanswered(function (packet, link, e) { return typeof e.code === "number"; });`},
		{"sent inside onwillreconnect, and no answer", "MSG-05", "sent-in-onwillreconnect",
			"What is sent inside onwillreconnect is never answered.",
			deaf + `deaf("send", function () { return inside === "onwillreconnect"; });`},
		{"sent inside ondisconnect, and no answer", "MSG-05", "sent-in-ondisconnect-kicked",
			"What is sent inside ondisconnect is never answered.",
			deaf + `deaf("send", function () { return inside === "ondisconnect"; });`},
	}
}

// remembering is a script's helper: it knows the last messages, as many as it is told.
const remembering = `
	function remembering(most) {
		Instance.prototype.take = (function (take) {
			return function (m) {
				var known = Object.keys(this.seen);
				if (known.length >= most) delete this.seen[known[0]];
				take.call(this, m);
			};
		})(Instance.prototype.take);
	}`

// unanswered is a script's helper: a message that fails is never answered, if some says so.
const unanswered = `
	function unanswered(some) {
		Instance.prototype.send = (function (send) {
			return function (packet, fields, done) {
				var link = this.link;
				send.call(this, packet, fields, function (e, m) {
					if (!e || !link || !some(packet, link, e)) done(e, m);
				});
			};
		})(Instance.prototype.send);
	}`
