// KCK-01 to KCK-09: a kick is told wrongly, leaves a socket, or takes another instance along.

package zoo

func kckMutants() []Mutant {
	return []Mutant{
		{"leaving a room is told as a kick", "KCK-01", "no-kick-room-left",
			"It reports that the application left a chatroom as a kick.",
			`seams.onDone = function (instance) { if (instance.room) instance.tell("ondisconnect", {code: "kicked", ` +
				`reason: "managerKick"}); };`},
		{"a refusal is told as a kick", "KCK-01", "no-kick-refusal", "It reports a refused login as a kick.",
			`Instance.prototype.tell = (function (tell) {
				return function (callback, what) {
					tell.call(this, callback, what && what.final ? {code: "kicked", reason: "serverKick"} : what); };
			})(Instance.prototype.tell);`},
		{"a kick without attempts told as a loss", "KCK-01", "room-without-attempts",
			"With reconnectionAttempts 0 a kick is told as a loss.",
			`Instance.prototype.tell = (function (tell) {
				return function (callback, what) {
					if (callback === "ondisconnect" && what.kicked &&
						this.options.reconnectionAttempts === 0) what = {code: "closed"};
					tell.call(this, callback, what);
				};
			})(Instance.prototype.tell);`},

		{"kicked, and the heartbeat goes on", "KCK-02", "",
			"After a kick it keeps the socket for an hour, and its heartbeat.",
			`seams.closes = function (link) { return !link.dismissed; };
			seams.heedsKick = function (link) {
				link.dismissed = true;
				var beat = setInterval(function () { link.post("1_2", []); }, BEAT);
				setTimeout(function () { clearInterval(beat); link.socket.close(); }, 3600000);
				return true;
			};`},

		{"a kick handled half a second late", "KCK-03", "closed-at-once",
			"It handles a kick half a second after it came; a service that closes the link meanwhile makes a loss " +
				"of it.",
			handled + `handledAfter(500);`},
		{"a kick handled 100 ms late", "KCK-03", "fin-ten-ms-later",
			"It handles a kick 100 ms after it came, and takes a link that ends before for lost.",
			handled + `handledAfter(100);`},
		{"an unknown kick is a loss", "KCK-03", "unknown-reason",
			"It comes back after a kick whose reason it does not know.",
			`seams.returns = (function (returns) {
				return function (instance, why) { return why.kicked ? !why.reason : returns(instance, why); };
			})(seams.returns);`},
		{"an unknown kick is not heard", "KCK-03", "room-unknown-reason",
			"It hears only the kicks out of a chatroom whose reasons it knows.",
			`Instance.prototype.kick = (function (kick) {
				return function (link, reason) { if (reason || !this.room) kick.call(this, link, reason); };
			})(Instance.prototype.kick);`},
		{"in front again, back after a kick", "KCK-03", "im-kicked-come-and-go",
			"A kicked instance comes back when the program comes to the front.",
			comes + `seams.onKick = function (instance) { instance.out = true; };
			shown(function (instance) { return idle(instance) && instance.out && !instance.room; });`},
		{"online again, back after a kick", "KCK-03", "room-kicked-come-and-go",
			"A chatroom is entered again behind a kick when the device's network changes.",
			comes + `seams.onKick = function (instance) { instance.out = true; };
			online(function (instance) { return idle(instance) && instance.out && instance.room; });`},
		{"kicked, and back", "KCK-03", "reason-3", "A kick by another platform is a loss like any other.",
			`seams.returns = (function (returns) {
				return function (instance, why) {
					return why.reason === "otherPlatformKick" || returns(instance, why); };
			})(seams.returns);`},

		{"a kick stops every timer", "KCK-05", "room-kicked-im-waits",
			"A kick stops the timers of all instances, those that wait to reconnect among them.",
			`var timers = [];
			seams.onRetry = function (instance) { timers.push(instance.timer); };
			seams.onKick = function () { timers.forEach(clearTimeout); };`},
		{"destroy aborts the others' requests", "KCK-05", "im-destroyed-other-connects",
			"destroy aborts every request, whose ever it is, and nobody tries again.",
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
		{"disconnect forgets every link", "KCK-05", "im-disconnected-other-connects",
			"disconnect gives up the links of all instances that are on their way.",
			`var links = [];
			Link.prototype.begin = (function (begin) {
				return function () {
					links.push(this);
					begin.call(this);
				};
			})(Link.prototype.begin);
			seams.onLeave = function () {
				links.forEach(function (link) { if (link.step !== "live") link.drop(); }); };`},

		{"back by hand, marked automatic", "KCK-07", "marked-manual",
			"What the application asks for after a kick is marked automatic on the wire.",
			`seams.onKick = function (instance) { instance.wasKicked = true; };
			Instance.prototype.attempt = (function (attempt) {
				return function (automatic) {
					attempt.call(this, automatic || this.wasKicked);
					this.wasKicked = false;
				};
			})(Instance.prototype.attempt);`},
		{"connected behind a kick, and dropped", "KCK-07", "in-ondisconnect",
			"What the application connects inside ondisconnect, the kick takes along.",
			behind + `behind("ondisconnect", function (instance, what) {
				if (what.code !== "kicked" || instance.phase !== "connecting") return;
				instance.link.drop();
				forgets(instance);
			});`},

		{"delivered in batches", "KCK-09", "message-just-before",
			"It delivers messages 300 ms after they came, whatever has become of the instance.",
			batched + `batching(300, function (instance) { return !instance.room; });`},
		{"delivered in a later turn", "KCK-09", "room-message-just-before",
			"It delivers a chatroom's messages 20 ms after they came, whatever has become of the instance.",
			batched + `batching(20, function (instance) { return instance.room; });`},
	}
}

// handled is a script's helper: a kick is handled a while after it came, unless its link ended before.
const handled = `
	function handledAfter(ms) {
		var kick = Instance.prototype.kick;
		Instance.prototype.kick = function (link, reason) {
			var instance = this;
			setTimeout(function () { if (!link.over) kick.call(instance, link, reason); }, ms);
		};
	}`
