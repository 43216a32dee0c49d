// KCK-01, KCK-03, KCK-04, KCK-05, MSG-01, MSG-03, MSG-04, UPL-03 and UPL-04: it misses what comes meanwhile.

package zoo

func meanwhileMutants() []Mutant {
	return []Mutant{
		{"the second kick, and silence", "KCK-01", "after-reconnect",
			"The second kick of an account is not told.",
			`var kicks = 0;
			Instance.prototype.tell = (function (tell) {
				return function (callback, what) {
					if (callback === "ondisconnect" && what.code === "kicked" && ++kicks > 1) return;
					tell.call(this, callback, what);
				};
			})(Instance.prototype.tell);`},
		{"kicked out of a room that it came back to", "KCK-01", "room-after-reconnect",
			"Behind an automatic reconnect it does not heed a kick out of a chatroom.",
			`seams.heedsKick = function (link) { return !(link.in.room && link.automatic); };`},
		{"kicked in the background, and back", "KCK-03", "hidden",
			"A kick that comes in the background is treated as a loss.",
			`var hidden = false;
			wx.onAppHide(function () { hidden = true; });
			wx.onAppShow(function () { hidden = false; });
			seams.returns = (function (returns) {
				return function (instance, why) { return why.kicked && hidden || returns(instance, why); };
			})(seams.returns);`},
		{"out of a room in the background, and back", "KCK-03", "room-hidden",
			"A chatroom is entered again after a kick that came in the background.",
			`var hidden = false;
			wx.onAppHide(function () { hidden = true; });
			wx.onAppShow(function () { hidden = false; });
			seams.returns = (function (returns) {
				return function (instance, why) {
					return instance.room && why.kicked && hidden || returns(instance, why); };
			})(seams.returns);`},
		{"a message first, and then the kick", "KCK-04", "message-unconfirmed",
			"While a message is not confirmed it does not heed a kick.",
			`seams.heedsKick = function (link) { return link.in.room || Object.keys(link.asked).length === 0; };`},
		{"a heartbeat first, and then the kick", "KCK-04", "heartbeat-unanswered",
			"While a heartbeat is not answered it does not heed a kick.",
			`seams.heedsKick = function (link) { return link.in.room || Object.keys(link.asked).length === 0; };`},
		{"an upload first, and then the kick", "KCK-04", "upload-running",
			"A kick is heeded five seconds later while a picture is uploaded.",
			`seams.heedsKick = function (link) {
				if (!link.in.uploads.length || link.late) return true;
				link.late = true;
				setTimeout(function () { if (!link.over) link.in.kick(link, "samePlatformKick"); }, 5000);
				return false;
			};`},
		{"both kicked, and one told", "KCK-05", "both-kicked",
			"Of two kicks at one instant it heeds the first.",
			`var last = -1;
			seams.heedsKick = function (link) {
				var first = last !== Date.now();
				last = Date.now();
				return first;
			};`},
		{"a team's messages lost behind a reconnect", "MSG-04", "team-after-reconnect",
			"Behind an automatic reconnect a team's messages are not delivered.",
			`seams.deliver = function (instance, m) {
				if (m.scene !== "team" || !instance.link.automatic) instance.message(m); };`},
		{"a room's messages twice behind a reconnect", "MSG-03", "after-reconnect",
			"Behind an automatic reconnect a chatroom's messages are delivered twice.",
			`seams.deliver = function (instance, m) {
				instance.message(m);
				if (instance.room && instance.link && instance.link.automatic) instance.message(m);
			};`},
		{"a long text cut", "MSG-01", "long-text",
			"It delivers a thousand characters of a text.",
			`seams.deliver = function (instance, m) {
				m.text = String(m.text).slice(0, 1000);
				instance.message(m);
			};`},
		{"deaf behind a change of network", "MSG-04", "network-changes",
			"For two seconds after a change of network it delivers nothing.",
			`var changed = -1e9;
			wx.onNetworkStatusChange(function () { changed = Date.now(); });
			seams.deliver = function (instance, m) { if (Date.now() - changed > 2000) instance.message(m); };`},
		{"deaf behind a reconnect", "MSG-04", "closed",
			"For two seconds after an automatic login it delivers nothing.",
			`seams.onLogin = function (instance) { if (instance.link.automatic) instance.since = Date.now(); };
			seams.deliver = function (instance, m) {
				if (!(Date.now() - instance.since < 2000)) instance.message(m); };`},
		{"two uploads, and one answer", "UPL-04", "two-at-once",
			"Of two uploads at once the last one is answered.",
			`var last;
			` + upload + `sending(function (o) {
				var done = o.done;
				last = o;
				o.done = function (e, m) { if (o === last) done(e, m); };
			});`},
		{"no place for a file, and no answer", "UPL-03", "no-place",
			"It waits for a place for its file for ever.",
			noPlace + `noPlace(function () { return true; });`},
		{"a link lost before there is a place", "UPL-04", "place-pending-link-lost",
			"An upload that has no place yet when the link is lost is never answered.",
			noPlace + `noPlace(function (link) { return link.over; });`},
		{"a picture's message on its way, and lost", "UPL-04", "message-pending-link-lost",
			"A picture whose message is not confirmed when the link is lost is never answered.",
			`Instance.prototype.send = (function (send) {
				return function (packet, fields, done) {
					var link = this.link;
					send.call(this, packet, fields, function (e, m) {
						if (!e || fields[8] !== 1 || !link || !link.over) done(e, m); });
				};
			})(Instance.prototype.send);`},
		{"an upload at a kick, and no answer", "UPL-04", "kicked",
			"An upload that runs at a kick is never answered.",
			`seams.onKick = function (instance) { instance.kicked = true; };
			` + upload + `sending(function (o) {
				var instance = this, done = o.done;
				o.done = function (e, m) { if (!instance.kicked) done(e, m); };
			});`},
		{"an upload that ends away, and is told as sent", "UPL-04", "away-at-the-end",
			"A picture that is uploaded while the link is away is reported as sent.",
			`Instance.prototype.send = (function (send) {
				return function (packet, fields, done) {
					if (fields[8] === 1 && this.phase !== "ready") done(null, {idClient: fields[11]});
					else send.call(this, packet, fields, done);
				};
			})(Instance.prototype.send);`},
	}
}

// noPlace is a script's helper: what asks for a place for a file and gets none is never answered, if some says so.
const noPlace = `
	function noPlace(some) {
		Link.prototype.ask = (function (ask) {
			return function (packet, q, limit, then) {
				var link = this;
				ask.call(link, packet, q, limit, packet !== "6_2" ? then : function (a) {
					if (a.code !== 0 || !some(link)) then(a);
				});
			};
		})(Link.prototype.ask);
	}`
