// The zoo, and harmless changes.

package zoo

import "slices"

// Harmless lists changes that come close to breaking a promise and keep it. A check that fails one accuses falsely.
func Harmless() []Mutant {
	return append(formerHarmless(), []Mutant{
		{"answered in the turn of done", "DST-07", "",
			"What was asked and not answered fails in the turn of done, behind it.",
			owing + `seams.onDone = answers;`},
		{"downloads from the listed host", "DOM-04", "",
			"It fetches a file with each message that comes, from the host on the list.",
			download + `downloading("nim-nosdn.netease.im");`},
		{"what comes counts as a heartbeat's answer", "REC-10", "",
			"It sends heartbeats at a fixed pace, and whatever comes behind one answers it.",
			`Link.prototype.receive = (function (receive) {
				return function (text) { this.heard = true; receive.call(this, text); };
			})(Link.prototype.receive);
			Link.prototype.beats = function () {
				var link = this;
				link.beat = setInterval(function () {
					link.heard = false;
					link.post("1_2", []);
					link.limit = setTimeout(function () {
						if (!link.heard) link.fail({code: "timeout", message: "silence"}); }, BEAT_LIMIT);
				}, BEAT);
			};`},
		{"the close waits for the logout's answer", "DST-08", "",
			"It closes a socket when the logout was answered, or 300 ms later.",
			`Link.prototype.drop = (function (drop) {
				return function () {
					var link = this, socket = link.socket, closed = false;
					if (!link.saying) return drop.call(link);
					link.socket = null;
					drop.call(link);
					link.socket = socket;
					function close() {
						if (!closed) socket.close({code: 1000, fail: socket.letGo});
						closed = true;
						clearTimeout(limit);
					}
					var limit = setTimeout(close, 300);
					link.receive = function (text) { if (text[0] === "3") close(); };
				};
			})(Link.prototype.drop);
			seams.farewell = function (link) {
				link.saying = true;
				link.post(link.in.room ? "13_4" : "2_6", []);
			};`},
		{"a network that goes ends the link", "REC-10", "",
			"When the device says that it has no network the link is given up at once, and comes back as usual.",
			`seams.onCreate = function (instance) {
				instance.listens = function (e) {
					var link = instance.link;
					if (!e.isConnected && link && link.step === "live") link.fail({code: "offline"});
				};
				wx.onNetworkStatusChange(instance.listens);
			};
			seams.onDestroyed = function (instance) { wx.offNetworkStatusChange(instance.listens); };`},
		{"a quicker heartbeat in chatrooms", "LIM-07", "",
			"A chatroom's heartbeats go every 13 s, so its silent link is given up before that of IM.",
			`Link.prototype.beats = (function (beats) {
				return function () {
					var pace = BEAT;
					if (this.in.room) BEAT = 13000;
					beats.call(this);
					BEAT = pace;
				};
			})(Link.prototype.beats);`},
		{"long waits in slices", "REC-04", "",
			"It sleeps a long wait in slices of at most a second.",
			`seams.onRetry = function (instance, wait) {
				var left = wait;
				clearTimeout(instance.timer);
				(function sleep() {
					if (instance.phase !== "waiting") return;
					var slice = Math.min(left, 1000);
					left -= slice;
					instance.timer = setTimeout(function () {
						if (left > 0) sleep();
						else instance.attempt(true);
					}, slice);
				})();
			};`},
		{"hurried in front, and announced again", "REC-17", "",
			"In front again it calls the wait off, and announces the same attempt anew with its wait.",
			`seams.onCreate = function (instance) {
				wx.onAppShow(function () {
					if (instance.phase !== "waiting") return;
					clearTimeout(instance.timer);
					instance.retry();
				});
			};`},
		{"addresses looked up beside the link", "LIM-01", "",
			"It looks its addresses up again every ten minutes, and lets go of that when the link ends.",
			`seams.onLogin = function (instance) {
				if (instance.room) return;
				clearInterval(instance.refresh);
				instance.refresh = setInterval(function () {
					instance.request({url: "https://lbs.netease.im/lbs/wxwebconf.jsp?k=" + instance.options.appKey,
						complete: function () {}}, function () {});
				}, 600000);
			};
			seams.onLoss = seams.onLeave = function (instance) { clearInterval(instance.refresh); };`},
	}...)
}

// Mutants lists the zoo, in the order of the catalogue.
func Mutants() []Mutant {
	return slices.Concat(limMutants(), recMutants(), kckMutants(), dstMutants(), swiMutants(), domMutants(),
		uplMutants(), stoMutants(), glbMutants(), msgMutants(), answeredMutants(), thrownMutants(), variedMutants(),
		hurriedMutants(), interruptedMutants(), meanwhileMutants(), disturbedMutants(), unseenMutants(), nextMutants(),
		againMutants(),
		elsewhereMutants(), besideMutants(), givenMutants(), mixedMutants(), historyMutants(),
		wireMutants(), countedMutants(), formerMutants(), addressMutants(), keptMutants(), phoneMutants(),
		reportedMutants(), lastingMutants(), syncedMutants(), onwardMutants(), seldomMutants())
}
