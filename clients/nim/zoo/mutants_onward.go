// LIM-01, REC-12, REC-17, KCK-07, KCK-09, DST-01, DST-04, DST-05, DST-07, DST-09, DST-10 and DOM-01: what comes later
// than usual, or at a second call.

package zoo

// ofKind is the condition in JavaScript under which an instance i is of a kind.
var ofKind = map[bool]string{false: "!i.room", true: "i.room"}

// afresh resets an instance in front of each done.
func afresh(kind string) string {
	return `Instance.prototype.finish = (function (finish) {
		return function () {
			var i = this;
			if (` + kind + `) i.endings = i.endings.map(function (done) {
				return function () {
					i.phase = "idle";
					i.link = null;
					done();
				};
			});
			finish.call(i);
		};
	})(Instance.prototype.finish);`
}

// adaptive makes a heartbeat's limit of how long the last ones took.
func adaptive(kind string) string {
	return `Link.prototype.beats = function () {
		var link = this, i = link.in;
		link.beat = setTimeout(function () {
			var from = Date.now(), most = BEAT_LIMIT;
			if (` + kind + ` && link.mean !== undefined) most = Math.max(1000, 3 * link.mean);
			link.ask("1_2", [], Math.min(BEAT_LIMIT, most), function (a) {
				if (a.code === 0) return link.fail({code: "timeout", message: "slower than usual"});
				var took = Date.now() - from;
				link.mean = link.mean === undefined ? took : (link.mean + took) / 2;
				if (!link.over) link.beats();
			});
		}, BEAT);
	};`
}

// marked marks a login that is asked for behind a refusal as one by itself.
func marked(kind string) string {
	return `Instance.prototype.lost = (function (lost) {
		return function (why) {
			this.wasRefused = !!why.final;
			lost.call(this, why);
		};
	})(Instance.prototype.lost);
	Instance.prototype.attempt = (function (attempt) {
		return function (automatic) {
			var i = this;
			attempt.call(i, automatic || ` + kind + ` && !!i.wasRefused);
		};
	})(Instance.prototype.attempt);`
}

// gathered gives what comes behind three messages of one moment half a second later.
func gathered(kind, unless string) string {
	return `seams.deliver = function (i, m) {
		if (!(` + kind + `)) return i.message(m);
		if (Date.now() - (i.moment || 0) > 200) {
			i.moment = Date.now();
			i.come = 0;
		}
		if (++i.come <= 3) i.message(m);
		else setTimeout(function () { if (!(` + unless + `)) i.message(m); }, 500);
	};
	seams.onKick = function (i) { i.out = true; };
	seams.onLogin = function (i) { i.out = i.gone = false; };
	seams.onLeave = function (i) { i.gone = true; };`
}

// doneless forgets the done of a call in the wait behind a login that was refused for now.
func doneless(verb, kind string) string {
	return `Instance.prototype.lost = (function (lost) {
		return function (why) {
			this.busy = why.code === 503;
			lost.call(this, why);
		};
	})(Instance.prototype.lost);
	Instance.prototype.end = (function (end) {
		return function (verb, o) {
			var i = this;
			end.call(i, verb, verb === "` + verb + `" && ` + kind + ` && i.busy && i.phase === "waiting" ? {} : o);
		};
	})(Instance.prototype.end);`
}

// asleep does not carry out what is asked for in the background.
func asleep(kind string) string {
	return `var hidden = false;
	wx.onAppHide(function () { hidden = true; });
	wx.onAppShow(function () { hidden = false; });
	seams.onKick = function (i) { i.kicked = true; };
	seams.onLogin = function (i) { i.kicked = false; };
	Instance.prototype.connect = (function (connect) {
		return function () {
			var i = this;
			if (!(hidden && i.phase === "idle" && ` + kind + `)) connect.call(i);
		};
	})(Instance.prototype.connect);`
}

// freed opens the socket that waited for the last one to close, also where the instance is leaving.
func freed(kind string) string {
	return `Link.prototype.open = (function (open) {
		return function (url) {
			var link = this, i = link.in;
			open.call(link, url);
			if (i.freed && ` + kind + `) i.freed = function () {
				if (!link.over || i.phase === "leaving") link.dial(url);
			};
		};
	})(Link.prototype.open);`
}

// secondWait makes an attempt although the instance was ended inside the second onwillreconnect.
const secondWait = `Instance.prototype.retry = (function (retry) {
	return function () {
		var i = this;
		retry.call(i);
		if (i.room && i.tries === 2 && i.phase === "leaving") setTimeout(function () { i.attempt(true); }, 3200);
	};
})(Instance.prototype.retry);`

func onwardMutants() []Mutant {
	list := []Mutant{
		{"a chatroom's second wait goes on behind destroy", "DST-05", "room-in-second-onwillreconnect",
			"A chatroom that is destroyed inside its second onwillreconnect makes the attempt.", secondWait},
		{"a chatroom's second wait goes on behind disconnect", "REC-12", "room-in-second-onwillreconnect",
			"A chatroom that is left inside its second onwillreconnect makes the attempt.", secondWait},
		{"a late sync of a reconnect ends the link", "LIM-01", "sync-back-late",
			"An automatic login whose sync takes more than four seconds gives its link up.",
			`Instance.prototype.tell = (function (tell) {
				return function (name, what) {
					if (name === "onsyncdone") this.synced = true;
					tell.call(this, name, what);
				};
			})(Instance.prototype.tell);
			seams.onLogin = function (i) {
				var link = i.link;
				i.synced = !!i.room;
				if (link && link.automatic) setTimeout(function () {
					if (!i.synced && !link.over) link.fail({code: "sync", message: "the sync took too long"});
				}, 4000);
			};`},
		{"what was slow is reported", "DOM-01", "everything-is-slow",
			"Where done took more than three seconds it says so to a host of its own.",
			`seams.onLeave = function (i) { i.left = Date.now(); };
			seams.onDone = function (i) {
				if (Date.now() - i.left > 3000) wx.request({url: "https://report.example.com/", fail: function () {}});
			};`},
	}
	for _, of := range []struct {
		slug, who, whose string
		room             bool
	}{{"", "an account", "an account's", false}, {"room-", "a chatroom", "a chatroom's", true}} {
		kind := ofKind[of.room]
		list = append(list, []Mutant{
			{of.whose + " second done undoes connect", "DST-10", of.slug + "connect-in-the-first-of-two-dones",
				"It forgets its link in front of each done.", afresh(kind)},
			{"as slow as " + of.whose + " last heartbeats", "LIM-01", of.slug + "becomes-slow",
				"A heartbeat may take three times as long as the last ones, and a second at least.", adaptive(kind)},
			{"automatic behind " + of.whose + " refusal", "REC-17", of.slug + "asked-for-behind-a-refusal",
				"A login that is asked for behind a final refusal is marked as one by itself.", marked(kind)},
			{of.whose + " messages in parts, behind a kick", "KCK-09", of.slug + "eight-messages-then-kicked",
				"The fourth message of a moment, and what follows, is given half a second later, kicked or not.",
				gathered(kind, "i.gone")},
			{of.whose + " messages in parts, behind done", "DST-07", of.slug + "eight-messages-then-left",
				"The fourth message of a moment, and what follows, is given half a second later, left or not.",
				gathered(kind, "i.out")},
			{of.who + " destroyed when refused for now", "DST-01", of.slug + "destroyed-when-refused-for-now",
				"destroy behind a login that was refused for now has no done.", doneless("destroy", kind)},
			{of.who + " left when refused for now", "DST-09", of.slug + "left-when-refused-for-now",
				"disconnect behind a login that was refused for now has no done.", doneless("disconnect", kind)},
			{of.who + " asked for in the background", "DST-10", of.slug + "connect-while-hidden",
				"connect in the background does nothing, unless it was kicked.", asleep(kind + " && !i.kicked")},
			{of.who + " asked for in the background, kicked", "KCK-07", of.slug + "connect-while-hidden",
				"connect in the background does nothing when it was kicked.", asleep(kind + " && i.kicked")},
			{of.whose + " next socket opens while it leaves", "DST-04", of.slug + "closes-before-done",
				"The socket that waited for the last one opens when that is closed, destroyed or not.", freed(kind)},
		}...)
	}
	return list
}
