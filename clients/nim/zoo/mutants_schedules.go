package zoo

// scheduleMutants break what the schedules of schedules/ show: each does what a published release was seen to do.
func scheduleMutants() []Mutant {
	return []Mutant{
		{"connect before done forgotten", "DST-10", "a schedule: connect is called before disconnect has called done",
			"It ignores connect while disconnect waits for its done.",
			`Instance.prototype.connect = (function (connect) {
				return function () { if (this.phase !== "leaving") connect.call(this); };
			})(Instance.prototype.connect);`},
		{"automatic for ever once used up", "REC-17", "a schedule: connect when the attempts are used up",
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
		{"another host when nothing answers", "DOM-01", "a schedule: a login while nothing can be reached",
			"It reports a failed attempt to a host that no list has.",
			`seams.onLoss = function () { wx.request({url: "https://statistics.example.com/", fail: function () {}}); };`},
		{"done again at the deadline", "DST-01", "a schedule: a chatroom is disconnected twice in one turn",
			"A second disconnect that comes while the first waits calls done once more, ten seconds later.",
			`Instance.prototype.end = (function (end) {
				return function (verb, o) {
					if (this.phase === "leaving" && o && o.done) setTimeout(o.done, DONE);
					end.call(this, verb, o);
				};
			})(Instance.prototype.end);`},
		{"connect while connected loses the way back", "LIM-09", "a schedule: connect while connected, and then a loss",
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
		{"disconnected while it opens, connected later", "DST-09",
			"a schedule: disconnect while the link opens, and the answers come late",
			"disconnect does not stop a link that is not logged in: it calls done, and the link logs in.",
			`Link.prototype.drop = (function (drop) {
				return function () {
					if (this.in.phase === "leaving" && this.step !== "live" && !this.in.destroyed) this.in.finish();
					else drop.call(this);
				};
			})(Link.prototype.drop);`},
		{"a receipt rejected by disconnect", "MSG-04", "a schedule: disconnect inside the callback of a message",
			"It confirms each message, and lets the confirmation's promise be rejected when the application leaves.",
			`seams.deliver = function (instance, m) {
				instance.confirming = true;
				instance.message(m);
				setTimeout(function () { instance.confirming = false; }, 50);
			};
			seams.onLeave = function (instance) { if (instance.confirming) Promise.reject(new Error("disconnected")); };`},
		{"a kick without attempts told as a loss", "KCK-01", "a schedule: out of a chatroom that may not reconnect",
			"With reconnectionAttempts 0 a kick is told as a loss.",
			`Instance.prototype.tell = (function (tell) {
				return function (callback, what) {
					if (callback === "ondisconnect" && what.kicked && this.options.reconnectionAttempts === 0) what = {code: "closed"};
					tell.call(this, callback, what);
				};
			})(Instance.prototype.tell);`},
		{"disconnect in the first wait comes too early", "REC-12",
			"a schedule: disconnect inside the callback of the first wait",
			"It announces the wait before it sets its timer, and sets that although the application left meanwhile.",
			`Instance.prototype.retry = function () {
				var instance = this, wait = seams.wait(instance.tries);
				instance.phase = "waiting";
				instance.tell("onwillreconnect", {retryCount: instance.tries, duration: wait});
				instance.timer = setTimeout(function () { instance.attempt(true); }, wait);
			};`},
		{"a room left at once is entered all the same", "DST-04",
			"a schedule: a chatroom is destroyed at once, and entered again later",
			"destroy does not stop a chatroom's link that is not logged in.",
			`Link.prototype.drop = (function (drop) {
				return function () {
					if (!this.in.room || !this.in.destroyed || this.step === "live") return drop.call(this);
					this.in.sockets = this.in.requests = 0;
				};
			})(Link.prototype.drop);`},
	}
}
