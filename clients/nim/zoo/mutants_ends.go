package zoo

// handled is a script's helper: a kick is handled a while after it came, unless its link ended before.
const handled = `
	function handledAfter(ms) {
		var kick = Instance.prototype.kick;
		Instance.prototype.kick = function (link, reason) {
			var instance = this;
			setTimeout(function () { if (!link.over) kick.call(instance, link, reason); }, ms);
		};
	}`

// endMutants break what is promised of kicks, of refusals and of the ends that an application asks for.
func endMutants() []Mutant {
	return []Mutant{
		{"a kick handled half a second late", "KCK-03", "the service closes the link at once", "It handles a kick half a second after it came; a service that closes the link meanwhile makes a loss of it.",
			handled + `handledAfter(500);`},
		{"a kick handled 100 ms late", "KCK-03", "the link ends without a close frame 10 ms later", "It handles a kick 100 ms after it came, and takes a link that ends before for lost.",
			handled + `handledAfter(100);`},
		{"an unknown kick is a loss", "KCK-03", "a reason that the SDK does not know", "It comes back after a kick whose reason it does not know.",
			`seams.returns = (function (returns) {
				return function (instance, why) { return why.kicked ? !why.reason : returns(instance, why); };
			})(seams.returns);`},
		{"an unknown kick is not heard", "KCK-03", "a chatroom: a reason that the SDK does not know", "It hears only the kicks out of a chatroom whose reasons it knows.",
			`Instance.prototype.kick = (function (kick) {
				return function (link, reason) { if (reason || !this.room) kick.call(this, link, reason); };
			})(Instance.prototype.kick);`},
		{"leaving a room is told as a kick", "KCK-01", "no kick: the application leaves a chatroom", "It reports that the application left a chatroom as a kick.",
			`seams.onDone = function (instance) { if (instance.room) instance.tell("ondisconnect", {code: "kicked", reason: "managerKick"}); };`},
		{"a refusal is told as a kick", "KCK-01", "no kick: the login is refused", "It reports a refused login as a kick.",
			`Instance.prototype.tell = (function (tell) {
				return function (callback, what) { tell.call(this, callback, what && what.final ? {code: "kicked", reason: "serverKick"} : what); };
			})(Instance.prototype.tell);`},
		{"back by hand, marked automatic", "KCK-07", "the login is marked manual on the wire", "What the application asks for after a kick is marked automatic on the wire.",
			`seams.onKick = function (instance) { instance.wasKicked = true; };
			Instance.prototype.attempt = (function (attempt) {
				return function (automatic) {
					attempt.call(this, automatic || this.wasKicked);
					this.wasKicked = false;
				};
			})(Instance.prototype.attempt);`},

		{"the wrong gateway ends the way back", "REC-09", "handshake 502", "A handshake that a gateway answers with 502 or 504 ends the reconnecting without a word.",
			`Link.prototype.get = (function (get) {
				return function (kind, url, then) {
					get.call(this, kind, url, function (r) { if (kind !== "handshake" || r.statusCode !== 502 && r.statusCode !== 504) then(r); });
				};
			})(Link.prototype.get);`},
		{"a policy close is final", "REC-09", "close 1008", "It takes a close with 1008 for final.",
			`seams.returns = (function (returns) {
				return function (instance, why) { return why.code !== 1008 && returns(instance, why); };
			})(seams.returns);`},
		{"a close of the service's own is final", "REC-09", "close 4000", "It takes a close code of 4000 and above for final.",
			`seams.returns = (function (returns) {
				return function (instance, why) { return !(why.code >= 4000) && returns(instance, why); };
			})(seams.returns);`},
		{"a web page as an LBS answer throws", "REC-11", "a web page instead of LBS", "It reads what LBS answers without a guard.",
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
		{"busy, and not a word", "REC-09", "logins refused for now, 503", "A login that a busy service refuses ends the reconnecting without a word.",
			`Instance.prototype.lost = (function (lost) {
				return function (why) {
					if (why.code === 503) this.phase = "idle";
					else lost.call(this, why);
				};
			})(Instance.prototype.lost);`},
		{"busy, and a storm", "REC-09", "logins refused for now, 416", "It asks a service that refused it for its many calls again after 100 ms.",
			`var wait = seams.wait, stormy = false;
			seams.onLoss = function (instance, why) { stormy = why.code === 416; };
			seams.wait = function (n) { return stormy ? 100 : wait(n); };`},

		{"refused, and no done", "DST-01", "after a login refused for good", "destroy after a refused login calls no done.",
			`seams.onLoss = function (instance, why) { instance.refused = why.final; };
			seams.finished = (function (finished) {
				return function (instance) { return !(instance.refused && instance.destroyed) && finished(instance); };
			})(seams.finished);
			DONE = 3600000;`},
		{"refused on the way back, done an hour late", "DST-09", "after an automatic login refused for good", "disconnect after an automatic login that was refused calls done an hour late.",
			`seams.onLoss = function (instance, why) { instance.refused = why.final; };
			Instance.prototype.end = (function (end) {
				return function (verb, o) {
					var instance = this;
					if (!instance.refused) return end.call(instance, verb, o);
					setTimeout(function () { end.call(instance, verb, o); }, 3600000);
				};
			})(Instance.prototype.end);`},
		{"kicked, and disconnect answers nothing", "DST-09", "after a kick: at once", "disconnect of an instance that was kicked calls no done.",
			`seams.onKick = function (instance) { instance.out = true; };
			seams.onLogin = function (instance) { instance.out = false; };
			Instance.prototype.end = (function (end) {
				return function (verb, o) { end.call(this, verb, verb === "disconnect" && this.out ? {} : o); };
			})(Instance.prototype.end);`},

		{"a kick stops every timer", "KCK-05", "the chatroom is kicked while IM waits to reconnect", "A kick stops the timers of all instances, those that wait to reconnect among them.",
			`var timers = [];
			seams.onRetry = function (instance) { timers.push(instance.timer); };
			seams.onKick = function () { timers.forEach(clearTimeout); };`},
		{"destroy aborts the others' requests", "KCK-05", "IM is destroyed while another account connects", "destroy aborts every request, whose ever it is, and nobody tries again.",
			`var asking = [];
			Link.prototype.get = (function (get) {
				return function (kind, url, then) {
					get.call(this, kind, url, then);
					asking.push(this);
				};
			})(Link.prototype.get);
			seams.onDestroyed = function () {
				asking.forEach(function (link) {
					if (!link.over && link.task) {
						link.over = true;
						link.task.abort();
					}
				});
			};`},
		{"disconnect forgets every link", "KCK-05", "IM is disconnected while another account connects", "disconnect gives up the links of all instances that are on their way.",
			`var links = [];
			Link.prototype.begin = (function (begin) {
				return function () {
					links.push(this);
					begin.call(this);
				};
			})(Link.prototype.begin);
			seams.onLeave = function () { links.forEach(function (link) { if (link.step !== "live") link.drop(); }); };`},
	}
}
