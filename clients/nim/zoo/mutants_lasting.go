// LIM-01, REC-01, REC-03, REC-09, REC-10, REC-12, REC-15, KCK-03, DST-01, DST-10 and MSG-05: what lasts, comes a third
// time or last, or began while hidden, goes wrong.

package zoo

// began keeps whether the program is hidden, and calls, when it is shown again, each function in atShow.
const began = `var hidden = false, atShow = [];
	wx.onAppHide(function () { hidden = true; });
	wx.onAppShow(function () {
		hidden = false;
		atShow.splice(0).forEach(function (f) { f(); });
	});`

// thirdKick makes the third kick of an instance a loss, where an expression about it holds.
func thirdKick(of string) string {
	return `seams.returns = (function (returns) {
		return function (instance, why) {
			if (why.kicked) instance.kicks = (instance.kicks || 0) + 1;
			return why.kicked && instance.kicks === 3 && ` + of + ` || returns(instance, why);
		};
	})(seams.returns);`
}

// offlineFree counts no attempt without a network, where an expression about the instance holds.
func offlineFree(of string) string {
	return `var offline = false;
	wx.onNetworkStatusChange(function (e) { offline = !e.isConnected; });
	seams.onRetry = function (instance) { if (offline && instance.tries > 1 && ` + of + `) instance.tries--; };`
}

func lastingMutants() []Mutant {
	return []Mutant{
		{"the wait of attempt 1,024", "REC-03", "thousand-attempts",
			"Its waits double before they are cut, as backo2's do: behind 1,024 attempts Infinity - Infinity is NaN.",
			`seams.wait = function (n) {
				var ms = 1600 * Math.pow(2, n - 1);
				return Math.min(ms - JITTER * Math.random() * ms, 8000) | 0;
			};`},
		{"the third kick is a loss", "KCK-03", "third-kick",
			"Behind the third kick of an account it comes back.", thirdKick("!instance.room")},
		{"the third kick out of a room is a loss", "KCK-03", "room-third-kick",
			"Behind the third kick out of a chatroom it comes back.", thirdKick("instance.room")},
		{"without a network no attempt counts", "REC-01", "no-network",
			"While the device has no network only the first attempt is counted.", offlineFree("!instance.room")},
		{"a room's attempts without a network", "REC-01", "room-no-network",
			"Without a network only the first attempt to enter is counted.", offlineFree("instance.room")},
		{"the newest room takes the one before it", "LIM-01", "hall-logged-in-other-comes-and-leaves",
			"A chatroom that is destroyed takes the link of the one that was entered before it.",
			`var made = [];
			seams.onCreate = function (instance) { if (instance.room) made.push(instance); };
			seams.onLeave = function (instance) {
				var before = made[made.indexOf(instance) - 1], link = before && before.link;
				if (!instance.destroyed || !link) return;
				before.link = null;
				link.drop();
			};`},
		{"the third wait for a room goes on", "REC-12", "room-third-wait",
			"A disconnect in the third wait of a chatroom lets the attempt be made.",
			`seams.cancels = function (instance) { return !(instance.room && instance.tries >= 3); };`},
		{"the tenth late heartbeat", "REC-10", "heartbeats-2-s-late",
			"It counts the heartbeats that are answered late, never anew: the tenth one ends a link that lives.",
			`seams.onCreate = function (instance) { instance.late = 0; };
			Link.prototype.ask = (function (ask) {
				return function (packet, q, limit, then) {
					var link = this, asked = Date.now();
					ask.call(link, packet, q, limit, function (a) {
						var late = packet === "1_2" && a.code !== 0 && Date.now() - asked > 1500;
						if (late && ++link.in.late === 10) a = {code: 0};
						then(a);
					});
				};
			})(Link.prototype.ask);`},
		{"of a room's five addresses two", "REC-15", "room-first-of-five",
			"It takes the first two of a chatroom's addresses, and those again.",
			`Link.prototype.begin = (function (begin) {
				return function () {
					if (this.in.room && !this.in.addresses.length)
						this.in.addresses = this.in.options.chatroomAddresses.slice(0, 2);
					begin.call(this);
				};
			})(Link.prototype.begin);`},
		{"left while hidden, and back in front", "DST-10", "left-shown",
			"What was disconnected in the background is connected again in front.",
			began + `seams.onLeave = function (instance) {
				if (hidden && !instance.destroyed) atShow.push(function () {
					if (instance.phase === "idle" && !instance.destroyed) instance.connect(); });
			};`},
		{"lost while hidden, and no wait in front", "REC-09", "in-the-wait-shown",
			"A wait that began in the background ends in front, without an attempt.",
			began + `seams.onRetry = function (instance) {
				if (hidden) atShow.push(function () { clearTimeout(instance.timer); });
			};`},
		{"sent while hidden, and answered never", "MSG-05", "message-on-its-way-shown",
			"A message that was sent in the background and is not answered before the front has no done.",
			began + `Link.prototype.ask = (function (ask) {
				return function (packet, q, limit, then) {
					var forgotten = false;
					if (hidden && packet === "7_1") atShow.push(function () { forgotten = true; });
					ask.call(this, packet, q, limit, function (a) { if (!forgotten) then(a); });
				};
			})(Link.prototype.ask);`},
		{"destroyed while hidden, and done never", "DST-01", "destroying-shown",
			"A destroy of the background that is not done in front has no done.",
			began + `seams.onLeave = function (instance) {
				if (hidden && instance.destroyed && !instance.room) atShow.push(function () {
					instance.endings = instance.endings.map(function () { return function () {}; }); });
			};`},
	}
}
