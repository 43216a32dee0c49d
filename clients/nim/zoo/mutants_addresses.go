// LIM-04, REC-09 and REC-15: it knows several addresses, and goes wrong with all but one.

package zoo

func addressMutants() []Mutant {
	var list []Mutant
	for _, of := range []struct{ slug, who, when string }{
		{"", "an account", "!i.room"}, {"room-", "a chatroom", "i.room"},
	} {
		list = append(list,
			Mutant{"a socket to each address, of " + of.who, "LIM-04", of.slug + "three-addresses",
				"It opens a socket to its first two addresses, and keeps the one that it logs in on.",
				`Link.prototype.dial = (function (dial) {
					return function (url) {
						var link = this, i = link.in, second = i.addresses[1];
						dial.call(link, url);
						if (!second || !(` + of.when + `)) return;
						var task = wx.connectSocket({url: "wss://" + second.replace(/:443$/, "") +
							url.slice(url.indexOf("/socket.io"))});
						task.onOpen(function () { task.close({}); });
					};
				})(Link.prototype.dial);`},
			Mutant{"given up when each address was tried twice, of " + of.who, "REC-09", of.slug + "three-addresses",
				"With several addresses it gives up when each of them failed twice.",
				`var known = {};
				Link.prototype.handshake = (function (handshake) {
					return function () {
						var i = this.in;
						known[i.options.account + i.room] = Math.max(known[i.options.account + i.room] || 0,
							i.addresses.length);
						handshake.call(this);
					};
				})(Link.prototype.handshake);
				seams.allowed = function (i) {
					var n = known[i.options.account + i.room];
					return n > 1 && ` + of.when + ` ? 2 * n - 3 : Infinity;
				};`},
			Mutant{"what was dead once is never used again, of " + of.who, "REC-15", of.slug + "in-turn",
				"It remembers addresses that failed, and goes to none of them again while it knows another.",
				`var dead = {};
				Link.prototype.handshake = (function (handshake) {
					return function () {
						var i = this.in;
						if (` + of.when + `) {
							var alive = i.addresses.filter(function (a) { return !dead[a]; });
							i.addresses = alive.length > 0 ? alive : [i.last];
							i.last = i.addresses[i.addresses.length - 1];
						}
						handshake.call(this);
					};
				})(Link.prototype.handshake);
				Link.prototype.fail = (function (fail) {
					return function (why) {
						if (!this.over && this.step === "handshake") dead[this.in.addresses[0]] = true;
						fail.call(this, why);
					};
				})(Link.prototype.fail);`},
		)
	}
	return append(list, Mutant{"a chatroom's first address alone", "REC-15", "room-first-of-three",
		"Of a chatroom's addresses it uses the first.",
		`Link.prototype.begin = (function (begin) {
			return function () {
				if (this.in.room) this.in.addresses = this.in.options.chatroomAddresses.slice(0, 1);
				begin.call(this);
			};
		})(Link.prototype.begin);`})
}
