// MSG-01 to MSG-05: messages are lost, doubled, or not answered.

package zoo

// backwards is a script's helper: what comes within 50 ms is delivered together, the last one first.
const backwards = `
	function backwards(rooms) {
		seams.deliver = function (i, m) {
			if (!i.room === rooms) return i.message(m);
			i.waiting = i.waiting || [];
			i.waiting.unshift(m);
			if (i.waiting.length > 1) return;
			setTimeout(function () {
				var list = i.waiting;
				i.waiting = [];
				if (i.phase === "ready") list.forEach(function (m) { i.message(m); });
			}, 50);
		};
	}`

func msgMutants() []Mutant {
	return []Mutant{
		{"a room at the address of IM", "MSG-03", "own-address-beside-im",
			"The addresses of links are kept once for all instances.",
			`var addresses = [];
			Object.defineProperty(Instance.prototype, "addresses", {
				get: function () { return addresses; },
				set: function (list) { if (list.length || !addresses.length) addresses = list; }
			});`},
		{"a room at the address of another", "MSG-03", "own-address-beside-room",
			"The addresses that were given for the first chatroom are used for each one.",
			`var first;
			seams.onCreate = function (i) {
				if (!i.room) return;
				first = first || i.options.chatroomAddresses;
				i.options.chatroomAddresses = first;
			};`},
		{"the last one first", "MSG-01", "twenty-come-at-once",
			"Messages that come within 50 ms are delivered together, the last one first.",
			backwards + `backwards(false);`},
		{"the last one of a room first", "MSG-03", "twenty-come-at-once",
			"In chatrooms it does so.", backwards + `backwards(true);`},
		{"confirmed as the one before", "MSG-01", "with-service",
			"done of a message has the ids of the message before.",
			`var last;
			Instance.prototype.sendText = (function (send) {
				return function (o) {
					var done = o.done;
					o.done = function (e, m) {
						var before = last;
						if (m) last = m;
						done(e, m && before || m);
					};
					send.call(this, o);
				};
			})(Instance.prototype.sendText);`},
		{"a team's message between two", "MSG-02", "",
			"A team's message is delivered as one of its sender's to the account alone.",
			`Instance.prototype.take = (function (take) {
				return function (m) {
					m.scene = "p2p";
					take.call(this, m);
				};
			})(Instance.prototype.take);`},
		{"a team's message between two behind a reconnect", "MSG-04", "team-after-reconnect",
			"Behind an automatic reconnect it does so.",
			`Instance.prototype.take = (function (take) {
				return function (m) {
					if (this.link && this.link.automatic) m.scene = "p2p";
					take.call(this, m);
				};
			})(Instance.prototype.take);`},
		{"ready behind onconnect", "MSG-01", "sent-in-onconnect", "It takes messages only behind onconnect.",
			`Instance.prototype.tell = (function (tell) {
				return function (name, what) {
					var ready = name === "onconnect" && !this.room;
					if (ready) this.phase = "connecting";
					tell.call(this, name, what);
					if (ready && this.phase === "connecting") this.phase = "ready";
				};
			})(Instance.prototype.tell);`},
		{"no message inside onmsg", "MSG-01", "sent-in-onmsg", "It drops a message that is sent inside onmsg.",
			deaf + `deaf("send", function () { return inside === "onmsg"; });`},

		{"no message inside onmsgs", "MSG-03", "sent-in-onmsgs",
			"It drops a message that is sent to a room inside onmsgs.",
			deaf + `deaf("send", function () { return inside === "onmsgs"; });`},
		{"an exception from the application's callback", "MSG-03", "",
			"It hands the application one message where its callback expects a list.",
			`Instance.prototype.message = function (m) { this.tell(this.room ? "onmsgs" : "onmsg", m); };`},

		{"a page of what came while away", "MSG-04", "sixty-messages-away",
			"Of what came while away it delivers the first fifty.",
			`Instance.prototype.take = (function (take) {
				return function (m) {
					if (!this.since || Date.now() - this.since > 1000) {
						this.since = Date.now();
						this.page = 0;
					}
					if (++this.page <= 50) take.call(this, m);
				};
			})(Instance.prototype.take);`},

		{"on its way, and lost", "MSG-05", "in-flight-lost",
			"A message that is not confirmed when the link is lost is never answered.",
			forgetful + `forgetting(function () { return true; });`},
		{"on its way, and closed", "MSG-05", "in-flight-closed",
			"A message that is not confirmed when the service closes the link is never answered.",
			forgetful + `forgetting(function (link, why) { return why.code === 1001; });`},
		{"on its way, and lost twice", "MSG-05", "in-flight-lost",
			"A message that is not confirmed when the link is lost fails twice.",
			`Instance.prototype.send = (function (send) {
				return function (packet, fields, done) {
					send.call(this, packet, fields, function (e, m) {
						done(e, m);
						if (e && e.code === "timeout") done(e, m);
					});
				};
			})(Instance.prototype.send);`},
		{"on its way to a room, and lost", "MSG-05", "room-in-flight-lost",
			"A message to a chatroom that is not confirmed when the link is lost is never answered.",
			forgetful + `forgetting(function (link) { return link.in.room; });`},
		{"on its way, and silence", "MSG-05", "in-flight-silence",
			"It stops all its timers when a heartbeat is not answered, those of messages among them.",
			`STEP = 600000;
			` + forgetful + `forgetting(function (link, why) { return /heartbeat/.test(why.message); });`},
		{"on its way, and no attempt left", "MSG-05", "in-flight-used-up",
			"It keeps what is not confirmed for the next link, and forgets it when the attempts are used up.",
			forgetful + `forgetting(function (link) { return seams.allowed(link.in) === 1; });`},
		{"on its way, and lost again", "MSG-05", "in-flight-at-the-second-loss",
			"A message that is not confirmed when the link is lost for the second time is never answered.",
			forgetful + `var losses = 0;
			forgetting(function () { return ++losses > 1; });`},
		{"sent to a room that is being entered, and thrown", "MSG-05", "room-sent-while-entering",
			"What is sent to a chatroom before it is entered throws an object at its caller.",
			`Instance.prototype.send = (function (send) {
				return function (packet, fields, done) {
					if (this.room && this.phase === "connecting") throw {message: "not connected"};
					send.call(this, packet, fields, done);
				};
			})(Instance.prototype.send);`},
		{"sent while leaving, and no answer", "MSG-05", "sent-while-leaving",
			"What is sent between disconnect and its done is never answered.",
			`Instance.prototype.send = (function (send) {
				return function (packet, fields, done) {
					send.call(this, packet, fields, this.phase === "leaving" ? function () {} : done);
				};
			})(Instance.prototype.send);`},
		{"on its way, and kicked", "MSG-05", "in-flight-kicked",
			"A message that is not confirmed when the account is kicked is never answered.",
			`Instance.prototype.kick = (function (kick) {
				return function (link, reason) {
					link.asked = {};
					kick.call(this, link, reason);
				};
			})(Instance.prototype.kick);`},
		{"no attempt left, and no answer", "MSG-05", "used-up",
			"What is sent when the attempts are used up is kept for the next login, and never answered.",
			usedUp + `Instance.prototype.send = (function (send) {
				return function (packet, fields, done) {
					send.call(this, packet, fields, this.usedUp && !this.room ? function () {} : done); };
			})(Instance.prototype.send);`},
		{"no attempt left in the room, and no answer", "MSG-05", "room-used-up",
			"What is sent to a chatroom when the attempts are used up is never answered.",
			usedUp + `Instance.prototype.send = (function (send) {
				return function (packet, fields, done) {
					send.call(this, packet, fields, this.usedUp && this.room ? function () {} : done); };
			})(Instance.prototype.send);`},
	}
}

// forgetful is a script's helper: what a link waits for when it ends is never answered, if some says so for the link
// and the cause of its end.
const forgetful = `
	function forgetting(some) {
		Link.prototype.fail = (function (fail) {
			return function (why) {
				if (!this.over && some(this, why)) this.asked = {};
				fail.call(this, why);
			};
		})(Link.prototype.fail);
	}`
