package zoo

// meetMutants break what is promised where an end meets another, a beginning, or an answer that comes late.
func meetMutants() []Mutant {
	return []Mutant{
		{"connect before done is dropped", "DST-10", "before done", "connect that comes before disconnect's done is not heard.",
			`Instance.prototype.connect = (function (connect) { return function () { if (this.phase !== "leaving") connect.call(this); }; })(Instance.prototype.connect);`},
		{"entering before done is dropped", "DST-10", "a chatroom, before done", "In chatrooms it does so.",
			`Instance.prototype.connect = (function (connect) {
				return function () { if (!this.room || this.phase !== "leaving") connect.call(this); };
			})(Instance.prototype.connect);`},
		{"connect before done outlives the next disconnect", "DST-09", "before done", "What connect asked for before done is done, although the application disconnected again.",
			`Instance.prototype.end = (function (end) {
				return function (verb, o) {
					var again = this.again;
					end.call(this, verb, o);
					this.again = again && verb === "disconnect";
				};
			})(Instance.prototype.end);`},
		{"connect takes done away", "DST-09", "connect before done", "connect before disconnect's done takes that done away.",
			`Instance.prototype.connect = (function (connect) {
				return function () {
					if (this.phase === "leaving" && !this.room) this.endings = [];
					connect.call(this);
				};
			})(Instance.prototype.connect);`},
		{"destroy behind disconnect answers nothing", "DST-01", "disconnect and destroy at once", "destroy of an instance that is being disconnected calls no done.",
			`Instance.prototype.end = (function (end) {
				return function (verb, o) { end.call(this, verb, verb === "destroy" && this.phase === "leaving" && !this.destroyed ? {} : o); };
			})(Instance.prototype.end);`},
		{"destroy takes disconnect's done away", "DST-09", "disconnect and destroy at once", "destroy of an instance that is being disconnected takes the done of disconnect away.",
			`Instance.prototype.end = (function (end) {
				return function (verb, o) {
					if (verb === "destroy" && this.phase === "leaving") this.endings = [];
					end.call(this, verb, o);
				};
			})(Instance.prototype.end);`},
		{"one end at a time", "DST-03", "the closes of two accounts", "destroy waits until another instance has ended.",
			serial + `serial("destroy");`},
		{"one disconnect at a time", "DST-09", "a peer that never answers the closes of two accounts", "disconnect waits until another instance has ended.",
			serial + `serial("disconnect");`},
		{"a handshake outlives disconnect", "DST-07", "disconnect in the handshake, and the answer comes after it", "disconnect leaves a handshake alone, and its answer logs in.",
			`seams.finished = function () { return true; };
			Link.prototype.drop = (function (drop) {
				return function () { if (this.in.phase !== "leaving" || this.in.destroyed || this.step !== "handshake") drop.call(this); };
			})(Link.prototype.drop);`},
		{"destroyed when told, and done at once", "DST-02", "in the callback that tells of the login, 3 s late", "What is destroyed inside onconnect has its done before its socket is gone.",
			hasty + `hasty("destroy");`},
		{"disconnected when told, and done at once", "DST-09", "in the callback that tells of the login, 3 s late", "What is disconnected inside onconnect has its done before its socket is gone.",
			hasty + `hasty("disconnect");`},
		{"kicked while leaving, and no done", "DST-01", "kicked while the logout is not answered", "It waits 3 s for the answer to its logout before it closes, and a kick that comes meanwhile ends the waiting.",
			`Instance.prototype.end = (function (end) {
				return function (verb, o) {
					var instance = this, link = this.link;
					if (!link || link.step !== "live" || this.room) return end.call(this, verb, o);
					link.post("2_6", []);
					setTimeout(function () { if (instance.link === link) end.call(instance, verb, o); }, 3000);
				};
			})(Instance.prototype.end);`},
	}
}

// serial is a script's helper: an end waits until another instance has ended.
const serial = `
	function serial(which) {
		var busy = null;
		Instance.prototype.end = (function (end) {
			return function (verb, o) {
				var instance = this;
				if (verb !== which || !busy || busy === instance || busy.phase !== "leaving") {
					busy = instance;
					return end.call(instance, verb, o);
				}
				var other = busy, timer = setInterval(function () {
					if (other.phase === "leaving") return;
					clearInterval(timer);
					end.call(instance, verb, o);
				}, 100);
			};
		})(Instance.prototype.end);
	}`

// hasty is a script's helper: what is ended inside onconnect counts as finished at once.
const hasty = `
	function hasty(which) {
		var telling = null;
		Instance.prototype.tell = (function (tell) {
			return function (name, what) {
				telling = name === "onconnect" ? this : null;
				tell.call(this, name, what);
				telling = null;
			};
		})(Instance.prototype.tell);
		Instance.prototype.end = (function (end) {
			return function (verb, o) {
				this.hasty = this.hasty || telling === this && verb === which;
				end.call(this, verb, o);
			};
		})(Instance.prototype.end);
		seams.finished = (function (finished) { return function (instance) { return instance.hasty || finished(instance); }; })(seams.finished);
	}`
