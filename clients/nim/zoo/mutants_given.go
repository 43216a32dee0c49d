// SWI-04, UPL-03, GLB-04, MSG-01, MSG-04 and MSG-05: what the application gave and did not give, and what the service
// gives beside texts.

package zoo

func givenMutants() []Mutant {
	return []Mutant{
		{"every callback is called, given or not", "SWI-04", "im-same-options",
			"It calls callbacks that the application did not give.",
			`Instance.prototype.tell = function (callback, what) { this.options[callback](what); };`},
		{"the application's token is deleted", "SWI-04", "room-same-options",
			"Once it has entered it deletes the token from the application's object of options.",
			`seams.onCreate = function (i) {
				var own = {};
				for (var name in i.options) own[name] = i.options[name];
				i.given = i.options;
				i.options = own;
			};
			seams.onLogin = function (i) { delete i.given.token; };`},
		{"one answer for two pictures", "UPL-03", "two-pictures-at-once",
			"What is answered is the picture sent last, whichever of two it is.",
			upload + `sending(function (o) {
				var instance = this;
				instance.last = o.done;
				o.done = function (err, m) { instance.last(err, m); };
			});`},
		{"a message must have a text", "GLB-04", "msg-01-what-is-no-text",
			"It throws at a message without a text.",
			`seams.deliver = function (i, m) {
				if (m.text.length > 0) i.message(m);
			};`},
		{"older than the login by the phone's clock", "MSG-01", "clock-ahead",
			"It drops messages that are older than the login, by the clock of the phone.",
			`seams.onCreate = function (i) { i.began = Date.now() - 60000; };
			Link.prototype.packet = (function (packet) {
				return function (a) {
					var m = (a.r || [])[0];
					if (a.sid !== 7 || !m || !m[7] || +m[7] >= this.in.began) packet.call(this, a);
				};
			})(Link.prototype.packet);`},
		{"ids of messages are numbers", "MSG-04", "40-messages-pushed-again",
			"It compares the ids of messages as numbers, of which two that differ in the last digit are one.",
			`Instance.prototype.take = function (m) {
				var id = +m.idServer || m.idClient;
				if (this.seen[id]) return;
				this.seen[id] = true;
				seams.deliver(this, m);
			};`},
		{"a refused message costs the link", "MSG-05", "refused",
			"A message that the service refuses ends the link.",
			`Instance.prototype.send = (function (send) {
				return function (packet, fields, done) {
					var link = this.link;
					send.call(this, packet, fields, function (err, m) {
						done(err, m);
						if (err && typeof err.code === "number" && !link.over) link.fail({ code: err.code });
					});
				};
			})(Instance.prototype.send);`},
	}
}
