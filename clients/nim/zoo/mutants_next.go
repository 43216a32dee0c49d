// REC-01, REC-07, REC-10, REC-11, REC-17, REC-19, LIM-05, KCK-05, KCK-07, DST-08, DOM-05, UPL-02, MSG-01 and MSG-02:
// what one instance, one life or one network does to the next.

package zoo

func nextMutants() []Mutant {
	return []Mutant{
		{"another login gives attempts back", "REC-01", "another-logs-in-in-the-waits",
			"An instance that logs in gives all others their attempts back.",
			`var all = [];
			seams.onCreate = function (i) { all.push(i); };
			seams.onLogin = function () {
				all.forEach(function (i) { if (i.phase === "waiting" || i.phase === "connecting") i.tries = 0; });
			};`},
		{"a message gives attempts back", "REC-01", "n-3-messages-in-the-waits",
			"A message that is sent in the wait gives the attempts back.",
			`Instance.prototype.send = (function (f) { return function (p, q, d) {
				if (this.phase === "waiting") this.tries = 0;
				return f.call(this, p, q, d);
			}; })(Instance.prototype.send);`},
		{"in front it has all attempts again", "REC-01", "n-3-in-front-in-the-waits",
			"Coming to the front in the wait gives the attempts back.",
			`seams.onCreate = function (i) {
				wx.onAppShow(function () { if (i.phase === "waiting") i.tries = 0; });
			};`},
		{"its first renewed token for ever", "REC-17", "renewed-twice",
			"It takes the first token that it is given behind its login, and no later one.",
			`Instance.prototype.setOptions = (function (setOptions) {
				return function (options) {
					var o = Object.assign({}, options);
					if (this.renewed) delete o.token;
					this.renewed = true;
					setOptions.call(this, o);
				};
			})(Instance.prototype.setOptions);`},
		{"one needReconnect for all", "REC-07", "of-the-chatroom-alone",
			"Whether instances reconnect is what the last one asked for.",
			`var need;
			seams.onCreate = function (i) { need = i.options.needReconnect; };
			seams.returns = function (i, why) { return !why.kicked && !why.final && need !== false; };`},
		{"the name is freed behind done", "LIM-05", "made-again-in-done",
			"The name of a destroyed instance is freed behind its done, which made the next one.",
			`var families = [];
			family = null;
			["NIM", "Chatroom"].forEach(function (kind) {
				var instances = {};
				module.exports[kind] = {
					prototype: Instance.prototype,
					getInstance: function (o) {
						var room = kind === "NIM" ? null : o.chatroomId, name = o.account + "@" + room;
						var i = instances[name];
						if (!i || i.destroyed) i = instances[name] = new Instance(o, room);
						i.freeName = function () { delete instances[name]; };
						i.connect();
						return i;
					}
				};
			});
			seams.onDestroyed = function (i) { i.freeName(); };`},
		{"a kick ends the wait of other rooms", "KCK-05", "another-room-waits",
			"A kick out of a chatroom ends the wait of every chatroom.",
			`var all = [];
			seams.onCreate = function (i) { all.push(i); };
			seams.onKick = function (k) {
				if (k.room) all.forEach(function (i) { if (i.room && i.phase === "waiting") clearTimeout(i.timer); });
			};`},
		{"a room left stops another", "KCK-05", "room-left-another-connects",
			"Leaving a chatroom calls off the request of another one, which hangs.",
			`var all = [];
			seams.onCreate = function (i) { all.push(i); };
			seams.onLeave = function (l) {
				all.forEach(function (i) {
					if (i === l || !l.room || !i.room || !i.link || !i.link.task) return;
					i.link.over = true;
					i.link.task.abort();
				});
			};`},
		{"one memory for all accounts", "MSG-02", "",
			"What was seen is kept for all accounts: a message of their team reaches the first alone.",
			`var seen = {};
			Instance.prototype.take = function (m) {
				var id = m.idServer || m.idClient;
				if (seen[id]) return;
				seen[id] = true;
				seams.deliver(this, m);
			};`},
		{"hidden in the wait, a room stays away", "REC-19", "hidden-a-second-in-the-wait",
			"The wait is stopped in the background, and goes on in front for IM alone.",
			`seams.onCreate = function (i) {
				var stopped;
				wx.onAppHide(function () { if (i.phase === "waiting") { clearTimeout(i.timer); stopped = true; } });
				wx.onAppShow(function () {
					if (stopped && i.phase === "waiting" && !i.room) i.attempt(true);
					stopped = false;
				});
			};`},
		{"a slow heartbeat on 4g", "REC-10", "on-each-network",
			"On 4g a heartbeat goes every five minutes.",
			`var slow = false;
			seams.onCreate = function () {
				wx.onNetworkStatusChange(function (e) { slow = e.networkType === "4g"; });
			};
			seams.beat = function () { return slow ? 300000 : BEAT; };`},
		{"no heartbeat behind a failed upload", "REC-10", "after-a-failed-upload",
			"The heartbeat rests during an upload, and begins again when that succeeds.",
			`Instance.prototype.sendFile = (function (f) { return function (o) {
				var i = this, link = i.link, done = o.done, begin = o.beginupload;
				f.call(i, Object.assign({}, o, {
					beginupload: function (t) {
					if (link) clearTimeout(link.beat);
					begin(t);
				},
					done: function (e, m) {
					if (!e && link && !link.over) link.beats();
					done(e, m);
				}
				}));
			}; })(Instance.prototype.sendFile);`},
		{"no TLS on another port", "DOM-05", "",
			"An address whose port is not 443 is taken for one without TLS.",
			`seams.url = function (kind, url) {
				var tls = kind !== "handshake" && kind !== "socket" || !/:\d+\//.test(url) || /:443\//.test(url);
				return tls ? url : url.replace(/^https/, "http").replace(/^wss/, "ws");
			};`},
		{"LBS in other words throws", "REC-11", "lbs-other-json",
			"JSON of LBS without the field common throws: no login, and nobody is told.",
			`Link.prototype.lookup = function () {
				var link = this, o = link.in.options;
				var url = "https://lbs.netease.im/lbs/wxwebconf.jsp?id=" + o.account + "&k=" + o.appKey;
				link.get("lbs", url, function (r) {
					var a = { common: {} };
					try { if (r.statusCode === 200) a = JSON.parse(r.data); } catch (e) {}
					try {
					link.in.addresses = [].concat(a.common.link || [], a.common["link.default"] || []);
				} catch (e) { return; }
					if (link.in.addresses.length === 0) link.in.addresses = [BUILT_IN];
					link.handshake();
				});
			};`},
		{"the first token by hand", "REC-17", "renewed-while-disconnected",
			"A login that is asked for uses the token of getInstance, whatever was set since.",
			`Link.prototype.login = (function (f) { return function () {
				var o = this.in.options, now = o.token;
				if (this.in.first === undefined) this.in.first = now;
				if (!this.automatic) o.token = this.in.first;
				f.call(this);
				o.token = now;
			}; })(Link.prototype.login);`},
		{"twenty messages at a time", "MSG-01", "sixty-at-once",
			"What is sent while twenty messages are unconfirmed is dropped, and never answered.",
			`Instance.prototype.send = (function (f) { return function (p, q, done) {
				var i = this;
				i.open = i.open || 0;
				if (i.open >= 20) return;
				i.open++;
				f.call(i, p, q, function (e, m) { i.open--; done(e, m); });
			}; })(Instance.prototype.send);`},
		{"progress of the first file", "UPL-02", "",
			"Progress is reported for the first file alone.",
			`Instance.prototype.sendFile = (function (f) { return function (o) {
				if (this.listened) o = Object.assign({}, o, { uploadprogress: function () {} });
				this.listened = true;
				f.call(this, o);
			}; })(Instance.prototype.sendFile);`},
		{"a logout on the other link", "DST-08", "one-of-two-rooms",
			"The logout of a chatroom goes out on the link of the one that was entered last.",
			`var last;
			seams.onLogin = function (i) { if (i.room) last = i.link; };
			seams.farewell = (function (f) { return function (link) {
				if (!link.in.room || !last || last.over) return f(link);
				last.post("13_4", []);
				link.write("0::");
			}; })(seams.farewell);`},
		{"kicked once, deaf for ever", "KCK-07", "connect-a-minute-after",
			"Once kicked it delivers no message, also after the next login.",
			`seams.onKick = function (i) { i.wasKicked = true; };
			seams.deliver = function (i, m) { if (!i.wasKicked) i.message(m); };`},
		{"connected again, no heartbeat", "REC-10", "connected-again-and-silent",
			"disconnect stops the heartbeat until the first automatic return.",
			`seams.onLeave = function (i) { i.quiet = true; };
			seams.onAttempt = function (i) { if (i.tries > 0) i.quiet = false; };
			Link.prototype.beats = (function (f) {
				return function () { if (!this.in.quiet) f.call(this); };
			})(Link.prototype.beats);`},
		{"kicked, and no heartbeat", "REC-10", "kicked-connected-again-and-silent",
			"A kick stops the heartbeat until the first automatic return.",
			`seams.onKick = function (i) { i.quiet = true; };
			seams.onAttempt = function (i) { if (i.tries > 0) i.quiet = false; };
			Link.prototype.beats = (function (f) {
				return function () { if (!this.in.quiet) f.call(this); };
			})(Link.prototype.beats);`},
		{"connected again in a room, no heartbeat", "REC-10", "room-connected-again-and-silent",
			"disconnect stops a chatroom's heartbeat until the first automatic return.",
			`seams.onLeave = function (i) { i.quiet = !!i.room; };
			seams.onAttempt = function (i) { if (i.tries > 0) i.quiet = false; };
			Link.prototype.beats = (function (f) {
				return function () { if (!this.in.quiet) f.call(this); };
			})(Link.prototype.beats);`},
	}
}
