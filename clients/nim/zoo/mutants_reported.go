// LIM-01, REC-04, REC-09 to REC-11, KCK-01, DST-09, DST-10, SWI-04, UPL-04, MSG-01, MSG-03 to MSG-05 and APP-01: what
// public reports say of other clients.

package zoo

func reportedMutants() []Mutant {
	return []Mutant{
		{"two hours of silence by the clock", "LIM-01", "logged-in-clock-ahead",
			"It reckons by the date how long it heard nothing, and a clock that is set ahead costs the link.",
			heardByDate + `watches(function (instance) { return !instance.room; });`},
		{"a chatroom's two hours of silence by the clock", "LIM-01", "room-logged-in-clock-ahead",
			"It reckons by the date how long a chatroom heard nothing.",
			heardByDate + `watches(function (instance) { return instance.room; });`},
		{"a wait by the date", "REC-04", "clock-set-ahead",
			"A wait ends as soon as the date says so, and so at once when the clock is set ahead.",
			`seams.onRetry = function (instance, wait) {
				var due = Date.now() + wait, left = wait;
				clearTimeout(instance.timer);
				(function look() {
					instance.timer = setTimeout(function () {
						left -= 200;
						if (instance.phase === "waiting" && (left <= 0 || Date.now() >= due)) instance.attempt(true);
						else look();
					}, Math.min(left, 200));
				})();
			};`},
		{"sent on a link that is stale by the date", "MSG-05", "clock-set-ahead",
			"What is sent on a link that by the date is silent waits for it to open, which it never closed.",
			heardByDate + `Instance.prototype.send = (function (send) {
				return function (packet, fields, done) {
					if (this.phase === "ready" && stale(this.link)) return;
					send.call(this, packet, fields, done);
				};
			})(Instance.prototype.send);`},
		{"a message for a heartbeat, and no other", "REC-10", "message-for-a-heartbeat",
			"A link that hears a message where a heartbeat is not answered is kept, and gets no other heartbeat.",
			`Link.prototype.packet = (function (packet) {
				return function (a) { this.heard = true; packet.call(this, a); };
			})(Link.prototype.packet);
			Link.prototype.beats = function () {
				var link = this;
				link.beat = setTimeout(function () {
					link.heard = false;
					link.ask("1_2", [], BEAT_LIMIT, function (a) {
						if (a.code !== 0) link.beats();
						else if (!link.heard) link.fail({code: "timeout", message: "silence"});
					});
				}, BEAT);
			};`},
		{"closed cleanly for a heartbeat, and gone", "REC-09", "heartbeats-not-answered",
			"It closes a link whose heartbeat is not answered, and takes the answer for the wish of the service.",
			`Link.prototype.beats = function () {
				var link = this;
				link.beat = setTimeout(function () {
					link.ask("1_2", [], BEAT_LIMIT, function (a) {
						if (a.code !== 0) return link.over || link.beats();
						if (link.over) return;
						link.limit = setTimeout(function () { link.fail({code: "timeout"}); }, BEAT_LIMIT);
						link.ended = true;
						link.socket.close({code: 1000});
					});
				}, BEAT);
			};
			Link.prototype.fail = (function (fail) {
				return function (why) {
					if (!this.ended || why.code !== 1000) return fail.call(this, why);
					clearTimeout(this.limit);
					this.over = true;
					this.in.link = null;
					this.in.phase = "idle";
				};
			})(Link.prototype.fail);`},
		{"a renewed token connects", "DST-09", "renewed-after-done",
			"A token that is renewed while the instance is disconnected connects it.",
			`Instance.prototype.setOptions = (function (set) {
				return function (options) {
					set.call(this, options);
					if (options.token && this.phase === "idle" && !this.destroyed) this.connect();
				};
			})(Instance.prototype.setOptions);`},
		{"another network, and the lookup called off", "REC-11", "lookup-pending-another-network",
			"When the network changes it calls the first lookup off, and begins nothing.",
			calledOff + `changes(function (link) { return !link.automatic && link.step === "lbs"; });`},
		{"another network, and the handshake called off", "REC-11", "handshake-pending-another-network",
			"When the network changes it calls the first handshake off, and begins nothing.",
			calledOff + `changes(function (link) { return !link.automatic && link.step === "handshake"; });`},
		{"another network, and the socket called off", "REC-11", "socket-pending-another-network",
			"When the network changes it closes the socket that opens first, and begins nothing.",
			calledOff + `changes(function (link) { return !link.automatic && link.step === "socket"; });`},
		{"another network, and the next handshake called off", "REC-09", "handshake-back-pending-another-network",
			"When the network changes it calls the handshake of a reconnect off, and begins nothing.",
			calledOff + `changes(function (link) { return link.automatic && link.step === "handshake"; });`},
		{"another network, and the next socket called off", "REC-09", "socket-back-pending-another-network",
			"When the network changes it closes the socket that a reconnect opens, and begins nothing.",
			calledOff + `changes(function (link) { return link.automatic && link.step === "socket"; });`},
		{"hidden, and the handshake called off", "REC-11", "handshake-pending-hidden",
			"When the program is hidden it calls the first handshake off, and begins nothing in front.",
			calledOff + `wx.onAppHide(calls(function (link) { return link.step === "handshake"; }));`},
		{"one is kicked, and the handshake of others called off", "REC-11", "handshake-pending-other-kicked",
			"A kick of one instance calls off the handshakes of the others, which begin nothing.",
			calledOff + `seams.onKick = calls(function (link) { return link.step === "handshake"; });`},
		{"in front again, and heard twice", "MSG-01", "then-messages-hidden",
			"With each return to the front it subscribes once more, and delivers what comes as often.",
			heardTwice + `wx.onAppShow(function () { everybody.forEach(again); });`},
		{"connected again, and heard twice", "MSG-01", "then-messages-connect",
			"connect of a connected instance subscribes once more, and what comes is delivered twice.",
			heardTwice + `Instance.prototype.connect = (function (connect) {
				return function () { again(this); connect.call(this); };
			})(Instance.prototype.connect);`},
		{"another network, and a chatroom heard twice", "MSG-03", "room-then-messages-no-network",
			"When the network is back a chatroom subscribes once more, and what comes is delivered twice.",
			heardTwice + `wx.onNetworkStatusChange(function (e) {
				if (e.isConnected) everybody.forEach(function (i) { if (i.room) i.times = 2; });
			});`},
		{"the last of a turn first", "MSG-01", "sixty-at-once",
			"What is sent in one turn goes out a turn later, the last one first.",
			`Instance.prototype.send = (function (send) {
				return function (packet, fields, done) {
					var instance = this;
					if (!instance.turn) {
						instance.turn = [];
						setTimeout(function () {
							var all = instance.turn;
							instance.turn = null;
							while (all.length > 0) send.apply(instance, all.pop());
						}, 0);
					}
					instance.turn.push([packet, fields, done]);
				};
			})(Instance.prototype.send);`},
		{"text in pieces", "MSG-01", "long-text",
			"It takes a text in pieces of 512 units, and what an edge cuts in two is lost.",
			`seams.deliver = function (instance, m) {
				if (m.text) m.text = m.text.replace(/[^]{1,512}/g, function (piece) {
					return piece.replace(/^[\uDC00-\uDFFF]|[\uD800-\uDBFF]$/g, "?");
				});
				instance.message(m);
			};`},
		{"what failed stays in the window", "MSG-05", "forty-lost",
			"Sixteen messages may be unconfirmed, and one that fails counts among them for ever.",
			window + `windowOf(16, function (instance) { return !instance.room; });`},
		{"what failed stays in a chatroom's window", "MSG-05", "room-forty-lost",
			"Sixteen messages of a chatroom may be unconfirmed, and one that fails counts among them for ever.",
			window + `windowOf(16, function (instance) { return instance.room; });`},
		{"what failed is still uploaded", "UPL-04", "after-three-failures",
			"Two files are uploaded at a time, and one that fails counts as one of them for ever.",
			`Instance.prototype.sendFile = (function (sendFile) {
				return function (o) {
					var instance = this, own = Object.create(o), done = o.done;
					instance.busy = instance.busy || 0;
					instance.later = instance.later || [];
					own.done = function (error, message) {
						if (!error) instance.busy--;
						done(error, message);
						if (instance.busy < 2) instance.later.splice(0, 1).forEach(function (go) { go(); });
					};
					var go = function () { instance.busy++; sendFile.call(instance, own); };
					if (instance.busy < 2) go();
					else instance.later.push(go);
				};
			})(Instance.prototype.sendFile);`},
		{"a refused message, and no heartbeat", "REC-10", "after-a-refused-message",
			"A message that the service refuses stops the heartbeat.",
			`Instance.prototype.send = (function (send) {
				return function (packet, fields, done) {
					var link = this.link;
					send.call(this, packet, fields, function (error, message) {
						if (error && error.code !== "timeout" && link) clearTimeout(link.beat);
						done(error, message);
					});
				};
			})(Instance.prototype.send);`},
		{"disconnect in the lookup, and no connect", "DST-10", "in-lbs",
			"After a disconnect in the lookup connect does nothing.", stuckIn("lbs")},
		{"disconnect while the socket opens, and no connect", "DST-10", "socket-opens",
			"After a disconnect while the socket opens connect does nothing.", stuckIn("socket")},
		{"disconnect before the greeting, and no connect", "DST-10", "before-greeting",
			"After a disconnect of a socket that is not greeted connect does nothing.", stuckIn("socket")},
		{"disconnect in an automatic login, and no connect", "DST-10", "automatic-login-pending",
			"After a disconnect in an automatic login connect does nothing.",
			stuckIn(`login" && this.link.automatic && this.link.step !== "`)},
		{"a return is told twice", "APP-01", "two-losses",
			"That an account is connected again is told twice.",
			toldAgain + `tells(function (i) { return !i.room; });`},
		{"a chatroom's return is told twice", "APP-01", "room-two-losses",
			"That a chatroom is entered again is told twice.", toldAgain + `tells(function (i) { return i.room; });`},
		{"one login for each who asked", "APP-01", "connect-while-connecting",
			"Each call of connect that a login answers is answered by a callback of its own.",
			`Instance.prototype.connect = (function (connect) {
				return function () {
					if (this.phase === "connecting" && this.link) this.owed = true;
					connect.call(this);
				};
			})(Instance.prototype.connect);
			seams.onLogin = function (instance) {
				if (instance.owed) instance.tell("onconnect", {});
				instance.owed = false;
			};`},
		{"a chatroom left while its socket opens, and no connect", "DST-10", "room-socket-opens",
			"After a disconnect while a chatroom's socket opens connect does nothing.", roomStuckIn("socket", false)},
		{"a chatroom left before it was entered, and no connect", "DST-10", "room-entry-pending",
			"After a disconnect in the first entry of a chatroom connect does nothing.", roomStuckIn("login", false)},
		{"a chatroom left in an automatic entry, and no connect", "DST-10", "room-automatic-entry-pending",
			"After a disconnect in an automatic entry connect does nothing.", roomStuckIn("login", true)},
		{"destroyed in the lookup, and not free", "SWI-04", "destroyed-in-lbs",
			"An account that was destroyed in its lookup cannot be made again.",
			notFree(`instance.link && instance.link.step === "lbs"`)},
		{"destroyed while the socket opens, and not free", "SWI-04", "destroyed-while-the-socket-opens",
			"An account that was destroyed while its socket opened cannot be made again.",
			notFree(`instance.link && instance.link.step === "socket"`)},
		{"destroyed in the login, and not free", "SWI-04", "destroyed-while-the-login-is-pending",
			"An account that was destroyed in its login cannot be made again.",
			notFree(`instance.link && instance.link.step === "login"`)},
		{"destroyed in the wait, and not free", "SWI-04", "destroyed-in-the-wait",
			"An account that was destroyed in its wait cannot be made again.", notFree(`instance.phase === "waiting"`)},
		{"destroyed in the silence, and not free", "SWI-04", "destroyed-in-the-silence",
			"An account whose close was not answered cannot be made again.",
			notFree(`false`) + `Instance.prototype.finish = (function (finish) {
				return function () {
					if (this.destroyed && this.sockets > 0) this.held = true;
					finish.call(this);
				};
			})(Instance.prototype.finish);`},
		{"sent without a network, and forgotten", "MSG-05", "sent-without-a-network",
			"What is sent while the device has no network is never answered.",
			`var off = false;
			wx.onNetworkStatusChange(function (e) { off = !e.isConnected; });
			` + forgetsWhat(`off`)},
		{"sent while hidden, and forgotten", "MSG-05", "sent-hidden",
			"What is sent while the program is hidden is never answered.",
			hiding + forgetsWhat(`hidden`)},
		{"kicked while hidden, told never", "KCK-01", "kicked-while-hidden",
			"A kick that comes while the program is hidden is not told.",
			hiding + `Instance.prototype.tell = (function (tell) {
				return function (name, what) {
					if (!hidden || !what.kicked) tell.call(this, name, what); };
			})(Instance.prototype.tell);`},
		{"no sync behind disconnect", "MSG-04", "waited-behind-disconnect",
			"A login behind disconnect does not ask for what was missed.",
			unsynced + `seams.onDone = function (instance) { instance.known = true; };`},
		{"no sync behind a kick", "MSG-04", "waited-behind-kick",
			"A login behind a kick does not ask for what was missed.",
			unsynced + `seams.onKick = function (instance) { instance.known = true; };`},
		{"no sync behind used-up attempts", "MSG-04", "waited-behind-used-up",
			"A login that is asked for when the attempts are used up does not ask for what was missed.",
			unsynced + `seams.onLoss = function (instance) { instance.known = true; };`},
	}
}
