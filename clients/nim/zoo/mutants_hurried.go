// LIM-05, DST-07, DST-09, DST-10 and SWI-04: it forgets, or doubles, what is asked of it in a callback or before done.

package zoo

func hurriedMutants() []Mutant {
	return []Mutant{
		{"connect inside onconnect, and two sockets", "LIM-05", "connect-in-onconnect",
			"connect inside onconnect opens a second socket.",
			`seams.overlaps = function () { return true; };
			Instance.prototype.tell = (function (tell) {
				return function (name, what) {
					var ready = name === "onconnect" && this.phase === "ready";
					if (ready) this.phase = "idle";
					tell.call(this, name, what);
					if (ready && this.phase === "idle") this.phase = "ready";
				};
			})(Instance.prototype.tell);`},
		{"connect inside onmsg, and two sockets", "LIM-05", "connect-in-onmsg",
			"connect inside onmsg opens a second socket.",
			`seams.overlaps = function () { return true; };
			` + deaf + `Instance.prototype.connect = (function (connect) {
				return function () {
					if (inside === "onmsg" && this.phase === "ready") this.attempt(false);
					else connect.call(this);
				};
			})(Instance.prototype.connect);`},
		{"back in the wait, and the old timer", "DST-10", "in-the-wait",
			"disconnect in the wait leaves its timer when connect follows at once, which logs in once more.",
			`Instance.prototype.end = (function (end) {
				return function (verb, o) {
					var instance = this, waited = instance.phase === "waiting", wait = seams.wait(instance.tries);
					end.call(instance, verb, o);
					if (!waited) return;
					instance.kept = setTimeout(function () {
						if (!instance.link) return;
						instance.link.drop();
						instance.attempt(true);
					}, wait);
				};
			})(Instance.prototype.end);
			seams.onDone = function (instance) { if (!instance.again) clearTimeout(instance.kept); };`},
		{"back while the login is pending, and not heard", "DST-10", "login-pending",
			"connect is not heard while a disconnect ends that began before the login was answered.",
			young},
		{"back in the handshake, and not heard", "DST-10", "in-handshake",
			"connect is not heard while a disconnect ends that began in the handshake.",
			young},
		{"connect twice before done, and two sockets", "DST-10", "twice-connect",
			"connect that is called twice before done opens two sockets.",
			`seams.overlaps = function () { return true; };
			Instance.prototype.connect = (function (connect) {
				return function () {
					this.more = this.phase === "leaving" && this.again;
					connect.call(this);
				};
			})(Instance.prototype.connect);
			seams.onDone = function (instance) {
				if (instance.more) setTimeout(function () { instance.attempt(false); }, 10);
				instance.more = false;
			};`},
		{"kicked, and back before done, not heard", "DST-10", "kicked",
			"After a kick connect is not heard before disconnect has called done.",
			`seams.onKick = function (instance) { instance.kicked = true; };
			Instance.prototype.connect = (function (connect) {
				return function () {
					if (this.phase === "leaving" && this.kicked) return;
					this.kicked = false;
					connect.call(this);
				};
			})(Instance.prototype.connect);`},
		{"two that leave at once, and a hasty done", "DST-09", "im-and-room-at-once",
			"Of two instances that leave at once the second is done at once.",
			atOnce},
		{"two accounts that leave at once, and a hasty done", "DST-09", "two-accounts-at-once",
			"Of two accounts that leave at once the second is done at once.",
			atOnce},
		{"in front while leaving, and back", "DST-07", "disconnect-meanwhile-come-and-go",
			"It connects again when the program comes to the front before disconnect's done.",
			`seams.onCreate = function (instance) {
				wx.onAppShow(function () { instance.again = instance.phase === "leaving" && !instance.destroyed; });
			};`},
		{"online while leaving, and another link", "DST-07", "destroy-meanwhile-come-and-go",
			"A change of network before destroy's done makes an attempt.",
			`seams.onCreate = function (instance) {
				wx.onNetworkStatusChange(function () {
					if (instance.phase === "leaving") new Link(instance, true).begin(); });
			};`},
		{"refused once, and dead for the account", "SWI-04", "after-refusal",
			"An account that was refused for good never logs in again.",
			dead + `seams.onLoss = function (instance, why) {
				if (why.final) dead[instance.options.account] = true; };`},
		{"kicked once, and dead for the account", "SWI-04", "after-kick",
			"A new instance of an account that was kicked never logs in.",
			dead + `seams.onKick = function (instance) { dead[instance.options.account] = true; };`},
	}
}

// young is a script: an instance hears no connect while it leaves, if it was not logged in before.
const young = `
	Instance.prototype.end = (function (end) {
		return function (verb, o) {
			this.young = this.phase === "connecting";
			end.call(this, verb, o);
		};
	})(Instance.prototype.end);
	Instance.prototype.connect = (function (connect) {
		return function () { if (this.phase !== "leaving" || !this.young) connect.call(this); };
	})(Instance.prototype.connect);`

// atOnce is a script: what leaves while another instance leaves is done at once.
const atOnce = `
	var leaving = 0;
	seams.onLeave = function (instance) { instance.hasty = leaving++ > 0; };
	seams.onDone = function () { leaving = Math.max(0, leaving - 1); };
	seams.finished = (function (finished) {
		return function (instance) { return instance.hasty || finished(instance); };
	})(seams.finished);`

// dead is a script's helper: accounts that never log in again.
const dead = `
	var dead = {};
	Instance.prototype.attempt = (function (attempt) {
		return function (automatic) {
			if (dead[this.options.account]) this.phase = "idle";
			else attempt.call(this, automatic);
		};
	})(Instance.prototype.attempt);`
