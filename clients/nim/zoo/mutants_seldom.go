// REC-09, KCK-01, LIM-06, UPL-03, MSG-01 and MSG-05: answers and messages that seldom come, and what is left.

package zoo

// busyLookup ends the reconnecting when LBS answers with a status.
func busyLookup(status string) string {
	return `Link.prototype.lookup = (function (lookup) {
		return function () {
			var link = this, get = link.get;
			link.get = function (kind, url, then) {
				get.call(link, kind, url, function (r) {
					if (kind !== "lbs" || !link.automatic || r.statusCode !== ` + status + `) return then(r);
					link.drop();
					link.in.link = null;
					link.in.phase = "idle";
				});
			};
			lookup.call(link);
		};
	})(Link.prototype.lookup);`
}

// ticking begins an interval behind an end that the service made of an instance. Nobody ends it.
func ticking(when string) string {
	return `Instance.prototype.lost = (function (lost) {
		return function (why) {
			lost.call(this, why);
			if (this.phase === "idle" && (` + when + `)) setInterval(function () {}, 45000);
		};
	})(Instance.prototype.lost);`
}

func seldomMutants() []Mutant {
	return []Mutant{
		{"an LBS that forbids is the end", "REC-09", "lbs-403-handshake-500",
			"An LBS that answers 403 to a client on its way back ends the reconnecting without a word.",
			busyLookup("403")},
		{"an LBS that is asked too often is the end", "REC-09", "lbs-429-handshake-500",
			"An LBS that answers 429 to a client on its way back ends the reconnecting without a word.",
			busyLookup("429")},
		{"a place that is asked for every second", "UPL-03", "place-refused",
			"Where the service refuses a place for a file it is asked for again every second, and nobody is told.",
			`Instance.prototype.sendFile = (function (sendFile) {
				return function (o) {
					var i = this;
					sendFile.call(i, Object.assign({}, o, {done: function (e, m) {
						if (e && e.code === 416) setTimeout(function () { i.sendFile(o); }, 1000);
						else o.done(e, m);
					}}));
				};
			})(Instance.prototype.sendFile);`},
		{"a kick's words are JSON", "KCK-01", "with-words",
			"It reads what stands beside a kick's reason as JSON: where it is none the kick is not heeded.",
			`Link.prototype.packet = (function (packet) {
				return function (a) {
					if (a.sid === 2 && a.cid === 5 && a.r[2]) try { JSON.parse(a.r[2]); } catch (e) { return; }
					packet.call(this, a);
				};
			})(Link.prototype.packet);`},
		{"a token of digits is a number", "MSG-01", "sixty-at-once",
			"It sends a token of digits as a number: a zero in front is lost, and the service refuses the login.",
			`Link.prototype.ask = (function (ask) {
				return function (packet, parts) {
					parts.forEach(function (part) {
						if (part.v && /^\d+$/.test(part.v[1000])) part.v[1000] = Number(part.v[1000]);
					});
					return ask.apply(this, arguments);
				};
			})(Link.prototype.ask);`},
		{"no text, no message", "MSG-01", "without-a-text",
			"A message without a text is not given.",
			`Instance.prototype.take = (function (take) {
				return function (m) { if (m.text) take.call(this, m); };
			})(Instance.prototype.take);`},
		{"a chatroom takes the messages' time limits along", "MSG-05", "message-never-confirmed-other-leaves",
			"destroy ends the time limits of what was asked, also those of other instances.",
			`var limits = [];
			Link.prototype.ask = function (packet, q, limit, then) {
				var link = this, ser = link.post(packet, q);
				var timer = setTimeout(function () { link.settle(ser, {code: 0}); }, limit);
				limits.push(timer);
				link.asked[ser] = function (a) {
					clearTimeout(timer);
					then(a);
				};
			};
			seams.onDestroyed = function () {
				limits.forEach(clearTimeout);
				limits = [];
			};`},
		{"an interval behind a chatroom's refusal", "LIM-06", "room-refused",
			"A final refusal of a chatroom begins an interval that destroy does not end.",
			ticking("why.final && this.room")},
		{"an interval behind a refusal", "LIM-06", "refused",
			"A final refusal of an account begins an interval that destroy does not end.",
			ticking("why.final && !this.room")},
		{"an interval behind used-up attempts", "LIM-06", "used-up",
			"Used-up attempts begin an interval that destroy does not end.",
			ticking("!why.final && !why.kicked && !this.room")},
		{"an interval behind a chatroom's used-up attempts", "LIM-06", "room-used-up",
			"A chatroom's used-up attempts begin an interval that destroy does not end.",
			ticking("!why.final && !why.kicked && this.room")},
		{"an interval behind a kick", "LIM-06", "kicked", "A kick begins an interval that destroy does not end.",
			ticking("why.kicked && !this.room")},
		{"an interval behind a chatroom's kick", "LIM-06", "room-kicked",
			"A kick out of a chatroom begins an interval that destroy does not end.",
			ticking("why.kicked && this.room")},
	}
}
