// LIM-01 to LIM-09: it holds a socket too many or too few.

package zoo

func limMutants() []Mutant {
	return []Mutant{
		{"connect inside ondisconnect is not heard", "LIM-01", "again-in-ondisconnect-used-up",
			"Inside ondisconnect it hears no connect.",
			deaf + `deaf("connect", function () { return inside === "ondisconnect"; });`},
		{"another account inside onconnect is this one", "LIM-01", "login-in-onconnect",
			"Inside onconnect getInstance gives the instance that tells of it.",
			deaf + `var telling = null;
			Instance.prototype.tell = (function (tell) {
				return function (name, what) {
					telling = name === "onconnect" && !this.room ? this : null;
					tell.call(this, name, what);
					telling = null;
				};
			})(Instance.prototype.tell);
			module.exports.NIM.getInstance = (function (get) {
				return function (o) { return telling || get.call(this, o); }; })(module.exports.NIM.getInstance);`},
		{"another account inside a wait takes its timer", "LIM-01", "login-in-onwillreconnect",
			"A login inside onwillreconnect keeps the reconnect away.",
			`var creating = 0;
			seams.onCreate = function () { creating++; };
			Instance.prototype.retry = (function (retry) {
				return function () {
					var before = creating;
					retry.call(this);
					if (creating > before) clearTimeout(this.timer);
				};
			})(Instance.prototype.retry);`},
		{"a token of its own", "LIM-01", "one-account", "Every login sends a token that is not the application's.",
			tokens + `token(function (instance, automatic) { return "undefined"; });`},
		{"a slow sync is cut off", "LIM-01", "sync-15-s",
			"A sync that takes longer than 5 s is cut off, and the login begins again.",
			`Instance.prototype.tell = (function (tell) {
				return function (callback, what) {
					if (callback === "onsyncdone") this.synced = true;
					tell.call(this, callback, what);
				};
			})(Instance.prototype.tell);
			seams.onLogin = function (instance) {
				var link = instance.link;
				instance.synced = !!instance.room;
				setTimeout(function () {
					if (!instance.synced && !link.over) link.fail({code: "sync", message: "the sync took too long"}); },
						5000);
			};`},
		{"a spare socket", "LIM-01", "", "A minute after the login it opens a second socket.",
			spare + `seams.onLogin = function () { setTimeout(spare, 60000); };`},

		{"a chatroom inside onconnect is not entered", "LIM-02", "room-in-onconnect",
			"A chatroom that is asked for inside onconnect makes no attempt.",
			deaf + `deaf("connect", function (instance) { return inside === "onconnect" && instance.room; });`},

		{"a refused socket throws", "LIM-03", "another-account",
			"What the platform refuses ends in an exception that the application never hears of.",
			`Instance.prototype.socket = (function (socket) {
				return function (url, on) {
					on.refused = function (why) { throw new Error(why); };
					return socket.call(this, url, on);
				};
			})(Instance.prototype.socket);`},

		{"a second socket during the reconnect", "LIM-04", "close-1001",
			"The attempt that follows a loss opens two sockets and closes one when both are open.",
			spare + `seams.onRetry = function (instance, wait) {
				setTimeout(function () {
					spare(function (task) { setTimeout(function () { task.close(); }, 500); }); }, wait - 10);
			};`},
		{"a second socket at another network", "LIM-04", "network-change",
			"When the device says that it is online it opens a socket, beside the one that its reconnect opens.",
			spare + `seams.onCreate = function () {
				wx.onNetworkStatusChange(function (e) { if (e.isConnected) spare(); });
			};`},

		{"an interval for each login", "LIM-06", "", "Each login starts an interval, and nothing ever ends it.",
			`seams.onLogin = function (instance) { setInterval(function () { instance.alive = Date.now(); }, ` +
				`60000); };`},

		{"a listener for each instance", "LIM-06", "im",
			"Each instance listens to the device's network, and destroy does not take the listener away.",
			`seams.onCreate = function (instance) {
				wx.onNetworkStatusChange(function (e) { instance.online = e.isConnected; });
			};`},

		{"a socket left behind by a time-out", "LIM-08", "first-login",
			"It gives a link up whose login is not answered, and leaves the socket.",
			`seams.closes = function (link) { return link.step !== "login"; };`},

		{"connected inside ondisconnect, and forgotten", "LIM-09", "in-ondisconnect-used-up-again",
			"It forgets the attempt that the application began inside ondisconnect.",
			behind + `behind("ondisconnect", forgets);
			seams.overlaps = function (link) { return link.in.link !== link; };`},
		{"connected behind a kick, and forgotten", "LIM-09", "in-ondisconnect-kicked-again",
			"It does so behind a kick.",
			behind + `behind("ondisconnect", function (instance, what) { if (what.code === "kicked" && ` +
				`!instance.room) forgets(instance); });`},
		{"back in the room behind a kick, and forgotten", "LIM-09", "in-room-ondisconnect-kicked-again",
			"It does so behind a kick out of a chatroom.",
			behind + `behind("ondisconnect", function (instance, what) { if (what.code === "kicked" && ` +
				`instance.room) forgets(instance); });`},
		{"connect while connected loses the way back", "LIM-09", "connect-then-a-loss",
			"After a connect that was not needed it makes no loss good, and tells nobody.",
			`Instance.prototype.connect = (function (connect) {
				return function () {
					this.confused = this.phase === "ready";
					connect.call(this);
				};
			})(Instance.prototype.connect);
			Instance.prototype.lost = (function (lost) {
				return function (why) { if (!this.confused) lost.call(this, why); };
			})(Instance.prototype.lost);`},
	}
}
