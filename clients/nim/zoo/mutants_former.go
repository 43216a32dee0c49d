// LIM-01, LIM-04, LIM-05, LIM-09, REC-02, REC-08 to REC-10, KCK-03, DST-01, DST-07, DST-09, DST-10, SWI-04, UPL-03:
// a call on an instance that was destroyed, after the application made another one of its name, reaches that one.

package zoo

func formerMutants() []Mutant {
	var list []Mutant
	add := func(name, breaks, condition, what, change string) {
		list = append(list, Mutant{name, breaks, condition, what, former + change})
	}
	add("destroy by account", "LIM-01", "logged-in-former-destroyed",
		"destroy ends the newest instance of the account, whichever it is called on.",
		`byName("destroy", function (i) { return !i.room; });`)
	add("destroy by chatroom", "LIM-01", "room-logged-in-former-destroyed",
		"destroy ends the newest instance of the chatroom, whichever it is called on.",
		`byName("destroy", function (i) { return i.room; });`)
	add("disconnect by account", "DST-07", "former-disconnected",
		"disconnect ends the newest instance of the account, whichever it is called on.",
		`byName("disconnect", function (i) { return !i.room; });`)
	add("disconnect by chatroom", "DST-07", "room-former-disconnected",
		"disconnect ends the newest instance of the chatroom, whichever it is called on.",
		`byName("disconnect", function (i) { return i.room; });`)
	add("connects though destroyed", "LIM-01", "former-connected",
		"connect of a destroyed instance opens a link.",
		`Instance.prototype.connect = (function (connect) {
			return function () { this.destroyed = false; connect.call(this); };
		})(Instance.prototype.connect);`)
	for _, of := range []struct{ slug, who, when string }{
		{"", "an account", "!i.room"}, {"room-", "a chatroom", "i.room"},
	} {
		again := func(name, breaks, condition, what, change string) {
			add(name+", of "+of.who, breaks, of.slug+condition, what, `
			again = function (i, newest) { if (`+of.when+`) { `+change+` } };`)
		}
		again("destroyed again, the name is free", "LIM-05", "former-destroyed-asked-again",
			"destroy of a destroyed instance frees the name, which the newest has.", `free[name(i)] = true;`)
		again("destroyed again, the wait of the newest ends", "REC-09", "in-the-wait-former-destroyed",
			"destroy of a destroyed instance stops the timer of the name.", `clearTimeout(newest.timer);`)
		again("destroyed again, no heartbeat", "REC-10", "then-silent-former-destroyed",
			"destroy of a destroyed instance stops the heartbeat of the name.",
			`if (newest.link) clearTimeout(newest.link.beat);`)
		again("destroyed again, the newest comes back", "KCK-03", "kicked-former-destroyed",
			"destroy of a destroyed instance connects the newest, which was kicked.",
			`if (newest.phase === "idle") newest.attempt(true);`)
		again("destroyed again, back though left", "DST-10", "left-former-destroyed",
			"destroy of a destroyed instance connects the newest, which was disconnected.",
			`if (newest.phase === "idle") newest.attempt(true);`)
		again("destroyed again, back though used up", "REC-02", "used-up-former-destroyed",
			"destroy of a destroyed instance connects the newest, whose attempts are used up.",
			`if (newest.phase === "idle") newest.attempt(true);`)
		again("destroyed again, another's done lost", "DST-09", "leaving-former-destroyed",
			"destroy of a destroyed instance forgets the done that the newest owes.", `newest.endings = [];`)
		again("destroyed again, the login called off", "SWI-04", "former-destroyed-at-the-login",
			"destroy of a destroyed instance calls off the request of the newest.",
			`if (newest.link && newest.link.task) { newest.link.over = true; newest.link.task.abort(); }`)
		add("sent though destroyed, of "+of.who, "DST-07", of.slug+"former-sends",
			"send on a destroyed instance connects it.",
			`Instance.prototype.send = (function (send) {
				return function () {
					var i = this;
					send.apply(i, arguments);
					if (i.destroyed && `+of.when+`) i.attempt(true);
				};
			})(Instance.prototype.send);`)
	}
	again := func(name, breaks, condition, what, change string) {
		add(name, breaks, condition, what, `again = function (i, newest) { `+change+` };`)
	}
	const giveUp = `if (newest.link && newest.phase === "connecting") newest.link.over = true;`
	again("destroyed again, the first login is ignored", "LIM-09", "first-login-pending-former-destroyed",
		"destroy of a destroyed instance gives up the link of the newest, which logs in.", giveUp)
	again("destroyed again, the automatic login is ignored", "LIM-04", "automatic-login-pending-former-destroyed",
		"destroy of a destroyed instance gives up the link of the newest, which logs in by itself.", giveUp)
	again("destroyed again, back though refused", "REC-08", "refused-former-destroyed",
		"destroy of a destroyed instance connects the newest, which was refused for good.",
		`if (newest.phase === "idle") newest.attempt(true);`)
	again("destroyed again, another's destroy is never done", "DST-01", "destroying-former-destroyed",
		"destroy of a destroyed instance forgets the done that the newest owes.", `newest.endings = [];`)
	again("destroyed again, an upload is forgotten", "UPL-03", "upload-on-its-way-former-destroyed",
		"destroy of a destroyed instance forgets the message that follows an upload of the newest.",
		`newest.send = function () { delete newest.send; };`)
	return list
}

// formerHarmless come close to such a call, and leave the newest alone.
func formerHarmless() []Mutant {
	return []Mutant{
		{"what was destroyed throws", "LIM-01", "", "Every call on a destroyed instance throws at its caller.",
			`["connect", "disconnect", "destroy", "sendText"].forEach(function (verb) {
				Instance.prototype[verb] = (function (base) {
					return function (o) {
						if (this.destroyed && this.phase === "idle") throw new TypeError("it is destroyed");
						return base.call(this, o);
					};
				})(Instance.prototype[verb]);
			});`},
		{"what was destroyed is told so again", "LIM-01", "",
			"destroy of a destroyed instance tells the callbacks of that instance that it is not connected.",
			former + `again = function (i) { i.tell("ondisconnect", {code: "destroyed"}); };`},
	}
}

// former is a script's helper: it knows the newest instance of each name. again is called when a destroyed instance is
// destroyed once more.
const former = `
	var newest = {}, free = {}, again = function (instance, newest) {};
	function name(i) { return i.options.account + "@" + i.room; }
	seams.onCreate = function (i) { newest[name(i)] = i; };
	seams.forgets = function (i) { return i.destroyed || free[name(i)]; };
	Instance.prototype.destroy = (function (destroy) {
		return function (o) {
			if (this.destroyed && newest[name(this)] !== this) again(this, newest[name(this)]);
			destroy.call(this, o);
		};
	})(Instance.prototype.destroy);
	function byName(verb, some) {
		Instance.prototype[verb] = (function (base) {
			return function (o) { base.call(some(this) ? newest[name(this)] : this, o); };
		})(Instance.prototype[verb]);
	}`
