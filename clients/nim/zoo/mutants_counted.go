// REC-08 to REC-11, REC-19, DST-09, DST-10, LIM-01, MSG-01 and MSG-03: a number comes round, a table is full, an hour
// is too long, or two of one sort share what is each one's own.

package zoo

func countedMutants() []Mutant {
	return []Mutant{
		{"packets numbered in nine bits", "REC-10", "six-hours-after-login",
			"After 511 packets it counts from 0, which nobody answers: a link is lost after four hours.",
			`Link.prototype.post = (function (post) {
				return function (packet, q) {
					if (this.ser === 511) this.ser = -1;
					return post.call(this, packet, q);
				};
			})(Link.prototype.post);`},
		{"messages numbered up to a hundred", "MSG-01", "three-hundred",
			"The hundred-and-first message gets the id of the first.",
			`var run = Math.floor(Math.random() * 1e9);
			messageId = function () { return "zoo-" + run + "-" + ++messages % 100; };`},
		{"a room's table is full", "MSG-03", "three-hundred",
			"It remembers 256 messages of a chatroom, and takes no more when that table is full.",
			`Instance.prototype.take = (function (take) {
				return function (m) {
					if (!this.room || Object.keys(this.seen).length < 256) take.call(this, m);
				};
			})(Instance.prototype.take);`},
		{"one entry of a chatroom for all accounts", "MSG-03", "two-accounts-in-one",
			"Chatrooms are kept by the room: who enters one with a second account gets the entry of the first.",
			`function ofRoom(o) { return o.chatroomId; }
			module.exports.Chatroom = family(ofRoom, ofRoom);`},
		{"accounts are numbers", "LIM-01", "",
			"An account of digits is a number, and its zeros in front are lost.",
			`seams.onCreate = function (i) {
				if (/^[0-9]+$/.test(i.options.account)) i.options = Object.assign({}, i.options,
					{account: String(+i.options.account)});
			};`},
		{"one time limit for all links", "REC-11", "two-accounts-not-greeted",
			"A link that opens takes the time limit of another one, which waits for ever.",
			`var limit;
			Link.prototype.open = (function (open) {
				return function (url) {
					clearTimeout(limit);
					open.call(this, url);
					limit = this.limit;
				};
			})(Link.prototype.open);`},
		{"the fiftieth login has no heartbeat", "REC-10", "fifty-rounds-and-silent",
			"From the fortieth login of a program on it sends no heartbeat, to spare the battery.",
			`var logins = 0;
			seams.onLogin = function (i) { if (++logins > 40) clearTimeout(i.link.beat); };`},
		{"half an hour away, away for ever", "REC-19", "hidden-for-an-hour-in-the-wait",
			"A wait that is half an hour old when the program comes to the front is not taken up again.",
			`seams.onCreate = function (i) {
				wx.onAppHide(function () { i.hidden = Date.now(); clearTimeout(i.timer); });
				wx.onAppShow(function () {
					if (i.phase === "waiting" && Date.now() - i.hidden < 1800000) i.attempt(true);
				});
			};`},
		{"a closed socket taken for the open one", "DST-09", "behind-a-close-never-answered",
			"When done comes without the close it forgets the socket, whose end later counts for another one.",
			`Instance.prototype.finish = (function (finish) {
				return function () {
					if (this.phase === "leaving") this.sockets = 0;
					finish.call(this);
				};
			})(Instance.prototype.finish);`},
		{"destroyed while it disconnects, and there still", "DST-10", "destroyed-while-disconnecting",
			"Destroy before the done of disconnect does not free the name.",
			`Instance.prototype.end = (function (end) {
				return function (verb, o) { end.call(this, this.phase === "leaving" ? "disconnect" : verb, o); };
			})(Instance.prototype.end);`},
		{"one chatroom after the other", "REC-08", "another-room-behind-a-refusal",
			"A chatroom waits until the one before is entered or left, also where that was refused.",
			`var entering = null, others = [];
			Link.prototype.begin = (function (begin) {
				return function () {
					if (!this.in.room) return begin.call(this);
					if (entering && entering !== this.in) return others.push(this);
					entering = this.in;
					begin.call(this);
				};
			})(Link.prototype.begin);
			seams.onLogin = seams.onLeave = function (i) {
				if (i !== entering) return;
				entering = null;
				var next = others.shift();
				if (next && !next.over) next.begin();
			};`},
		{"out of one chatroom, out of all", "LIM-01", "hall-logged-in-other-kicked",
			"Who is kicked out of a chatroom leaves the others, which are not told.",
			everybody + `seams.onKick = function (kicked) {
				all.forEach(function (i) {
					if (kicked.room && i.room && i !== kicked && i.phase === "ready") i.disconnect({});
				});
			};`},
		{"one account kicked, no heartbeat of the other", "REC-10", "ims-then-silent-other-kicked",
			"An account that is kicked stops the heartbeats of all accounts.",
			everybody + `seams.onKick = function (kicked) {
				all.forEach(function (i) { if (!kicked.room && !i.room && i.link) clearTimeout(i.link.beat); });
			};`},
	}
}
