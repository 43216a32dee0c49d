package zoo

// forgetful is a script's helper: what a link waits for when it ends is never answered, where some says so of the link and why it ended.
const forgetful = `
	function forgetting(some) {
		Link.prototype.fail = (function (fail) {
			return function (why) {
				if (!this.over && some(this, why)) this.asked = {};
				fail.call(this, why);
			};
		})(Link.prototype.fail);
	}`

// batched is a script's helper: messages are delivered some time after they came, where some says so of the instance.
const batched = `
	function batching(ms, some) {
		seams.deliver = function (instance, m) {
			if (some(instance)) setTimeout(function () { instance.message(m); }, ms);
			else instance.message(m);
		};
	}`

// flightMutants lose what is on its way.
func flightMutants() []Mutant {
	return []Mutant{
		{"on its way, and lost", "MSG-05", "on its way when the link is lost", "A message that is not confirmed when the link is lost is never answered.",
			forgetful + `forgetting(function () { return true; });`},
		{"on its way, and closed", "MSG-05", "on its way when the link is closed", "A message that is not confirmed when the service closes the link is never answered.",
			forgetful + `forgetting(function (link, why) { return why.code === 1001; });`},
		{"on its way, and lost twice", "MSG-05", "on its way when the link is lost", "A message that is not confirmed when the link is lost fails twice.",
			`Instance.prototype.send = (function (send) {
				return function (packet, fields, done) {
					send.call(this, packet, fields, function (e, m) {
						done(e, m);
						if (e && e.code === "timeout") done(e, m);
					});
				};
			})(Instance.prototype.send);`},
		{"on its way to a room, and lost", "MSG-05", "on its way to a chatroom when the link is lost", "A message to a chatroom that is not confirmed when the link is lost is never answered.",
			forgetful + `forgetting(function (link) { return link.in.room; });`},
		{"on its way, and silence", "MSG-05", "on its way when the link falls silent", "It stops all its timers when a heartbeat is not answered, those of messages among them.",
			`STEP = 600000;
			` + forgetful + `forgetting(function (link, why) { return /heartbeat/.test(why.message); });`},
		{"on its way, and no attempt left", "MSG-05", "on its way when the attempts are used up", "It keeps what is not confirmed for the next link, and forgets it when the attempts are used up.",
			forgetful + `forgetting(function (link) { return seams.allowed(link.in) === 1; });`},
		{"on its way, and kicked", "MSG-05", "on its way when the account is kicked", "A message that is not confirmed when the account is kicked is never answered.",
			`Instance.prototype.kick = (function (kick) {
				return function (link, reason) {
					link.asked = {};
					kick.call(this, link, reason);
				};
			})(Instance.prototype.kick);`},
		{"no attempt left, and no answer", "MSG-05", "when the attempts are used up", "What is sent when the attempts are used up is kept for the next login, and never answered.",
			usedUp + `Instance.prototype.send = (function (send) {
				return function (packet, fields, done) { send.call(this, packet, fields, this.usedUp && !this.room ? function () {} : done); };
			})(Instance.prototype.send);`},
		{"no attempt left in the room, and no answer", "MSG-05", "a chatroom, when the attempts are used up", "What is sent to a chatroom when the attempts are used up is never answered.",
			usedUp + `Instance.prototype.send = (function (send) {
				return function (packet, fields, done) { send.call(this, packet, fields, this.usedUp && this.room ? function () {} : done); };
			})(Instance.prototype.send);`},

		{"delivered in batches", "KCK-09", "a message that came 10 ms before", "It delivers messages 300 ms after they came, whatever has become of the instance.",
			batched + `batching(300, function (instance) { return !instance.room; });`},
		{"delivered in a later turn", "KCK-09", "a chatroom, a message that came 10 ms before", "It delivers a chatroom's messages 20 ms after they came, whatever has become of the instance.",
			batched + `batching(20, function (instance) { return instance.room; });`},
		{"delivered behind destroy's done", "DST-07", "destroy, a message having come 10 ms before", "It delivers messages half a second after they came, also when the instance was destroyed.",
			batched + `batching(500, function (instance) { return !instance.room; });`},
		{"delivered behind disconnect's done", "DST-07", "disconnect, a message having come 10 ms before", "It delivers messages a minute after they came.",
			batched + `batching(60000, function (instance) { return !instance.room; });`},
		{"delivered behind the end of a room", "DST-07", "destroy of a chatroom, a message having come 10 ms before", "It delivers a chatroom's messages in batches of 300 ms, also when the room was left.",
			batched + `batching(300, function (instance) { return instance.room; });`},
		{"delivered behind leaving a room", "DST-07", "disconnect of a chatroom, a message having come 10 ms before", "It delivers a chatroom's messages 100 ms after they came, also when the room was left.",
			batched + `batching(100, function (instance) { return instance.room; });`},

		{"an upload storm behind a bad gateway", "UPL-03", "status 502", "It repeats an upload that is answered with 502 at once, for ever.", storm + `storming(502);`},
		{"an upload storm behind a busy service", "UPL-03", "status 503", "It repeats an upload that is answered with 503 at once, for ever.", storm + `storming(503);`},
		{"an upload storm of a file too large", "UPL-03", "status 413", "It repeats an upload that is answered with 413 at once, for ever.", storm + `storming(413);`},
	}
}

// usedUp is a script's helper: an instance knows that its attempts are used up.
const usedUp = `
	Instance.prototype.tell = (function (tell) {
		return function (callback, what) {
			if (callback === "ondisconnect") this.usedUp = what.code === "allAttemptsFailed";
			tell.call(this, callback, what);
		};
	})(Instance.prototype.tell);`

// storm is a script's helper: an upload that is answered with a status is sent again at once.
const storm = upload + `
	function storming(status) {
		sending(function (o) {
			var instance = this, done = o.done;
			o.done = function (e, m) {
				if (e && e.code === status) send.call(instance, o);
				else done(e, m);
			};
		});
	}`
