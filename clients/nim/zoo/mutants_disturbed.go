// LIM-01 to LIM-04, REC-01 to REC-19, KCK-01 to KCK-05, DST-02 to DST-09, UPL-01 to UPL-04, STO-01, GLB-01, DOM-01, MSG-01.
// What comes at an odd moment, late, or in an odd form is taken for something else.

package zoo

func disturbedMutants() []Mutant {
	return []Mutant{
		{"accounts that begin alike are one", "LIM-01", "two-accounts",
			"Accounts whose names have the first five signs in common get one instance.",
			`module.exports.NIM = family(function (o) { return o.account.slice(0, 5); }, function () { return null; });`},
		{"a late handshake opens a socket", "LIM-04", "handshake-late",
			"A handshake that is answered when its time was up opens a socket beside that of the next attempt.",
			`Link.prototype.get = function (kind, url, then) {
				var link = this;
				link.step = kind;
				link.timer = setTimeout(function () { link.fail({code: "timeout", message: kind}); }, STEP);
				link.in.request({url: url, dataType: "text", complete: function (r) {
					clearTimeout(link.timer);
					if (!link.over) return then(r);
					if (kind !== "handshake" || r.statusCode !== 200 || link.in.phase !== "connecting") return;
					var task = wx.connectSocket({url: "wss://" + link.in.addresses[0] + "/socket.io/1/websocket/" +
						String(r.data).split(":")[0], fail: function () {}});
					setTimeout(function () { task.close({fail: function () {}}); }, 3000);
				}}, function () {});
			};
			Link.prototype.drop = (function (drop) {
				return function () { clearTimeout(this.timer); drop.call(this); };
			})(Link.prototype.drop);
			seams.finished = function (instance) { return instance.sockets === 0; };`},
		{"another network gives attempts back", "REC-01", "n-3-network-changes-in-the-waits",
			"A network that changes in the wait gives all attempts back.",
			`seams.onCreate = function (instance) {
				wx.onNetworkStatusChange(function (e) {
					if (e.isConnected && instance.phase === "waiting") instance.tries = 0;
				});
			};`},
		{"used up in the background, told never", "REC-02", "n-1-hidden",
			"In the background it raises no ondisconnect, and none in front.",
			`var hidden = false;
			wx.onAppHide(function () { hidden = true; });
			wx.onAppShow(function () { hidden = false; });
			Instance.prototype.tell = (function (tell) {
				return function (name, what) {
					if (!hidden || name !== "ondisconnect") tell.call(this, name, what); };
			})(Instance.prototype.tell);`},
		{"in front again, and needReconnect forgotten", "REC-07", "lost-come-and-go",
			"A lost link comes back when the program comes to the front, although needReconnect is false.",
			comes + `shown(function (instance) { return idle(instance) && instance.gone; });
			seams.onLoss = function (instance) { instance.gone = true; };
			seams.onLeave = function (instance) { instance.gone = false; };`},
		{"in front again, and the refusal forgotten", "REC-08", "302-come-and-go",
			"A login that was refused for good is tried again when the program comes to the front.",
			comes + `shown(function (instance) { return idle(instance) && instance.refused; });
			seams.onLoss = function (instance, why) { instance.refused = why.final; };`},
		{"5g is no network", "REC-09", "network-change",
			"It comes back over the networks that it knows, and does not know the one of today.",
			`var known = true, waiting = [];
			wx.onNetworkStatusChange(function (e) {
				known = ["wifi", "2g", "3g", "4g"].indexOf(e.networkType) >= 0;
				if (known) waiting.splice(0).forEach(function (go) { go(); });
			});
			Instance.prototype.attempt = (function (attempt) {
				return function (automatic) {
					var instance = this;
					if (known || !automatic) return attempt.call(instance, automatic);
					waiting.push(function () {
						if (instance.phase === "waiting") attempt.call(instance, true); });
				};
			})(Instance.prototype.attempt);`},
		{"a sender's heartbeat waits", "REC-10", "messages-into-the-silence",
			"Whatever is sent puts the next heartbeat off, so a user who writes into the silence keeps the link.",
			`Instance.prototype.send = (function (send) {
				return function (packet, fields, done) {
					if (this.phase === "ready") {
						clearTimeout(this.link.beat);
						this.link.beats();
					}
					send.call(this, packet, fields, done);
				};
			})(Instance.prototype.send);`},
		{"hidden for a moment, and no heartbeat", "REC-10", "a-minute-after-two-seconds-hidden",
			"It stops its heartbeat in the background, and begins none in front.",
			`seams.onCreate = function (instance) {
				wx.onAppHide(function () { if (instance.link) clearTimeout(instance.link.beat); });
			};`},
		{"packets numbered in seven bits", "REC-10", "two-hours-after-login",
			"After 127 packets it counts from 0, which nobody answers: an hour's link is lost.",
			`Link.prototype.post = (function (post) {
				return function (packet, q) {
					if (this.ser === 127) this.ser = -1;
					return post.call(this, packet, q);
				};
			})(Link.prototype.post);`},
		{"midnight, and no heartbeat", "REC-10", "",
			"It reckons how long it was idle by the time of day, and at midnight that begins anew.",
			`function ofDay() { var d = new Date(); return (d.getHours() * 60 + d.getMinutes()) * 60 + d.getSeconds(); }
			Link.prototype.beats = (function (beats) {
				return function () {
					var link = this, last = ofDay();
					link.beat = setTimeout(function look() {
						if (ofDay() < last) link.beat = setTimeout(look, BEAT);
						else link.ask("1_2", [], BEAT_LIMIT, function (a) {
							if (a.code === 0) link.fail({code: "timeout", message: "silence"});
							else if (!link.over) link.beats();
						});
					}, BEAT);
				};
			})(Link.prototype.beats);`},
		{"in front in the wait, marked manual", "REC-17", "in-front-in-the-wait",
			"An attempt that the platform hurries is marked as one that the user asked for.",
			`seams.onCreate = function (instance) {
				wx.onAppShow(function () {
					if (instance.phase !== "waiting") return;
					clearTimeout(instance.timer);
					instance.attempt(false);
				});
			};`},
		{"in front without a network, and hidden for ever", "REC-19", "in-front-without-a-network",
			"It makes no attempt while hidden or without a network, and hears of the front only where there is one.",
			`var hidden = false, online = true, held = [];
			function go() { if (!hidden && online) held.splice(0).forEach(function (f) { f(); }); }
			wx.onAppHide(function () { hidden = true; });
			wx.onAppShow(function () { if (online) { hidden = false; go(); } });
			wx.onNetworkStatusChange(function (e) { online = e.isConnected; go(); });
			Instance.prototype.attempt = (function (attempt) {
				return function (automatic) {
					var instance = this;
					if (!automatic || !hidden && online) return attempt.call(instance, automatic);
					held.push(function () { if (instance.phase === "waiting") attempt.call(instance, true); });
				};
			})(Instance.prototype.attempt);`},
		{"the reason of the first kick", "KCK-01", "another-reason-the-next-time",
			"It tells every kick with the reason of the first one.",
			`Instance.prototype.kick = (function (kick) {
				return function (link, reason) { kick.call(this, link, this.reason = this.reason || reason); };
			})(Instance.prototype.kick);`},
		{"one connects at a time, and a refusal is no end", "KCK-05", "im-refused-other-connects",
			"While one instance connects others wait, for ever when its login was refused for good.",
			`var owner = null, queue = [];
			Instance.prototype.attempt = (function (attempt) {
				return function (automatic) {
					var instance = this;
					if (!owner || owner === instance) return attempt.call(owner = instance, automatic);
					instance.phase = "waiting";
					queue.push(function () { if (instance.phase === "waiting") instance.attempt(automatic); });
				};
			})(Instance.prototype.attempt);
			function free(instance) {
				if (owner !== instance) return;
				owner = null;
				if (queue.length) queue.shift()();
			}
			seams.onLogin = seams.onLeave = seams.onKick = free;
			seams.onLoss = function (instance, why) { if (!why.final) free(instance); };`},
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
