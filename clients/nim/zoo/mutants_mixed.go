// MSG-01, MSG-05, REC-10 and REC-17: it mixes up answers, messages, and the waits of one link and the next.

package zoo

func mixedMutants() []Mutant {
	return []Mutant{
		{"answers in the order of the requests", "MSG-05", "second-refused-first",
			"It takes each answer for that of the request which waits longest.",
			inOrder + `inOrder(function (link) { return !link.in.room; });`},
		{"a chatroom's answers in the order of the requests", "MSG-05", "room-second-refused-first",
			"In a chatroom it takes each answer for that of the request which waits longest.",
			inOrder + `inOrder(function (link) { return link.in.room; });`},
		{"an id a millisecond", "MSG-01", "sixty-at-once",
			"A message's id is the time: those that are sent in one turn share one.",
			`messageId = function () { return "zoo-" + Date.now(); };`},
		{"a line separator ends the frame", "MSG-01", "with-service",
			"It reads frames by a regular expression whose dot matches no line separator.",
			`Link.prototype.receive = (function (receive) {
				return function (text) { if (/^.*$/.test(text)) receive.call(this, text); };
			})(Link.prototype.receive);`},
		{"an old heartbeat's time ends the next link", "REC-10", "lost-behind-a-heartbeat",
			"When the time of a heartbeat is up it ends whichever link is there.",
			outliving + `outliving(function (packet, link) { return packet === "1_2" && !link.in.room; });`},
		{"an old heartbeat's time ends a chatroom's next link", "REC-10", "room-lost-behind-a-heartbeat",
			"When the time of a chatroom's heartbeat is up it ends whichever link is there.",
			outliving + `outliving(function (packet, link) { return packet === "1_2" && link.in.room; });`},
		{"an old message's time ends the next link", "REC-10", "lost-behind-a-message",
			"When a message is not answered in time it ends whichever link is there.",
			outliving + `outliving(function (packet) { return packet === "7_1"; });`},
		{"one sync, and no other behind a loss", "REC-17", "lost-in-the-sync",
			"A sync that was not answered when the link was lost is never asked for again.",
			`Link.prototype.ask = (function (ask) {
				return function (packet, q, limit, then) {
					var instance = this.in;
					if (packet !== "5_1") return ask.call(this, packet, q, limit, then);
					if (instance.syncing) return;
					instance.syncing = true;
					ask.call(this, packet, q, limit, function (a) {
						if (a.code !== 0) instance.syncing = false;
						then(a);
					});
				};
			})(Link.prototype.ask);`},
	}
}

// inOrder is a script's helper: on some links answers are matched to requests by their order alone.
const inOrder = `
	function inOrder(some) {
		Link.prototype.packet = (function (packet) {
			return function (a) {
				var waiting = Object.keys(this.asked).map(Number).sort(function (x, y) { return x - y; });
				if (a.ser > 0 && waiting.length > 0 && some(this)) a.ser = waiting[0];
				packet.call(this, a);
			};
		})(Link.prototype.packet);
	}`

// outliving is a script's helper: the wait for some answers outlives the link, and ends the next one.
const outliving = `
	function outliving(some) {
		Link.prototype.ask = (function (ask) {
			return function (packet, q, limit, then) {
				var instance = this.in;
				if (!some(packet, this)) return ask.call(this, packet, q, limit, then);
				var up = setTimeout(function () {
					var link = instance.link;
					if (link && link.step === "live") link.fail({code: "timeout", message: "no answer"});
				}, limit);
				ask.call(this, packet, q, limit, function (a) {
					if (a.code !== 0) clearTimeout(up);
					then(a);
				});
			};
		})(Link.prototype.ask);
	}`
