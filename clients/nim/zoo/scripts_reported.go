// Pieces of the scripts of mutants_reported.go.

package zoo

import "strconv"

// roomStuckIn makes a script after which a disconnect in a step leaves a chatroom that connect does not move.
func roomStuckIn(step string, automatic bool) string {
	return `
		Instance.prototype.end = (function (end) {
			return function (verb, o) {
				var link = this.link;
				if (this.room && link && link.step === "` + step + `" && link.automatic === ` +
		strconv.FormatBool(automatic) + `) this.stuck = true;
				end.call(this, verb, o);
			};
		})(Instance.prototype.end);
		Instance.prototype.connect = (function (connect) {
			return function () { if (!this.stuck) connect.call(this); };
		})(Instance.prototype.connect);`
}

// notFree makes a script after which an account that was destroyed in a state is not made again.
func notFree(state string) string {
	return `
		Instance.prototype.end = (function (end) {
			return function (verb, o) {
				var instance = this;
				if (verb === "destroy" && (` + state + `)) instance.held = true;
				end.call(instance, verb, o);
			};
		})(Instance.prototype.end);
		Instance.prototype.connect = (function (connect) {
			return function () { if (!this.held) connect.call(this); };
		})(Instance.prototype.connect);
		seams.forgets = function (instance) { return instance.destroyed && !instance.held; };
	`
}

// forgetsWhat makes a script that never answers what is sent while a condition holds.
func forgetsWhat(condition string) string {
	return `Instance.prototype.send = (function (send) {
		return function (packet, fields, done) {
			if (!(` + condition + `)) send.call(this, packet, fields, done);
		};
	})(Instance.prototype.send);`
}

// hiding is a script's helper: hidden tells whether the program is.
const hiding = `
	var hidden = false;
	wx.onAppHide(function () { hidden = true; });
	wx.onAppShow(function () { hidden = false; });
`

// unsynced is a script's helper: a login that is asked for of an instance that is known does not sync.
const unsynced = `
	Link.prototype.ask = (function (ask) {
		return function (packet, q, limit, then) {
			if (packet !== "5_1" || !this.in.known || this.automatic) ask.call(this, packet, q, limit, then);
		};
	})(Link.prototype.ask);
`

// stuckIn makes a script after which a disconnect in a step leaves an instance that connect does not move.
func stuckIn(step string) string {
	return `
		Instance.prototype.end = (function (end) {
			return function (verb, o) {
				if (!this.room && this.link && this.link.step === "` + step + `") this.stuck = true;
				end.call(this, verb, o);
			};
		})(Instance.prototype.end);
		Instance.prototype.connect = (function (connect) {
			return function () { if (!this.stuck) connect.call(this); };
		})(Instance.prototype.connect);`
}

// heardTwice is a script's helper: again has what comes delivered once more.
const heardTwice = `
	var everybody = [];
	seams.onCreate = function (instance) { everybody.push(instance); };
	function again(instance) { if (instance.phase === "ready" && !instance.room) instance.times = 2; }
	seams.deliver = function (instance, m) {
		instance.message(m);
		if (instance.times === 2) instance.message(m);
	};
`

// window is a script's helper: so many messages of some instances may be unconfirmed, the others wait.
const window = `
	function windowOf(size, which) {
		Instance.prototype.send = (function (send) {
			return function (packet, fields, done) {
				var instance = this;
				if (instance.phase !== "ready" || !which(instance)) return send.call(instance, packet, fields, done);
				instance.open = instance.open || 0;
				if (instance.open >= size) return;
				instance.open++;
				send.call(instance, packet, fields, function (error, message) {
					if (!error) instance.open--;
					done(error, message);
				});
			};
		})(Instance.prototype.send);
	}
`

// toldAgain is a script's helper: a return of some instances is told a second time, 200 ms later.
const toldAgain = `
	function tells(which) {
		seams.onLogin = function (instance) {
			var link = instance.link;
			if (!which(instance) || !link.automatic) return;
			setTimeout(function () { if (!link.over) instance.tell("onconnect", {}); }, 200);
		};
	}
`

// heardByDate is a script's helper: stale tells whether a link heard nothing for a minute and a half by the date, and
// watches gives such links up, of some instances.
const heardByDate = `
	Link.prototype.receive = (function (receive) {
		return function (text) {
			this.heardAt = Date.now();
			receive.call(this, text);
		};
	})(Link.prototype.receive);
	function stale(link) { return Date.now() - link.heardAt > 90000; }
	function watches(which) {
		Link.prototype.beats = (function (beats) {
			return function () {
				var link = this;
				beats.call(link);
				if (link.watch || !which(link.in)) return;
				link.watch = setInterval(function () {
					if (link.over) return clearInterval(link.watch);
					if (stale(link)) link.fail({code: "timeout", message: "silence"});
				}, 10000);
			};
		})(Link.prototype.beats);
		Link.prototype.drop = (function (drop) {
			return function () { clearInterval(this.watch); drop.call(this); };
		})(Link.prototype.drop);
	}
`

// calledOff is a script's helper: calls makes a function that lets go of some of the attempts that are under way, and
// changes does so when the network changes.
const calledOff = `
	var opening = [];
	Link.prototype.begin = (function (begin) {
		return function () {
			opening.push(this);
			begin.call(this);
		};
	})(Link.prototype.begin);
	function calls(which) {
		return function () {
			opening = opening.filter(function (link) { return !link.over && link.step !== "live"; });
			opening.filter(which).forEach(function (link) { link.drop(); });
		};
	}
	function changes(which) { wx.onNetworkStatusChange(calls(which)); }
`
