// LIM-01, LIM-04, REC-01, REC-02, REC-07 to REC-10, REC-17, REC-19, KCK-01 and KCK-05: what disturbs is misunderstood.

package zoo

func disturbedMutants() []Mutant {
	return []Mutant{
		{"accounts that begin alike are one", "LIM-01", "two-accounts",
			"Accounts whose names have the first five signs in common get one instance.",
			`module.exports.NIM = family(
				function (o) { return o.account.slice(0, 5); }, function () { return null; });`},
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
	}
}
