// MSG-01, MSG-03, MSG-05, KCK-02, DST-01 and REC-10: what is left undone when a callback of the application throws.

package zoo

// queued delivers what came one after the other, and is busy for good when the application throws at one.
const queued = `seams.deliver = function (i, m) {
	(i.queue = i.queue || []).push(m);
	if (i.busy) return;
	i.busy = true;
	while (i.queue.length) i.message(i.queue.shift());
	i.busy = false;
};`

func thrownMutants() []Mutant {
	return []Mutant{
		{"an exception stops the queue", "MSG-01", "callback-throws",
			"When onmsg threw, no later message is given to the application.", queued},
		{"an exception stops a chatroom's queue", "MSG-03", "callback-throws",
			"When onmsgs threw, no later message of the chatroom is given to the application.",
			queued + `seams.deliver = (function (queued) {
				return function (i, m) {
					if (i.room) queued(i, m);
					else i.message(m);
				};
			})(seams.deliver);`},
		{"an exception stops what is sent", "MSG-05", "done-throws",
			"One message is sent at a time, and when its done threw, no later one is sent.",
			`Instance.prototype.send = (function (send) {
				return function (packet, fields, done) {
					var instance = this;
					function go() {
						instance.sending = true;
						send.call(instance, packet, fields, function (err, m) {
							done(err, m);
							instance.sending = false;
							if (instance.line && instance.line.length) instance.line.shift()();
						});
					}
					if (instance.sending) (instance.line = instance.line || []).push(go);
					else go();
				};
			})(Instance.prototype.send);`},
		{"a kick is told before the socket closes", "KCK-02", "callback-throws",
			"It closes the socket of a kicked instance behind ondisconnect, and not at all when that threw.",
			kickToldFirst},
		{"a chatroom's kick is told before the socket closes", "KCK-02", "room-callback-throws",
			"It closes the socket of a kicked chatroom behind ondisconnect, and not at all when that threw.",
			kickToldFirst + `Instance.prototype.kick = (function (late) {
				return function (link, reason) {
					if (this.room) late.call(this, link, reason);
					else kick.call(this, link, reason);
				};
			})(Instance.prototype.kick);`},
		{"done once more when it threw", "DST-01", "done-throws",
			"A done that threw is called again by the limit of ten seconds, which is ended behind it.",
			`Instance.prototype.finish = (function (finish) {
				return function () {
					var endings = this.endings;
					try {
						finish.call(this);
					} catch (e) {
						setTimeout(function () { endings.forEach(function (done) { done(); }); }, DONE);
						throw e;
					}
				};
			})(Instance.prototype.finish);`},
		{"an exception stops the heartbeat", "REC-10", "callback-throws-then-silent",
			"The heartbeat rests while a message is taken in, and for good when the application throws at it.",
			`Instance.prototype.take = (function (take) {
				return function (m) {
					var link = this.link;
					if (link) clearTimeout(link.beat);
					take.call(this, m);
					if (link && !link.over) link.beats();
				};
			})(Instance.prototype.take);`},
	}
}

const kickToldFirst = `var kick = Instance.prototype.kick;
Instance.prototype.kick = function (link, reason) {
	link.over = true;
	if (this.link === link) this.link = null;
	this.phase = "idle";
	this.lost({ code: "kicked", reason: reason, message: reason, kicked: true });
	link.drop();
};`
