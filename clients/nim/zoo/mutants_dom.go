// DOM-01 to DOM-06: it asks for hosts that no application lists.

package zoo

func domMutants() []Mutant {
	const seldom = "mishaps"
	return []Mutant{
		{"a refusal reported elsewhere", "DOM-01", seldom, "It reports a refused login to a host that no list has.",
			report + `seams.onLoss = function (instance, why) { if (why.final) report(); };`},
		{"a kick reported elsewhere", "DOM-01", seldom, "It reports a kick to a host that no list has.",
			report + `seams.onKick = report;`},
		{"silence reported elsewhere", "DOM-01", seldom,
			"It reports a heartbeat that is not answered to a host that no list has.",
			report + `seams.onLoss = function (instance, why) { if (/heartbeat/.test(why.message)) report(); };`},
		{"statistics flushed when hidden", "DOM-01", seldom,
			"It reports to a host that no list has when the program goes to the background.",
			report + `wx.onAppHide(report);`},
		{"a failed upload reported elsewhere", "DOM-01", seldom,
			"It reports a failed upload to a host that no list has.",
			report + upload + `sending(function (o) {
				var done = o.done;
				o.done = function (e, m) {
					if (e) report();
					done(e, m);
				};
			});`},
		{"another host when nothing answers", "DOM-01", "service-out-of-reach",
			"It reports a failed attempt to a host that no list has.",
			`seams.onLoss = function () { wx.request({url: "https://statistics.example.com/", fail: function () ` +
				`{}}); };`},
		{"a domain outside the list", "DOM-01", "", "It reports its statistics to a host that no list has.",
			`seams.onLogin = function () { wx.request({url: "https://statistics.example.com/", method: "POST", ` +
				`data: {}}); };`},

		{"another socket host after silence", "DOM-02", seldom,
			"After a heartbeat that was not answered it opens its socket at a host that no list has.",
			`var silent = false;
			seams.onLoss = function (instance, why) { silent = silent || /heartbeat/.test(why.message); };
			seams.url = function (kind, url) {
				return kind === "socket" && silent ? url.replace("wlnimsc0.netease.im", "spare.example.com") : url;
					};`},
		{"a socket to a bare address", "DOM-02", "", "It opens its socket at an address instead of a name.",
			`seams.url = function (kind, url) { return kind === "socket" ? url.replace("wlnimsc0.netease.im", ` +
				`"59.111.160.1") : url; };`},

		{"a spare host for uploads", "DOM-03", seldom,
			"It sends a file that could not be uploaded to a second host, which no list has.",
			`var failed = false;
			seams.url = function (kind, url) {
				return kind === "upload" && failed ? url.replace("nos.netease.com", "nos-backup.example.com") : url; };
			` + upload + `sending(function (o) {
				var instance = this, done = o.done;
				o.done = function (e, m) {
					if (!e || failed) return done(e, m);
					failed = true;
					send.call(instance, o);
				};
			});`},
		{"an upload to another host", "DOM-03", "", "It uploads to a host that no list has.",
			`seams.url = function (kind, url) { return kind === "upload" ? url.replace("nos.netease.com", ` +
				`"nos.example.com") : url; };`},

		{"a download from another host", "DOM-04", "",
			"It fetches a file with each message that comes, from a host that no list has.",
			download + `downloading("nos.netease.com");`},

		{"a plain handshake", "DOM-05", "", "It asks for the handshake without TLS.",
			`seams.url = function (kind, url) {
				return kind === "handshake" ? url.replace("https:", "http:") : url; };`},

		{"lost without a host that no list has", "DOM-06", "",
			"It does not log in before a host has answered that no list has.",
			`Link.prototype.begin = (function (begin) {
				return function () {
					var link = this;
					wx.request({url: "https://abt.example.com/", success: function () { begin.call(link); }});
				};
			})(Link.prototype.begin);`},
	}
}
