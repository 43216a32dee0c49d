// LIM-04, DST-02, REC-01, REC-06, REC-07, KCK-02 and KCK-03: what happened to an instance before, or is under way on
// it, changes what it does now.

package zoo

func historyMutants() []Mutant {
	return []Mutant{
		{"a socket that failed is counted out twice", "DST-02", "behind-a-socket-that-failed",
			"A socket that does not open is counted out in onError and in onClose: from then on done does not wait.",
			countedTwice + `countedTwice(function (instance) { return !instance.room; });`},
		{"a chatroom's socket that failed is counted out twice", "DST-02", "room-behind-a-socket-that-failed",
			"In a chatroom a socket that does not open is counted out in onError and in onClose.",
			countedTwice + `countedTwice(function (instance) { return instance.room; });`},
		{"the last disconnect's deadline", "DST-02", "disconnected-twice-in-ten-seconds",
			"The ten seconds of a disconnect go on behind its done, and end the next one early.",
			oldDeadline + `oldDeadline(function (instance) { return !instance.room; });`},
		{"a chatroom's last disconnect's deadline", "DST-02", "room-disconnected-twice-in-ten-seconds",
			"The ten seconds of a chatroom's disconnect go on behind its done, and end the next one early.",
			oldDeadline + `oldDeadline(function (instance) { return instance.room; });`},
		{"done of a second end at once", "DST-02", "destroyed-while-disconnecting",
			"destroy before the done of disconnect has its done at once.",
			doneAtOnce + `doneAtOnce(function (instance) { return !instance.room; });`},
		{"done of a chatroom's second end at once", "DST-02", "room-destroyed-while-disconnecting",
			"destroy of a chatroom before the done of disconnect has its done at once.",
			doneAtOnce + `doneAtOnce(function (instance) { return instance.room; });`},

		{"another failure, another count", "REC-01", "another-obstacle-each-time",
			"From the second attempt on, one that fails of something else than the last begins the count anew.",
			countsAnew + `countsAnew(function (instance) { return !instance.room; });`},
		{"a chatroom's other failure, another count", "REC-01", "room-another-obstacle-each-time",
			"In a chatroom an attempt that fails of something else than the last begins the count anew.",
			countsAnew + `countsAnew(function (instance) { return instance.room; });`},
		{"interrupted, and back unasked", "REC-07", "interrupted",
			"A socket that the platform closed in the background is opened again, whatever needReconnect says.",
			interrupted + `interrupted(function (instance) { return !instance.room; });`},
		{"a chatroom interrupted, and back unasked", "REC-07", "room-interrupted",
			"A chatroom's socket closed in the background is opened again, whatever needReconnect says.",
			interrupted + `interrupted(function (instance) { return instance.room; });`},

		{"a picture leads back", "KCK-03", "picture-on-its-way",
			"A picture that is uploaded behind a kick connects again, to be sent.",
			`Instance.prototype.send = (function (send) {
				return function (packet, fields, done) {
					if (fields[8] === 1 && this.phase === "idle" && !this.destroyed) this.connect();
					send.call(this, packet, fields, done);
				};
			})(Instance.prototype.send);`},
		{"a kick waits for the place of a picture", "KCK-02", "place-for-a-picture-asked",
			"A kick does not close the socket on which the place of a picture was asked for.",
			keepsForWhatWaits + `keepsForWhatWaits(function (link, waits) { return waits["6_2"]; });`},
		{"a kick waits for several messages", "KCK-02", "several-on-their-way",
			"A kick does not close the socket on which more than one message waits.",
			keepsForWhatWaits + `keepsForWhatWaits(function (link, waits) { return waits["7_1"] > 1; });`},
		{"a kick out of a chatroom waits for several messages", "KCK-02", "room-several-on-their-way",
			"A kick out of a chatroom does not close the socket on which more than one message waits.",
			keepsForWhatWaits + `keepsForWhatWaits(function (link, waits) { return waits["13_6"] > 1; });`},

		{"a provider, and no cap", "REC-01", "with-a-delay-provider",
			"Where reconnectDelayProvider is set, reconnectionAttempts is not looked at.",
			`seams.allowed = (function (allowed) {
				return function (instance) {
					return instance.options.reconnectDelayProvider ? Infinity : allowed(instance);
				};
			})(seams.allowed);`},
		{"attempts of before a kick", "REC-06", "kicked-between-the-losses",
			"What attempts the links before a kick cost is taken from those of the login behind it.",
			`Instance.prototype.loggedIn = (function (loggedIn) {
				return function (link) {
					this.spent = (this.spent || 0) + this.tries;
					loggedIn.call(this, link);
				};
			})(Instance.prototype.loggedIn);
			seams.onKick = function (instance) { instance.kept = instance.spent; };
			seams.allowed = (function (allowed) {
				return function (instance) { return Math.max(0, allowed(instance) - (instance.kept || 0)); };
			})(seams.allowed);`},
		{"connect beside the kicked socket", "LIM-04", "kicked-and-connected-while-it-closes",
			"connect behind a kick opens the next socket while the kicked one is closing.",
			besideKicked + `besideKicked(function (instance) { return !instance.room; });`},
		{"connect beside a chatroom's kicked socket", "LIM-04", "room-kicked-and-connected-while-it-closes",
			"In a chatroom connect behind a kick opens the next socket while the kicked one is closing.",
			besideKicked + `besideKicked(function (instance) { return instance.room; });`},
	}
}

// countedTwice is a script's helper: some instances count a socket that fails to open out twice.
const countedTwice = `
	function countedTwice(some) {
		Instance.prototype.socket = (function (socket) {
			return function (url, on) {
				var instance = this, task = socket.call(instance, url, on);
				if (some(instance)) task.onError(function () { instance.sockets--; });
				return task;
			};
		})(Instance.prototype.socket);
	}
	`

// doneAtOnce is a script's helper: some instances that are leaving answer another call of destroy at once.
const doneAtOnce = `
	function doneAtOnce(some) {
		Instance.prototype.end = (function (end) {
			return function (verb, o) {
				var soon = this.phase === "leaving" && verb === "destroy" && some(this) && o && o.done;
				end.call(this, verb, soon ? {} : o);
				if (soon) setTimeout(soon, 0);
			};
		})(Instance.prototype.end);
	}
	`

// oldDeadline is a script's helper: some instances leave the time limit of an end running when it is over.
const oldDeadline = `
	function oldDeadline(some) {
		Instance.prototype.finish = (function (finish) {
			return function () {
				if (some(this)) this.deadline = undefined;
				finish.call(this);
			};
		})(Instance.prototype.finish);
	}
	`

// countsAnew is a script's helper: some instances begin the count of attempts anew when the failure changes.
const countsAnew = `
	function countsAnew(some) {
		Instance.prototype.lost = (function (lost) {
			return function (why) {
				if (some(this) && this.tries > 1 && this.failure !== why.code) this.tries = 0;
				this.failure = why.code;
				lost.call(this, why);
			};
		})(Instance.prototype.lost);
	}
	`

// interrupted is a script's helper: some instances come back from an end in the background although none wants that.
const interrupted = `
	function interrupted(some) {
		seams.returns = (function (returns) {
			return function (instance, why) {
				return returns(instance, why) || some(instance) && why.message === "interrupted";
			};
		})(seams.returns);
	}
	`

// keepsForWhatWaits is a script's helper: a kick leaves the socket alone where some packets wait for answers.
const keepsForWhatWaits = `
	function keepsForWhatWaits(some) {
		Link.prototype.ask = (function (ask) {
			return function (packet, q, limit, then) {
				var waits = this.waits = this.waits || {};
				waits[packet] = (waits[packet] || 0) + 1;
				ask.call(this, packet, q, limit, function (a) {
					waits[packet]--;
					then(a);
				});
			};
		})(Link.prototype.ask);
		Instance.prototype.kick = (function (kick) {
			return function (link, reason) {
				link.keeps = some(link, link.waits);
				kick.call(this, link, reason);
			};
		})(Instance.prototype.kick);
		seams.closes = function (link) { return !link.keeps; };
	}
	`

// besideKicked is a script's helper: some instances that are connected again behind a kick wait for no socket.
const besideKicked = `
	function besideKicked(some) {
		seams.onKick = function (instance) { instance.kicked = true; };
		seams.onLogin = function (instance) { instance.kicked = false; };
		seams.overlaps = function (link) { return link.in.kicked && !link.automatic && some(link.in); };
	}
	`
