// LIM-01, LIM-03, REC-01, REC-09, REC-10, REC-17, DST-07, MSG-01 and MSG-04: what depends on the phone, on an option,
// on a large number, or on a call in a callback.

package zoo

// everyInstance is a script's helper: all instances, and how one is given up without a word.
const everyInstance = `
	var everyone = [];
	seams.onCreate = function (instance) { everyone.push(instance); };
	function giveUp() {
		everyone.forEach(function (instance) {
			var link = instance.link;
			if (instance.phase !== "ready") return;
			instance.link = null;
			instance.phase = "idle";
			link.drop();
		});
	}
`

func phoneMutants() []Mutant {
	return []Mutant{
		{"a battery that is low", "REC-10", "", "In the phone's low-power mode its heartbeats go every ten minutes.",
			`if (wx.getBatteryInfoSync().isLowPowerModeEnabled) BEAT = 600000;`},
		{"a phone that is slow", "REC-10", "", "On a phone of low performance its heartbeats go every ten minutes.",
			`var level = wx.getSystemInfoSync().benchmarkLevel;
			if (level > 0 && level < 10) BEAT = 600000;`},
		{"words in two languages", "REC-09", "", "It has no words for a loss in WeChat's third language, and throws.",
			`var words = {zh_CN: {lost: "连接已断开"}, en: {lost: "connection lost"}};
			seams.onLoss = function (instance, why) { why.words = words[wx.getSystemInfoSync().language].lost; };`},
		{"a refusal in other words", "LIM-03", "",
			"It knows a refused socket by the words of one phone, and asks for it again at once where they differ.",
			`Link.prototype.fail = (function (fail) {
				return function (why) {
					var link = this;
					if (!why.refused || / concurrent /.test(why.message) || link.over) return fail.call(link, why);
					setTimeout(function () {
						if (!link.over) link.dial("wss://" + link.in.addresses[0].split(":")[0] +
							"/socket.io/1/websocket/again");
					}, 10);
				};
			})(Link.prototype.fail);`},
		{"little memory, and no link", "LIM-01", "logged-in-disturbed",
			"It gives its links up when the phone has little memory, and does not come back.",
			everyInstance + `wx.onMemoryWarning(giveUp);`},
		{"an error, and no link", "LIM-01", "logged-in-disturbed",
			"It gives its links up when a script of the application's throws.",
			everyInstance + `wx.onError(giveUp);`},
		{"a weak network, and two links", "LIM-01", "logged-in-disturbed",
			"It opens another link when the network is weak.",
			everyInstance + `wx.onNetworkWeakChange(function (e) {
				everyone.forEach(function (instance) {
					if (e.weakNet && instance.phase === "ready") instance.attempt(true);
				});
			});`},
		{"a call, and no heartbeat", "REC-10", "then-silent-disturbed",
			"A phone call stops its heartbeats, and the end of the call does not start them.",
			everyInstance + `wx.onAudioInterruptionBegin(function () {
				everyone.forEach(function (instance) { if (instance.link) clearTimeout(instance.link.beat); });
			});`},
		{"little memory, and nothing seen", "MSG-04", "40-messages-pushed-again",
			"It forgets which messages it delivered when the phone has little memory.",
			everyInstance + `wx.onMemoryWarning(function () {
				everyone.forEach(function (instance) { instance.seen = {}; });
			});`},
		{"messages of another day", "MSG-01", "clock-ahead",
			"It drops messages whose time is a day or more from that of the phone.",
			`Link.prototype.packet = (function (packet) {
				return function (a) {
					var at = a.sid === 7 && a.cid === 2 && Number((a.r || [{}])[0][7]);
					if (!at || Math.abs(at - Date.now()) < 86400000) packet.call(this, a);
				};
			})(Link.prototype.packet);`},
		{"written to a place that is not there", "REC-09", "debug",
			"With debug it writes a loss to the option logFunc, which was not given.",
			`seams.onLoss = function (instance, why) {
				if (!instance.room && instance.options.debug) instance.options.logFunc("lost", why); };`},
		{"written as it is", "REC-09", "room-debug",
			"With debug it writes a chatroom's loss as JSON, which refers to itself.",
			`seams.onLoss = function (instance, why) {
				why.instance = instance;
				instance.why = why;
				if (instance.room && instance.options.debug) console.log(JSON.stringify(instance));
			};`},
		{"twenty attempts at most", "REC-01", "n-33", "It makes 20 attempts, whatever higher number was asked for.",
			`seams.allowed = (function (allowed) {
				return function (instance) {
					var n = allowed(instance);
					return n === Infinity ? n : Math.min(n, 20);
				};
			})(seams.allowed);`},
		{"each seventh by hand", "REC-17", "24-losses", "It marks each seventh automatic login as manual.",
			`Instance.prototype.attempt = (function (attempt) {
				return function (automatic) {
					this.made = (this.made || 0) + 1;
					attempt.call(this, automatic && this.made % 7 !== 0);
				};
			})(Instance.prototype.attempt);`},
		{"a reply that waits for another", "MSG-01", "sent-in-message-done",
			"What is sent inside a message's done goes out when the next answer comes.",
			`Instance.prototype.send = (function (send) {
				return function (packet, fields, done) {
					var instance = this;
					if (instance.answering) return (instance.later = instance.later || []).push([packet, fields, done]);
					send.call(instance, packet, fields, function (err, m) {
						var later = instance.later || [];
						instance.later = null;
						later.forEach(function (l) { instance.send.apply(instance, l); });
						instance.answering = true;
						done(err, m);
						instance.answering = false;
					});
				};
			})(Instance.prototype.send);`},
		{"progress behind the end", "DST-07", "destroy-in-picture-progress",
			"Where it is destroyed inside uploadprogress it tells that its upload is lost, behind done.",
			inProgress("destroy")},
		{"progress behind disconnect", "DST-07", "disconnect-in-picture-progress",
			"Where it is disconnected inside uploadprogress it tells that its upload is lost, behind done.",
			inProgress("disconnect")},
	}
}

// inProgress is a script that asks what became of an upload whose uploadprogress ended its instance.
func inProgress(verb string) string {
	return `Instance.prototype.end = (function (end) {
		return function (called, o) {
			var instance = this;
			end.call(instance, called, o);
			if (instance.progress && called === "` + verb + `") setTimeout(function () {
				instance.tell("ondisconnect", {code: "upload", message: "the upload is lost"}); }, 15000);
		};
	})(Instance.prototype.end);
	Instance.prototype.sendFile = (function (sendFile) {
		return function (o) {
			var instance = this, progress = o.uploadprogress;
			o.uploadprogress = function (p) {
				instance.progress = true;
				progress(p);
				instance.progress = false;
			};
			sendFile.call(instance, o);
		};
	})(Instance.prototype.sendFile);`
}
