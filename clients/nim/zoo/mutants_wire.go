// LIM-01, LIM-04, REC-09, REC-11, REC-15, DOM-05, UPL-03 and MSG-05: what a service does and it is not ready for.

package zoo

func wireMutants() []Mutant {
	return []Mutant{
		{"another device is a kick", "LIM-01", "another-device",
			"When another device of the account logs in it ends, as if it were kicked.",
			`Link.prototype.packet = (function (packet) {
				return function (a) {
					if (a.sid === 2 && a.cid === 7 && a.r[0] === 2) return this.in.kick(this, "otherPlatformKick");
					packet.call(this, a);
				};
			})(Link.prototype.packet);`},
		{"eight seconds for an attempt", "LIM-01", "link-700-ms",
			"An attempt fails when all of its steps together take longer than eight seconds.",
			`Link.prototype.begin = (function (begin) {
				return function () {
					var link = this;
					setTimeout(function () {
						if (link.step !== "live") link.fail({code: "timeout", message: "the attempt took too long"});
					}, 8000);
					begin.call(link);
				};
			})(Link.prototype.begin);`},
		{"without TLS behind a refused socket", "DOM-05", "",
			"When the platform refused a socket it goes on without TLS.",
			`var plain = false;
			seams.onLoss = function (instance, why) { plain = plain || !!why.refused; };
			seams.url = function (kind, url) {
				return plain && kind === "socket" ? url.replace("wss:", "ws:") : url; };`},
		{"its first addresses for ever", "REC-15", "moved",
			"It asks LBS once, and goes round what that named for ever.",
			`Link.prototype.fail = (function (fail) {
				return function (why) {
					var known = this.in.addresses.slice();
					fail.call(this, why);
					if (this.in.addresses.length === 0) this.in.addresses = known;
				};
			})(Link.prototype.fail);`},
		{"the port of an address is left out", "REC-15", "moved",
			"It goes to port 443 whatever LBS says.",
			`seams.url = function (kind, url) { return url.replace(/:\d+(?=\/)/, ""); };`},
		{"sent again as another message", "MSG-05", "in-flight-lost",
			"What is not confirmed when the link is lost goes out again behind the next login, under another id.",
			`Instance.prototype.send = (function (send) {
				return function (packet, fields, done) {
					var instance = this, link = this.link;
					send.call(instance, packet, fields, function (e, m) {
						if (!e || !link || !link.over || instance.phase === "leaving") return done(e, m);
						(instance.owed = instance.owed || []).push(function () {
							fields[fields[11] ? 11 : 1] = messageId();
							send.call(instance, packet, fields, done);
						});
					});
				};
			})(Instance.prototype.send);
			function sendAgain(instance) { (instance.owed || []).splice(0).forEach(function (again) { again(); }); }
			seams.onLogin = seams.onKick = seams.onLeave = sendAgain;`},
		{"some codes are final", "REC-09", "close-rare-codes",
			"It does not come back from a close that says that it broke the protocol.",
			final + `final(function (instance) { return !instance.room; });`},
		{"some codes are final in a chatroom", "REC-09", "room-close-rare-codes",
			"A chatroom does not come back from a close that says that it broke the protocol.",
			final + `final(function (instance) { return instance.room; });`},
		{"a handshake answered in the wait opens a socket", "LIM-04", "handshake-answered-in-the-wait",
			"A handshake that takes over 4 s is given up, and opens a socket when it is answered after all.",
			`Link.prototype.get = (function (get) {
				return function (kind, url, then) {
					var link = this;
					if (kind !== "handshake") return get.call(link, kind, url, then);
					var patience = setTimeout(function () {
						link.task = null; // so that it is not called off
						link.fail({code: "timeout", message: "no handshake"});
						if (link.in.phase === "waiting") link.over = false;
					}, 4000);
					get.call(link, kind, url, function (r) {
						clearTimeout(patience);
						then(r);
					});
				};
			})(Link.prototype.get);`},
		{"a failed upload costs the link", "UPL-03", "status-503",
			"It takes an upload that fails for a sign that the network is bad, and opens its link anew.",
			`Instance.prototype.sendFile = (function (sendFile) {
				return function (o) {
					var instance = this, done = o.done;
					o.done = function (e, m) {
						if (e && instance.link && instance.phase === "ready") instance.link.fail({code: "upload"});
						done(e, m);
					};
					sendFile.call(instance, o);
				};
			})(Instance.prototype.sendFile);`},
		{"one lookup for two accounts", "REC-11", "another-leaves-in-its-lookup",
			"Accounts that begin together wait for one lookup, which ends with the account that asked.",
			`Link.prototype.get = (function (get) {
				var waiting = null;
				return function (kind, url, then) {
					var link = this;
					if (kind !== "lbs") return get.call(link, kind, url, then);
					if (waiting) return void waiting.push(function (r) { if (!link.over) then(r); });
					waiting = [];
					get.call(link, kind, url, function (r) {
						var others = waiting;
						waiting = null;
						then(r);
						others.forEach(function (other) { other(r); });
					});
				};
			})(Link.prototype.get);`},
	}
}

// final is a script's helper: for some instances a close with certain codes is final.
const final = `
	function final(some) {
		seams.returns = (function (returns) {
			return function (instance, why) {
				if (some(instance) && [1002, 1003, 1007, 1009, 1010].indexOf(why.code) >= 0) return false;
				return returns(instance, why);
			};
		})(seams.returns);
	}`
