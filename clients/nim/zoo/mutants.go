// The zoo, and harmless changes.

package zoo

import "slices"

// Harmless lists changes that come close to breaking a promise and keep it. A check that fails one accuses falsely.
func Harmless() []Mutant {
	return []Mutant{
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
	}
}

// Mutants lists the zoo, in the order of the catalogue.
func Mutants() []Mutant {
	return slices.Concat(limMutants(), recMutants(), kckMutants(), dstMutants(), swiMutants(), domMutants(),
		uplMutants(), stoMutants(), glbMutants(), msgMutants(), answeredMutants(),
		hurriedMutants(), interruptedMutants(), meanwhileMutants(), disturbedMutants(), unseenMutants())
}
