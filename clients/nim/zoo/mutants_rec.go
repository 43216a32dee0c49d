// REC-01 to REC-19: a reconnect does not come, comes where none is wanted, or is not the one that was told.

package zoo

func recMutants() []Mutant {
	return []Mutant{
		{"forty messages and no heartbeat", "REC-10", "a-minute-after-sixty-messages",
			"Behind forty messages the link sends no heartbeat any more.",
			`var deliver = seams.deliver;
			seams.deliver = function (i, m) {
				deliver(i, m);
				if (i.link && (i.link.got = (i.link.got || 0) + 1) === 40) clearTimeout(i.link.beat);
			};`},
		{"in front again, more attempts", "REC-01", "n-1-come-and-go",
			"An instance whose attempts are used up makes another one when the program comes to the front.",
			comes + `var used = false;
			seams.onLoss = function (instance) { used = instance.tries >= seams.allowed(instance); };
			shown(function (instance) { return idle(instance) && used; });`},
		{"a count kept by account", "REC-01", "n-2-after-used-up-destroyed",
			"It counts attempts by account, and a new instance has none left.",
			`var kept = {};
			Object.defineProperty(Instance.prototype, "tries", {
				get: function () { return kept[this.options.account] || 0; },
				set: function (n) { if (n) kept[this.options.account] = n; }
			});`},
		{"a count for all", "REC-01", "n-2-im-and-room", "IM and chatroom count their attempts in one variable.",
			`var tries = 0;
			Object.defineProperty(Instance.prototype,
				"tries", {get: function () { return tries; }, set: function (n) { tries = n; }});`},

		{"no heartbeat before the sync", "REC-10", "silence-before-the-sync",
			"Its heartbeats begin when the sync is done.",
			`Link.prototype.beats = (function (beats) {
				return function () { if (this.in.room || this.in.synced) beats.call(this); };
			})(Link.prototype.beats);
			Instance.prototype.tell = (function (tell) {
				return function (name, what) {
					var first = name === "onsyncdone" && !this.synced;
					if (name === "onconnect") this.synced = false;
					if (first) this.synced = true;
					if (first && this.link) this.link.beats();
					tell.call(this, name, what);
				};
			})(Instance.prototype.tell);`},
		{"hidden, and the new link opens for ever", "REC-19", "hidden-while-the-link-opens",
			"In the background it stops the time-out of a link that opens, and in front again it does not go on.",
			`seams.onCreate = function (instance) {
				wx.onAppHide(function () {
					if (instance.link && instance.phase === "connecting") clearTimeout(instance.link.limit);
				});
			};`},
		{"one room's end silences the other's heartbeat", "REC-10", "one-of-two-rooms-left",
			"A chatroom that is destroyed stops the heartbeats of every other chatroom.",
			`var rooms = [];
			seams.onCreate = function (instance) { if (instance.room) rooms.push(instance); };
			seams.onLeave = function (instance) {
				rooms.forEach(function (room) {
					if (instance.destroyed && room !== instance && room.link) clearTimeout(room.link.beat);
				});
			};`},
		{"the wrong gateway ends the way back", "REC-09", "handshake-502",
			"A handshake that a gateway answers with 502 or 504 ends the reconnecting without a word.",
			`Link.prototype.get = (function (get) {
				return function (kind, url, then) {
					get.call(this, kind, url, function (r) {
						if (kind !== "handshake" || r.statusCode !== 502 && r.statusCode !== 504) then(r); });
				};
			})(Link.prototype.get);`},
		{"a policy close is final", "REC-09", "close-1008", "It takes a close with 1008 for final.",
			`seams.returns = (function (returns) {
				return function (instance, why) { return why.code !== 1008 && returns(instance, why); };
			})(seams.returns);`},
		{"a close of the service's own is final", "REC-09", "close-4000",
			"It takes a close code of 4000 and above for final.",
			`seams.returns = (function (returns) {
				return function (instance, why) { return !(why.code >= 4000) && returns(instance, why); };
			})(seams.returns);`},
		{"busy, and not a word", "REC-09", "refused-for-now-503",
			"A login that a busy service refuses ends the reconnecting without a word.",
			`Instance.prototype.lost = (function (lost) {
				return function (why) {
					if (why.code === 503) this.phase = "idle";
					else lost.call(this, why);
				};
			})(Instance.prototype.lost);`},
		{"busy, and a storm", "REC-09", "refused-for-now-416",
			"It asks a service that refused it for its many calls again after 100 ms.",
			`var wait = seams.wait, stormy = false;
			seams.onLoss = function (instance, why) { stormy = why.code === 416; };
			seams.wait = function (n) { return stormy ? 100 : wait(n); };`},
		{"away for good without a network", "REC-09", "no-network-two-minutes",
			"What is lost while the device has no network is not opened again.",
			`var online = true;
			wx.onNetworkStatusChange(function (e) { online = e.isConnected; });
			seams.returns = (function (returns) {
				return function (instance, why) { return online && returns(instance, why); }; })(seams.returns);`},

		{"a blip is a loss", "REC-10", "heartbeats-2-s-late",
			"A heartbeat that takes longer than 1.5 s costs the link.", `BEAT_LIMIT = 1500;`},
		{"a blip is a loss in a room", "REC-10", "room-heartbeats-2-s-late",
			"A chatroom's heartbeat that takes longer than 1 s costs the link.",
			`Link.prototype.ask = (function (ask) {
				return function (packet, q, limit, then) {
					ask.call(this, packet, q, packet === "1_2" && this.in.room ? 1000 : limit, then); };
			})(Link.prototype.ask);`},
		{"one heartbeat for two rooms", "REC-10", "two-rooms",
			"Of two chatrooms only the last one entered has a heartbeat.",
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

		{"a web page as an LBS answer throws", "REC-11", "page-for-lbs", "It reads what LBS answers without a guard.",
			`Link.prototype.lookup = (function (lookup) {
				return function () {
					var link = this;
					this.get = function (kind, url, then) {
						Link.prototype.get.call(link, kind, url, function (r) {
							if (kind === "lbs" && r.statusCode === 200) JSON.parse(r.data);
							then(r);
						});
					};
					lookup.call(this);
				};
			})(Link.prototype.lookup);`},

		{"disconnected inside onwillreconnect, and back", "REC-12", "in-onwillreconnect",
			"It sets the timer of a reconnect behind onwillreconnect, though the application disconnected in it.",
			`seams.onRetry = function (instance, wait) { if (instance.phase === "leaving" && !instance.destroyed) ` +
				`setTimeout(function () { instance.attempt(true); }, wait); };`},
		{"left inside onwillreconnect, and back", "REC-12", "room-in-onwillreconnect", "It does so in chatrooms.",
			`seams.onRetry = function (instance, wait) { if (instance.room && instance.phase === "leaving") ` +
				`setTimeout(function () { instance.attempt(true); }, wait); };`},
		{"disconnected inside a later onwillreconnect, and back", "REC-12", "in-third-onwillreconnect",
			"It does so from the second wait on.",
			`seams.onRetry = function (instance, wait) {
				if (instance.phase === "leaving" && instance.tries > 1 && !instance.destroyed) setTimeout(function () {
					instance.attempt(true); }, wait);
			};`},
		{"disconnect in the first wait comes too early", "REC-12",
			"disconnect-in-will-reconnect",
			"It announces the wait before it sets its timer, and sets that although the application left meanwhile.",
			`Instance.prototype.retry = function () {
				var instance = this, wait = seams.wait(instance.tries);
				instance.phase = "waiting";
				instance.tell("onwillreconnect", {retryCount: instance.tries, duration: wait});
				instance.timer = setTimeout(function () { instance.attempt(true); }, wait);
			};`},

		{"connected inside onwillreconnect, and once more", "REC-13", "in-onwillreconnect",
			"The wait goes on although the application connected inside onwillreconnect.",
			`seams.onRetry = function (instance, wait) { if (instance.phase === "connecting") setTimeout(function ` +
				`() { instance.attempt(true); }, wait); };`},

		{"another socket when online again", "REC-16", "network-goes-and-comes",
			"It opens another socket when the device has a network again.",
			spare + `seams.onCreate = function () { wx.onNetworkStatusChange(function (e) { if (e.isConnected) ` +
				`spare(); }); };`},
		{"a listener for each login", "REC-16", "im",
			"Each login listens to the device's network, and no loss takes the listener away.",
			`seams.onLogin = function (instance) {
				wx.onNetworkStatusChange(function (e) { instance.online = e.isConnected; });
			};`},
		{"off, and off for good", "REC-16", "network-changes-every-second",
			"After the fifth change of network it stays away.",
			`var changes = 0;
			wx.onNetworkStatusChange(function () { changes++; });
			seams.returns = (function (returns) {
				return function (instance, why) { return changes < 5 && returns(instance, why); };
			})(seams.returns);`},

		{"back with the first account's token", "REC-17", "after-switch",
			"An automatic login comes with the token of whoever logged in first.",
			tokens + `var first;
			token(function (instance, automatic) {
				return automatic ? first : (first = first || instance.options.token); });`},
		{"back with the last account's token", "REC-17", "after-switch-and-back",
			"An automatic login comes with the token of whoever logged in before.",
			tokens + `var given = [];
			token(function (instance, automatic) {
				if (!automatic) given.push(instance.options.token);
				return automatic && given.length > 2 ? given[given.length - 2] : instance.options.token;
			});`},
		{"back with the token of yesterday", "REC-17", "after-renewed-token",
			"An automatic login comes with the first token that the account had.",
			tokens + `var kept = {};
			token(function (instance, automatic) {
				kept[instance.options.account] = kept[instance.options.account] || instance.options.token;
				return automatic ? kept[instance.options.account] : instance.options.token;
			});`},
		{"in the room as somebody else", "REC-17", "room-after-switch",
			"An automatic entry of a chatroom comes with the token of its first visitor.",
			tokens + `var visitor;
			token(function (instance, automatic) {
				if (instance.room) visitor = visitor || instance.options.token;
				return automatic && instance.room ? visitor : instance.options.token;
			});`},
		{"a renewed token for calls only", "REC-17", "token-renewed",
			"An automatic login comes with the token of the last one that the application asked for, whatever it was " +
				"given since.",
			tokens + `token(function (instance, automatic) {
				if (!automatic) instance.asked = instance.options.token;
				return instance.asked; });`},
		{"renewed, and nobody to tell", "REC-17", "token-renewed",
			"It takes a new token and forgets the callbacks, as 8.9.103 does.",
			`Instance.prototype.setOptions = function (o) {
				this.options = { account: this.options.account, appKey: this.options.appKey, token: o.token }; };`},
		{"disconnected in a wait, automatic at the next connect", "REC-17", "left-in-the-wait-and-asked-for",
			"Behind a disconnect in the wait the login that connect asks for is marked as one by itself.",
			`Instance.prototype.end = (function (end) {
				return function (verb, o) {
					this.waited = this.phase === "waiting";
					end.call(this, verb, o);
				};
			})(Instance.prototype.end);
			Instance.prototype.attempt = (function (attempt) {
				return function (automatic) {
					var waited = !!this.waited;
					this.waited = false;
					attempt.call(this, automatic || waited);
				};
			})(Instance.prototype.attempt);`},
		{"disconnected in a wait, and counted on", "REC-04", "left-in-the-wait-and-asked-for",
			"Behind a disconnect in the wait connect counts on from the attempts that were made before.",
			`Instance.prototype.end = (function (end) {
				return function (verb, o) {
					this.kept = this.phase === "waiting" ? this.tries : 0;
					end.call(this, verb, o);
				};
			})(Instance.prototype.end);
			Instance.prototype.attempt = (function (attempt) {
				return function (automatic) {
					if (!automatic && this.kept) this.tries = this.kept;
					this.kept = 0;
					attempt.call(this, automatic);
				};
			})(Instance.prototype.attempt);`},
		{"automatic for ever once used up", "REC-17", "asked-for-when-used-up",
			"Once the attempts are used up it marks every login as one by itself.",
			`Instance.prototype.attempt = (function (attempt) {
				return function (automatic) { attempt.call(this, automatic || !!this.usedUp); };
			})(Instance.prototype.attempt);
			Instance.prototype.tell = (function (tell) {
				return function (callback, what) {
					if (callback === "ondisconnect" && what.code === "allAttemptsFailed") this.usedUp = true;
					tell.call(this, callback, what);
				};
			})(Instance.prototype.tell);`},

		{"in front within two seconds", "REC-19", "hidden-two-seconds-thrice",
			"Back within 5 s, when the platform has kept the socket, it opens another one beside it.",
			comes + `var hidden = 0;
			wx.onAppHide(function () { hidden = Date.now(); });
			seams.overlaps = function (link) { return !!link.in.hurried; };
			shown(function (instance) {
				instance.hurried = instance.phase === "ready" && Date.now() - hidden < 5000;
				return instance.hurried;
			});`},
		{"in front for the third time", "REC-19", "hidden-ten-seconds-thrice",
			"From the third time on it does not come back from the background.",
			`var times = 0;
			wx.onAppHide(function () { times++; });
			seams.returns = (function (returns) {
				return function (instance, why) { return times < 3 && returns(instance, why); };
			})(seams.returns);`},
		{"hidden, and the wait called off", "REC-19", "hidden-in-the-wait",
			"It stops its wait when the program is hidden, and begins no other.",
			`seams.onCreate = function (instance) { wx.onAppHide(function () { clearTimeout(instance.timer); }); };`},
		{"hidden, and the login forgotten", "REC-19", "hidden-in-automatic-login",
			"It gives an automatic login up when the program is hidden, and tries no more.",
			`seams.onCreate = function (instance) {
				wx.onAppHide(function () {
					if (instance.link && instance.link.step === "login") instance.link.drop(); });
			};`},
		{"a second socket in the foreground", "REC-19", "",
			"It opens a socket when the program comes to the front, beside that of the reconnect.",
			spare + `seams.onLogin = function () { wx.onAppShow(function () { spare(); }); };`},
	}
}
