package zoo

// report is a script's helper: it tells a host that no list has.
const report = `
	function report() { wx.request({url: "https://report.example.com/", method: "POST", data: {}}); }`

// metMutants break a promise where applications met it: counts, heartbeats, many messages, what is stored, and who is told of mishaps.
func metMutants() []Mutant {
	const seldom = "refused, kicked, silent, hidden, and a failed upload"
	return []Mutant{
		{"a slow sync is cut off", "LIM-01", "a sync that takes 15 s", "A sync that takes longer than 5 s is cut off, and the login begins again.",
			`Instance.prototype.tell = (function (tell) {
				return function (callback, what) {
					if (callback === "onsyncdone") this.synced = true;
					tell.call(this, callback, what);
				};
			})(Instance.prototype.tell);
			seams.onLogin = function (instance) {
				var link = instance.link;
				instance.synced = !!instance.room;
				setTimeout(function () { if (!instance.synced && !link.over) link.fail({code: "sync", message: "the sync took too long"}); }, 5000);
			};`},
		{"used up, and asked for in vain", "DST-10", "the instance is asked for again, when the attempts are used up", "An instance whose attempts are used up is not connected when it is asked for again.",
			usedUp + `module.exports.NIM.getInstance = (function (get) {
				var seen = {};
				return function (o) {
					var instance = seen[o.account];
					if (instance && instance.usedUp && !instance.destroyed) return instance;
					return seen[o.account] = get(o);
				};
			})(module.exports.NIM.getInstance);`},
		{"used up, and connect does nothing", "DST-10", "connect, when the attempts are used up", "connect does nothing when the attempts are used up.",
			usedUp + `Instance.prototype.connect = (function (connect) {
				return function () { if (!this.usedUp) connect.call(this); };
			})(Instance.prototype.connect);`},
		{"a count kept by account", "REC-01", "N = 2, after an instance of the account that used them up was destroyed", "It counts attempts by account, and a new instance has none left.",
			`var kept = {};
			Object.defineProperty(Instance.prototype, "tries", {
				get: function () { return kept[this.options.account] || 0; },
				set: function (n) { if (n) kept[this.options.account] = n; }
			});`},
		{"a count for all", "REC-01", "N = 2, IM and a chatroom at once", "IM and chatroom count their attempts in one variable.",
			`var tries = 0;
			Object.defineProperty(Instance.prototype, "tries", {get: function () { return tries; }, set: function (n) { tries = n; }});`},
		{"a blip is a loss", "REC-10", "heartbeats that are answered 2 s late", "A heartbeat that takes longer than 1.5 s costs the link.", `BEAT_LIMIT = 1500;`},
		{"a blip is a loss in a room", "REC-10", "a chatroom, heartbeats that are answered 2 s late", "A chatroom's heartbeat that takes longer than 1 s costs the link.",
			`Link.prototype.ask = (function (ask) {
				return function (packet, q, limit, then) { ask.call(this, packet, q, packet === "1_2" && this.in.room ? 1000 : limit, then); };
			})(Link.prototype.ask);`},
		{"one heartbeat for two rooms", "REC-10", "two chatrooms", "Of two chatrooms only the last one entered has a heartbeat.",
			`var last;
			Link.prototype.beats = (function (beats) {
				return function () {
					if (this.in.room) {
						if (last && last !== this) clearTimeout(last.beat);
						last = this;
					}
					beats.call(this);
				};
			})(Link.prototype.beats);`},
		{"a page of what came while away", "MSG-04", "sixty messages while away", "Of what came while away it delivers the first fifty.",
			`Instance.prototype.take = (function (take) {
				return function (m) {
					if (!this.since || Date.now() - this.since > 1000) {
						this.since = Date.now();
						this.page = 0;
					}
					if (++this.page <= 50) take.call(this, m);
				};
			})(Instance.prototype.take);`},

		{"messages in the storage, encoded", "STO-01", "what is stored does not grow with the messages", "It stores each message as numbers.",
			`seams.deliver = function (instance, m) {
				var s = JSON.stringify(m), codes = [];
				for (var i = 0; i < s.length; i++) codes.push(s.charCodeAt(i).toString(36));
				seams.guarded(function () { wx.setStorageSync("db-" + m.idServer, codes.join(".")); });
				instance.message(m);
			};`},
		{"messages in the storage, in one entry", "STO-01", "what is stored does not grow with the messages", "It stores all messages under one key, each turned round.",
			`var all = "";
			seams.deliver = function (instance, m) {
				all += String(m.text).split("").reverse().join("");
				wx.setStorage({key: "db", data: all, fail: function () {}});
				instance.message(m);
			};`},

		{"a refusal reported elsewhere", "DOM-01", seldom, "It reports a refused login to a host that no list has.", report + `seams.onLoss = function (instance, why) { if (why.final) report(); };`},
		{"a kick reported elsewhere", "DOM-01", seldom, "It reports a kick to a host that no list has.", report + `seams.onKick = report;`},
		{"silence reported elsewhere", "DOM-01", seldom, "It reports a heartbeat that is not answered to a host that no list has.",
			report + `seams.onLoss = function (instance, why) { if (/heartbeat/.test(why.message)) report(); };`},
		{"statistics flushed when hidden", "DOM-01", seldom, "It reports to a host that no list has when the program goes to the background.", report + `wx.onAppHide(report);`},
		{"a failed upload reported elsewhere", "DOM-01", seldom, "It reports a failed upload to a host that no list has.",
			report + upload + `sending(function (o) {
				var done = o.done;
				o.done = function (e, m) {
					if (e) report();
					done(e, m);
				};
			});`},
		{"another socket host after silence", "DOM-02", seldom, "After a heartbeat that was not answered it opens its socket at a host that no list has.",
			`var silent = false;
			seams.onLoss = function (instance, why) { silent = silent || /heartbeat/.test(why.message); };
			seams.url = function (kind, url) { return kind === "socket" && silent ? url.replace("wlnimsc0.netease.im", "spare.example.com") : url; };`},
		{"a spare host for uploads", "DOM-03", seldom, "It sends a file that could not be uploaded to a second host, which no list has.",
			`var failed = false;
			seams.url = function (kind, url) { return kind === "upload" && failed ? url.replace("nos.netease.com", "nos-backup.example.com") : url; };
			` + upload + `sending(function (o) {
				var instance = this, done = o.done;
				o.done = function (e, m) {
					if (!e || failed) return done(e, m);
					failed = true;
					send.call(instance, o);
				};
			});`},
	}
}
