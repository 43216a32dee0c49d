package zoo

// behind is a script's helper: something happens behind a callback, in which the application acted.
const behind = `
	function behind(callback, then) {
		Instance.prototype.tell = (function (tell) {
			return function (name, what) {
				var before = this.phase;
				tell.call(this, name, what);
				if (name === callback && this.phase !== before) then(this, what || {});
			};
		})(Instance.prototype.tell);
	}
	function forgets(instance) {
		if (instance.phase !== "connecting") return;
		instance.link = null;
		instance.phase = "idle";
	}`

// deaf is a script's helper: a call of the application's inside a callback is not heard, where some says so.
const deaf = `
	var inside = "";
	Instance.prototype.tell = (function (tell) {
		return function (name, what) {
			inside = name;
			tell.call(this, name, what);
			inside = "";
		};
	})(Instance.prototype.tell);
	function deaf(call, some) {
		Instance.prototype[call] = (function (base) {
			return function () { if (!some(this)) return base.apply(this, arguments); };
		})(Instance.prototype[call]);
	}`

// insideMutants do not count with what an application calls inside its callbacks.
func insideMutants() []Mutant {
	return []Mutant{
		{"disconnected inside onwillreconnect, and back", "REC-12", "disconnect inside onwillreconnect", "It sets the timer of a reconnect behind onwillreconnect, though the application disconnected in it.",
			`seams.onRetry = function (instance, wait) { if (instance.phase === "leaving" && !instance.destroyed) setTimeout(function () { instance.attempt(true); }, wait); };`},
		{"left inside onwillreconnect, and back", "REC-12", "a chatroom, disconnect inside onwillreconnect", "It does so in chatrooms.",
			`seams.onRetry = function (instance, wait) { if (instance.room && instance.phase === "leaving") setTimeout(function () { instance.attempt(true); }, wait); };`},
		{"disconnected inside a later onwillreconnect, and back", "REC-12", "disconnect inside the third onwillreconnect", "It does so from the second wait on.",
			`seams.onRetry = function (instance, wait) {
				if (instance.phase === "leaving" && instance.tries > 1 && !instance.destroyed) setTimeout(function () { instance.attempt(true); }, wait);
			};`},
		{"destroyed inside onwillreconnect, and back", "DST-05", "destroy inside onwillreconnect", "A reconnect is made although the application destroyed the instance inside onwillreconnect.",
			`seams.onRetry = function (instance, wait) { if (instance.destroyed) setTimeout(function () { instance.attempt(true); }, wait); };`},
		{"connected inside onwillreconnect, and once more", "REC-13", "connect inside onwillreconnect", "The wait goes on although the application connected inside onwillreconnect.",
			`seams.onRetry = function (instance, wait) { if (instance.phase === "connecting") setTimeout(function () { instance.attempt(true); }, wait); };`},
		{"connected inside ondisconnect, and forgotten", "LIM-09", "inside ondisconnect, with no attempt left, and once more", "It forgets the attempt that the application began inside ondisconnect.",
			behind + `behind("ondisconnect", forgets);
			seams.overlaps = function (link) { return link.in.link !== link; };`},
		{"connected behind a kick, and forgotten", "LIM-09", "inside ondisconnect, kicked, and once more", "It does so behind a kick.",
			behind + `behind("ondisconnect", function (instance, what) { if (what.code === "kicked" && !instance.room) forgets(instance); });`},
		{"back in the room behind a kick, and forgotten", "LIM-09", "inside a chatroom's ondisconnect, kicked, and once more", "It does so behind a kick out of a chatroom.",
			behind + `behind("ondisconnect", function (instance, what) { if (what.code === "kicked" && instance.room) forgets(instance); });`},
		{"connect inside ondisconnect is not heard", "LIM-01", "connected again inside ondisconnect, with no attempt left", "Inside ondisconnect it hears no connect.",
			deaf + `deaf("connect", function () { return inside === "ondisconnect"; });`},
		{"connected behind a kick, and dropped", "KCK-07", "inside ondisconnect", "What the application connects inside ondisconnect, the kick takes along.",
			behind + `behind("ondisconnect", function (instance, what) {
				if (what.code !== "kicked" || instance.phase !== "connecting") return;
				instance.link.drop();
				forgets(instance);
			});`},
		{"connect inside done is not heard", "DST-10", "inside done", "It counts as leaving until every done was called, and hears no connect in one.",
			deaf + `Instance.prototype.finish = (function (finish) {
				return function () {
					inside = "done";
					finish.call(this);
					inside = "";
				};
			})(Instance.prototype.finish);
			deaf("connect", function (instance) { return inside === "done" && !instance.room; });`},

		{"disconnect inside onmsg is not heard", "DST-07", "disconnect inside onmsg", "Inside onmsg it hears no disconnect.",
			deaf + `deaf("end", function (instance) { return inside === "onmsg" && !instance.destroyed; });`},
		{"destroyed inside onsyncdone, and told", "DST-07", "destroy inside onsyncdone", "A minute after a sync it tells of another, though it was destroyed in the callback.",
			behind + `behind("onsyncdone", function (instance) { setTimeout(function () { instance.tell("onsyncdone"); }, 60000); });`},
		{"disconnected inside ondisconnect, and told again", "DST-07", "disconnect inside ondisconnect, with no attempt left", "It tells of a disconnect twice where the application disconnects in the callback.",
			behind + `behind("ondisconnect", function (instance, what) {
				setTimeout(function () { if (typeof instance.options.ondisconnect === "function") instance.options.ondisconnect(what); }, 1000);
			});`},
		{"destroyed behind a kick out of a room, and back", "DST-07", "destroy inside a chatroom's ondisconnect, kicked", "A chatroom that is destroyed inside the ondisconnect of a kick is entered again.",
			behind + `behind("ondisconnect", function (instance, what) {
				if (instance.room && instance.destroyed && what.code === "kicked") setTimeout(function () { instance.attempt(true); }, 5000);
			});`},
		{"destroyed inside a picture's done, and a timer", "DST-07", "destroy inside a picture's done", "It sets a timer behind the done of a picture, though it was destroyed in it.",
			`Instance.prototype.sendFile = (function (sendFile) {
				return function (o) {
					var instance = this, done = o.done;
					o.done = function (error, m) {
						done(error, m);
						if (instance.destroyed) setTimeout(function () {}, 3600000);
					};
					sendFile.call(this, o);
				};
			})(Instance.prototype.sendFile);`},
		{"disconnected inside done, and no other", "DST-07", "disconnect inside disconnect's done", "What is ended inside done has its own done never.",
			`Instance.prototype.finish = (function (finish) {
				return function () {
					finish.call(this);
					if (this.phase === "leaving") this.endings = [];
				};
			})(Instance.prototype.finish);`},

		{"another account inside onconnect is this one", "LIM-01", "another account logs in inside onconnect", "Inside onconnect getInstance gives the instance that tells of it.",
			deaf + `var telling = null;
			Instance.prototype.tell = (function (tell) {
				return function (name, what) {
					telling = name === "onconnect" && !this.room ? this : null;
					tell.call(this, name, what);
					telling = null;
				};
			})(Instance.prototype.tell);
			module.exports.NIM.getInstance = (function (get) { return function (o) { return telling || get.call(this, o); }; })(module.exports.NIM.getInstance);`},
		{"another account inside a wait takes its timer", "LIM-01", "another account logs in inside onwillreconnect", "A login inside onwillreconnect keeps the reconnect away.",
			`var creating = 0;
			seams.onCreate = function () { creating++; };
			Instance.prototype.retry = (function (retry) {
				return function () {
					var before = creating;
					retry.call(this);
					if (creating > before) clearTimeout(this.timer);
				};
			})(Instance.prototype.retry);`},
		{"a chatroom inside onconnect is not entered", "LIM-02", "the chatroom inside onconnect", "A chatroom that is asked for inside onconnect makes no attempt.",
			deaf + `deaf("connect", function (instance) { return inside === "onconnect" && instance.room; });`},
		{"ready behind onconnect", "MSG-01", "sent inside onconnect", "It takes messages only behind onconnect.",
			`Instance.prototype.tell = (function (tell) {
				return function (name, what) {
					var ready = name === "onconnect" && !this.room;
					if (ready) this.phase = "connecting";
					tell.call(this, name, what);
					if (ready && this.phase === "connecting") this.phase = "ready";
				};
			})(Instance.prototype.tell);`},
		{"no message inside onmsg", "MSG-01", "sent inside onmsg", "It drops a message that is sent inside onmsg.",
			deaf + `deaf("send", function () { return inside === "onmsg"; });`},
		{"no message inside onmsgs", "MSG-03", "sent inside onmsgs", "It drops a message that is sent to a room inside onmsgs.",
			deaf + `deaf("send", function () { return inside === "onmsgs"; });`},
	}
}
