// LIM-01 to LIM-09, REC-01 to REC-10, KCK-02, KCK-03, DST-01 to DST-10, UPL-03, STO-01, MSG-05 and APP-01: what happens
// beside an instance, in a state in which it is no business of its.

package zoo

func besideMutants() []Mutant {
	return []Mutant{
		{"no ears left", "REC-09", "in-the-wait-other-leaves-hidden",
			"In the background it waits for the front, and destroy takes away what everybody listens to.",
			fronted + `seams.onDestroyed = function () { wx.offAppShow(); };`},
		{"hidden behind disconnect, done never comes", "DST-09", "leaving-hidden",
			"In the background an instance that leaves stops its timers.",
			stopped("disconnect")},
		{"hidden behind destroy, done never comes", "DST-01", "destroying-hidden",
			"In the background an instance that is destroyed stops its timers.",
			stopped("destroy")},
		{"one connects, the kicked one too", "KCK-03", "kicked-other-comes",
			"An instance that is made connects all that are not connected, also one that was kicked.",
			everybody + `seams.onCreate = wakes(function (i) { return i.wasKicked; });
			seams.onKick = function (i) { i.wasKicked = true; };`},
		{"one connects, the used-up one too", "REC-02", "used-up-other-comes",
			"An instance that is made gives all that are used up an attempt more, and tells its end again.",
			everybody + `seams.onCreate = wakes(function (i) { return i.tries > 0; });`},
		{"one connects, the refused one too", "REC-08", "refused-other-comes",
			"An instance that is made connects all that were refused.",
			everybody + `seams.onCreate = wakes(function (i) { return i.refused; });
			seams.onLoss = function (i, why) { i.refused = why.final; };`},
		{"connected again in front", "APP-01", "hidden",
			"In front again with a live link it tells that it is connected.",
			`seams.onCreate = function (i) {
				wx.onAppShow(function () { if (i.phase === "ready") i.tell("onconnect", {}); });
			};`},
		{"stuck behind a close that nobody answered", "DST-10", "close-never-answered",
			"Behind a disconnect whose close was not answered connect does nothing.",
			`Instance.prototype.finish = (function (finish) {
				return function () {
					this.stuck = this.phase === "leaving" && this.sockets > 0;
					finish.call(this);
				};
			})(Instance.prototype.finish);
			Instance.prototype.connect = (function (connect) {
				return function () { if (!this.stuck) connect.call(this); };
			})(Instance.prototype.connect);`},
		{"ten connects and no more", "DST-10", "twelve-rounds",
			"The eleventh connect of an instance does nothing.",
			`Instance.prototype.connect = (function (connect) {
				return function () {
					this.times = (this.times || 0) + 1;
					if (this.times <= 10) connect.call(this);
				};
			})(Instance.prototype.connect);`},
		{"one attempt more by hand", "REC-01", "connect-when-used-up",
			"connect of an instance whose attempts are used up gives it one more than it may have.",
			`Instance.prototype.connect = (function (connect) {
				return function () {
					var out = this.phase === "idle" && this.tries > 0;
					connect.call(this);
					if (out) this.tries = -1;
				};
			})(Instance.prototype.connect);`},
		{"a socket behind destroy", "DST-04", "destroyed-while-the-last-closes",
			"An attempt that waits for the close of the last socket goes on behind destroy.",
			`Link.prototype.open = (function (open) {
				return function (url) {
					var link = this, instance = link.in;
					open.call(link, url);
					if (instance.freed) instance.freed = function () { link.dial(url); };
				};
			})(Link.prototype.open);`},
		{"the lost socket does not count", "DST-02", "in-the-wait-while-the-last-closes",
			"In the wait done does not wait for the socket that was lost and is still closing.",
			`seams.onLeave = function (i) { i.alone = !i.link; };
			seams.finished = function (i) { return i.alone || i.sockets === 0 && i.requests === 0; };`},
		{"messages stored in the background", "STO-01", "hidden-after-messages",
			"When the program is hidden it stores the messages of the session.",
			`var all = [];
			seams.deliver = function (i, m) {
				all.push(m);
				i.message(m);
			};
			wx.onAppHide(function () {
				seams.guarded(function () { wx.setStorageSync("zoo-messages", JSON.stringify(all)); });
			});`},
		{"a kick waits for the front", "KCK-02", "hidden",
			"A kick that comes in the background is handled in front.",
			`var hidden = false, late = [];
			wx.onAppHide(function () { hidden = true; });
			wx.onAppShow(function () {
				hidden = false;
				late.splice(0).forEach(function (kick) { kick(); });
			});
			Instance.prototype.kick = (function (kick) {
				return function (link, reason) {
					var i = this;
					if (!hidden) return kick.call(i, link, reason);
					late.push(function () { if (!link.over) kick.call(i, link, reason); });
				};
			})(Instance.prototype.kick);`},
		{"another's kick ends the heartbeats", "REC-10", "then-silent-other-kicked",
			"A kick of one instance ends the heartbeats of all.",
			everybody + `seams.onKick = function () {
				all.forEach(function (i) { if (i.link) clearTimeout(i.link.beat); });
			};`},
		{"another's loss forgets the messages", "MSG-05", "message-on-its-way-other-lost",
			"A lost link forgets the messages that are on their way, whosever they are.",
			everybody + `seams.onLoss = function () {
				all.forEach(function (i) { if (i.link && i.link.step === "live") i.link.asked = {}; });
			};`},
		{"another's end aborts the uploads", "UPL-03", "upload-on-its-way-other-leaves",
			"destroy calls off the uploads of all instances, and nobody is told.",
			everybody + upload + `sending(function (o) {
				var instance = this, done = o.done;
				o.done = function (err, m) { if (!instance.silenced) done(err, m); };
			});
			seams.onLeave = function (l) {
				all.forEach(function (i) {
					if (i === l) return;
					i.silenced = i.uploads.length > 0;
					i.uploads.splice(0).forEach(function (task) { task.abort(); });
				});
			};`},
		{"a second attempt on another network", "LIM-09", "first-login-pending-another-network",
			"When the network changes while a login is pending it begins another one, and keeps the first.",
			again("wx.onNetworkStatusChange", "!i.link.automatic")},
		{"a second attempt in front", "LIM-04", "automatic-login-pending-hidden",
			"In front again while an automatic login is pending it begins another one, and keeps the first.",
			again("wx.onAppShow", "i.link.automatic")},
		{"another's loss opens all links anew", "LIM-01", "logged-in-other-lost",
			"When a link is lost all instances open theirs anew, and forget the old ones.",
			everybody + `seams.overlaps = function () { return true; };
			seams.onLoss = function (lost) {
				all.forEach(function (i) { if (i !== lost && i.phase === "ready") i.attempt(true); });
			};`},
	}
}

// everybody is a script: all are the instances, and wakes makes a function that connects those which it is told of.
const everybody = `
	var all = [];
	seams.onCreate = function (i) { all.push(i); };
	function wakes(which) {
		return function (made) {
			all.forEach(function (i) { if (i.phase === "idle" && !i.destroyed && which(i)) i.attempt(true); });
			all.push(made);
		};
	}
`

// fronted is a script: what is due in the background waits for the front.
const fronted = `
	seams.onCreate = function (i) {
		wx.onAppHide(function () { i.hidden = true; });
		wx.onAppShow(function () {
			var parked = i.parked;
			i.hidden = i.parked = false;
			if (parked && i.phase === "waiting") i.inFront(true);
		});
	};
	Instance.prototype.inFront = Instance.prototype.attempt;
	Instance.prototype.attempt = function (automatic) {
		if (automatic && this.hidden) this.parked = true;
		else this.inFront(automatic);
	};
`

// stopped is a script: an instance that is ended by a verb stops its timers when the program is hidden.
func stopped(verb string) string {
	return `
		seams.onCreate = function (i) {
			wx.onAppHide(function () {
				if (i.destroyed !== ("` + verb + `" === "destroy")) return;
				clearTimeout(i.deadline);
				clearTimeout(i.soon);
			});
		};`
}

// again is a script: what the platform tells makes an attempt beside one whose login is pending.
func again(tells, which string) string {
	return `
		seams.overlaps = function () { return true; };
		seams.onCreate = function (i) {
			` + tells + `(function () {
				if (i.phase !== "connecting" || i.link.step !== "login" || !(` + which + `)) return;
				i.link = new Link(i, i.link.automatic);
				i.link.begin();
			});
		};`
}
