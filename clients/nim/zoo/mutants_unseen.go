// DST-02, DST-04, DST-07 to DST-09, UPL-01, UPL-04, STO-01, GLB-01, DOM-01 and MSG-01: states that nobody looks at.

package zoo

func unseenMutants() []Mutant {
	return []Mutant{
		{"a doubtful link, and a hasty done", "DST-02", "mute-heartbeat-3-s-late",
			"It does not wait for the socket of a link whose heartbeat is not answered yet.",
			doubtful},
		{"a doubtful link, disconnected in haste", "DST-09", "mute-heartbeat-3-s-late",
			"disconnect does not wait for the socket of a link whose heartbeat is not answered yet.",
			doubtful},
		{"destroyed in a later LBS, connected later", "DST-04", "in-lbs-back",
			"destroy does not stop an attempt that looks its addresses up again.",
			`Link.prototype.drop = (function (drop) {
				return function () {
					var link = this, looks = link.automatic && link.step === "lbs" && link.in.phase === "leaving";
					if (looks) link.task = null;
					drop.call(link);
					if (looks) link.over = false;
				};
			})(Link.prototype.drop);`},
		{"a report that never gives up", "DST-07", "destroy-statistics-unreachable",
			"A report that cannot be made is tried again every five minutes, also behind destroy.",
			`function report() {
				wx.request({url: "https://statistic.live.126.net/statics/report", method: "POST", data: {login: 1},
					fail: function () { setTimeout(report, 300000); }});
			}
			seams.onLogin = report;`},
		{"no logout before the sync is done", "DST-08", "destroy-sync-pending",
			"It logs out only where the sync was answered.",
			`Instance.prototype.tell = (function (tell) {
				return function (name, what) {
					if (name === "onconnect") this.synced = !!this.room;
					if (name === "onsyncdone") this.synced = true;
					tell.call(this, name, what);
				};
			})(Instance.prototype.tell);
			seams.farewell = (function (farewell) {
				return function (link) { if (link.in.synced) farewell(link); };
			})(seams.farewell);`},
		{"one place for all files", "UPL-01", "",
			"It puts each file where the one before was put.",
			`var place = null;
			Link.prototype.ask = (function (ask) {
				return function (packet, q, limit, then) {
					if (packet === "6_2" && place) return setTimeout(function () { then(place); }, 0);
					ask.call(this, packet, q, limit, packet !== "6_2" ? then : function (a) {
						if (a.code === 200) place = a;
						then(a);
					});
				};
			})(Link.prototype.ask);`},
		{"an upload at disconnect, and no answer", "UPL-04", "disconnected",
			"An upload that runs at disconnect is never answered.",
			upload + `sending(function (o) {
				var instance = this, done = o.done, lives = instance.lives;
				o.done = function (err, m) { if (instance.lives === lives) done(err, m); };
			});
			seams.onLeave = function (instance) { instance.lives = (instance.lives || 0) + 1; };`},
		{"drafts in the storage", "STO-01", "stores-nothing",
			"What is not confirmed it stores, to be sent again some day.",
			`Instance.prototype.send = (function (send) {
				return function (packet, fields, done) {
					send.call(this, packet, fields, function (err, m) {
						if (err) seams.guarded(function () {
							wx.setStorageSync("draft-" + (fields[11] || fields[1]), fields[9] || fields[3]); });
						done(err, m);
					});
				};
			})(Instance.prototype.send);`},
		{"a global replaced when the attempts are used up", "GLB-01", "used-up",
			"When its attempts are used up it replaces JSON.parse.",
			`Instance.prototype.tell = (function (tell) {
				return function (name, what) {
					var parse = JSON.parse;
					if (what && what.code === "allAttemptsFailed") JSON.parse = function (text) { return parse(text); };
					tell.call(this, name, what);
				};
			})(Instance.prototype.tell);`},
		{"a bad gateway asked about elsewhere", "DOM-01", "mishaps",
			"Behind a bad gateway it looks the address up at a host that no list has.",
			`Link.prototype.get = (function (get) {
				return function (kind, url, then) {
					get.call(this, kind, url, function (r) {
						if (r.statusCode === 502) wx.request({url: "https://httpdns.example.com/resolve"});
						then(r);
					});
				};
			})(Link.prototype.get);`},
		{"a text that is data is read", "MSG-01", "texts-that-are-data",
			"A text that is JSON is delivered as what it says.",
			`seams.deliver = function (instance, m) {
				try { m.text = JSON.parse(m.text); } catch (e) {}
				instance.message(m);
			};`},
	}
}

// doubtful is a script: done does not wait for the socket of a link whose heartbeat is not answered.
const doubtful = `
	Link.prototype.ask = (function (ask) {
		return function (packet, q, limit, then) {
			var link = this;
			if (packet === "1_2") link.doubt = true;
			ask.call(link, packet, q, limit, function (a) {
				if (packet === "1_2") link.doubt = false;
				then(a);
			});
		};
	})(Link.prototype.ask);
	seams.onLeave = function (instance) { instance.hasty = !!(instance.link && instance.link.doubt); };
	seams.finished = function (instance) {
		return instance.hasty || instance.sockets === 0 && instance.requests === 0; };`
