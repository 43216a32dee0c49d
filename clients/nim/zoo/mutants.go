package zoo

import "slices"

// spare is a script's helper: it opens a socket beside the instance's own, which nobody accounts for.
const spare = `
	function spare(opened) {
		wx.request({url: "https://" + BUILT_IN + "/socket.io/1/?t=0", dataType: "text", success: function (r) {
			var task = wx.connectSocket({url: "wss://wlnimsc0.netease.im/socket.io/1/websocket/" + String(r.data).split(":")[0]});
			if (opened) task.onOpen(function () { opened(task); });
		}});
	}`

// owing is a script's helper: what an instance that leaves has asked stays without an answer until answers is called, which lets it fail.
const owing = `
	Link.prototype.drop = (function (drop) {
		return function () {
			if (this.in.phase === "leaving") {
				this.in.owed = this.asked;
				this.asked = {};
			}
			drop.call(this);
		};
	})(Link.prototype.drop);
	function answers(instance) {
		var owed = instance.owed || {};
		instance.owed = {};
		Object.keys(owed).forEach(function (ser) { owed[ser]({code: 0}); });
	}`

// Harmless lists changes that come close to breaking a promise and keep it. A check that fails one accuses falsely.
func Harmless() []Mutant {
	return []Mutant{
		{"answered in the turn of done", "DST-07", "", "What was asked and not answered fails in the turn of done, behind it.",
			owing + `seams.onDone = answers;`},
		{"downloads from the listed host", "DOM-04", "", "It fetches a file with each message that comes, from the host on the list.",
			download + `downloading("nim-nosdn.netease.im");`},
	}
}

// download is a script's helper: it fetches a file when a message comes, from a host.
const download = `
	function downloading(host) {
		seams.deliver = function (instance, m) {
			wx.downloadFile({url: "https://" + host + "/" + (m.idServer || m.idClient)});
			instance.message(m);
		};
	}`

// upload is a script's helper: sending does something before each upload, with its options.
const upload = `
	var send = Instance.prototype.sendFile;
	function sending(before) {
		Instance.prototype.sendFile = function (o) {
			before.call(this, o);
			send.call(this, o);
		};
	}`

// Mutants lists the zoo: what breaks at the platform, in the order of the catalogue, what breaks around the ends, what breaks at one moment, what the explorer
// saw releases do, and what does not count with calls inside callbacks, and where ends meet.
func Mutants() []Mutant {
	return slices.Concat(platformMutants(), endMutants(), momentMutants(), scheduleMutants(), insideMutants(), meetMutants())
}

func platformMutants() []Mutant {
	return []Mutant{
		// Sockets.
		{"a spare socket", "LIM-01", "", "A minute after the login it opens a second socket.",
			spare + `seams.onLogin = function () { setTimeout(spare, 60000); };`},
		{"a second socket during the reconnect", "LIM-04", "close 1001", "The attempt that follows a loss opens two sockets and closes one when both are open.",
			spare + `seams.onRetry = function (instance, wait) {
				setTimeout(function () { spare(function (task) { setTimeout(function () { task.close(); }, 500); }); }, wait - 10);
			};`},
		{"a second socket at another network", "LIM-04", "the device changes to another network", "When the device says that it is online it opens a socket, beside the one that its reconnect opens.",
			spare + `seams.onCreate = function () {
				wx.onNetworkStatusChange(function (e) { if (e.isConnected) spare(); });
			};`},
		{"away for good without a network", "REC-09", "the device has no network for two minutes", "What is lost while the device has no network is not opened again.",
			`var online = true;
			wx.onNetworkStatusChange(function (e) { online = e.isConnected; });
			seams.returns = (function (returns) { return function (instance, why) { return online && returns(instance, why); }; })(seams.returns);`},
		{"a refused socket throws", "LIM-03", "one socket too many: another account", "What the platform refuses ends in an exception that the application never hears of.",
			`Instance.prototype.socket = (function (socket) {
				return function (url, on) {
					on.refused = function (why) { throw new Error(why); };
					return socket.call(this, url, on);
				};
			})(Instance.prototype.socket);`},
		{"a socket left behind by a time-out", "LIM-08", "at the first login", "It gives a link up whose login is not answered, and leaves the socket.",
			`seams.closes = function (link) { return link.step !== "login"; };`},
		{"an interval for each login", "LIM-06", "", "Each login starts an interval, and nothing ever ends it.",
			`seams.onLogin = function (instance) { setInterval(function () { instance.alive = Date.now(); }, 60000); };`},

		// The kick.
		{"kicked, and back", "KCK-03", "reason 3, otherPlatformKick", "A kick by another platform is a loss like any other.",
			`seams.returns = (function (returns) {
				return function (instance, why) { return why.reason === "otherPlatformKick" || returns(instance, why); };
			})(seams.returns);`},
		{"kicked, and the heartbeat goes on", "KCK-02", "", "After a kick it keeps the socket for an hour, and its heartbeat.",
			`seams.closes = function (link) { return !link.dismissed; };
			seams.heedsKick = function (link) {
				link.dismissed = true;
				var beat = setInterval(function () { link.post("1_2", []); }, BEAT);
				setTimeout(function () { clearInterval(beat); link.socket.close(); }, 3600000);
				return true;
			};`},

		// The end.
		{"done twice", "DST-01", "", "It calls done at once and again when the socket is closed.",
			`Instance.prototype.destroy = function (o) { this.end("destroy", o); this.end("destroy", o); };`},
		{"done before the close", "DST-02", "a link of 250 ms", "It calls done as soon as it has asked the platform to close the socket.",
			`seams.finished = function () { return true; };`},
		{"a socket left after done", "DST-02", "a fast peer, 25 ms away", "destroy calls done and never closes the socket.",
			`seams.closes = function (link) { return link.in.phase !== "leaving"; };
			seams.finished = function () { return true; };`},
		{"done never, the peer being mute", "DST-03", "", "It waits for the close however long it takes.",
			`DONE = 3600000;`},
		{"destroyed in the handshake, connected later, in JavaScript", "DST-04", "in the handshake", "destroy does not stop a link that waits for its handshake, and opens its socket when the answer comes.",
			`Link.prototype.drop = (function (drop) {
				return function () {
					if (this.step === "handshake") this.in.sockets = 0;
					else drop.call(this);
				};
			})(Link.prototype.drop);`},
		{"destroyed in the wait, attempt made, in JavaScript", "DST-05", "", "destroy does not call the next attempt off.",
			`seams.cancels = function () { return false; };`},
		{"destroyed twice, thrown, in JavaScript", "DST-06", "", "destroy of a destroyed instance throws at the application.",
			`Instance.prototype.destroy = function (o) {
				if (this.destroyed) throw new Error("the instance is destroyed");
				this.end("destroy", o);
			};`},
		{"a socket opened after destroy", "DST-07", "", "A second after done it opens a socket and keeps it.",
			spare + `seams.onDestroyed = function () { setTimeout(spare, 1000); };`},
		{"a timer left behind", "DST-07", "", "It leaves an interval running after destroy.",
			`seams.onDestroyed = function () { setInterval(function () {}, 60000); };`},
		{"a request after done, in JavaScript", "DST-07", "", "Five minutes after done it reports its statistics.",
			`seams.onDestroyed = function () { setTimeout(function () { wx.request({url: "https://statistic.live.126.net/"}); }, 300000); };`},
		{"told in the turn of done, in JavaScript", "DST-07", "destroy", "It calls ondisconnect in the turn of done.",
			`seams.onDestroyed = function (instance) { instance.tell("ondisconnect", {code: "logout"}); };`},
		{"answered a second after done", "DST-07", "disconnect with a message that is not confirmed", "What was asked and not answered fails a second after done.",
			owing + `seams.onDone = function (instance) { setTimeout(function () { answers(instance); }, 1000); };`},
		{"told after done, in JavaScript", "DST-07", "", "It calls ondisconnect a second after done.",
			`seams.onDestroyed = function (instance) { setTimeout(function () { instance.tell("ondisconnect", {code: "logout"}); }, 1000); };`},

		// The switch.
		{"the next account beside the last", "SWI-01", "", "It calls done while the last account's socket closes, so the next account's socket opens beside it.",
			`seams.finished = function () { return true; };`},

		// Domains and files.
		{"a domain outside the list", "DOM-01", "", "It reports its statistics to a host that no list has.",
			`seams.onLogin = function () { wx.request({url: "https://statistics.example.com/", method: "POST", data: {}}); };`},
		{"a socket to a bare address", "DOM-02", "", "It opens its socket at an address instead of a name.",
			`seams.url = function (kind, url) { return kind === "socket" ? url.replace("wlnimsc0.netease.im", "59.111.160.1") : url; };`},
		{"an upload to another host", "DOM-03", "", "It uploads to a host that no list has.",
			`seams.url = function (kind, url) { return kind === "upload" ? url.replace("nos.netease.com", "nos.example.com") : url; };`},
		{"a download from another host", "DOM-04", "", "It fetches a file with each message that comes, from a host that no list has.",
			download + `downloading("nos.netease.com");`},
		{"a plain handshake", "DOM-05", "", "It asks for the handshake without TLS.",
			`seams.url = function (kind, url) { return kind === "handshake" ? url.replace("https:", "http:") : url; };`},
		{"lost without a host that no list has", "DOM-06", "", "It does not log in before a host has answered that no list has.",
			`Link.prototype.begin = (function (begin) {
				return function () {
					var link = this;
					wx.request({url: "https://abt.example.com/", success: function () { begin.call(link); }});
				};
			})(Link.prototype.begin);`},
		{"a file without its end", "UPL-01", "", "It gives another file to the platform than the one it was asked to send.",
			`Instance.prototype.sendFile = (function (sendFile) {
				return function (o) { o.filePath += ".thumbnail"; sendFile.call(this, o); };
			})(Instance.prototype.sendFile);`},

		// Storage.
		{"messages in the storage", "STO-01", "", "It stores each message although db is false.",
			`seams.deliver = function (instance, m) {
				seams.guarded(function () { wx.setStorageSync("message-" + m.idServer, m); });
				instance.message(m);
			};`},
		{"messages in the storage, later", "STO-01", "", "It stores each message by the calls that answer later.",
			`seams.deliver = function (instance, m) {
				wx.batchSetStorage({kvList: [{key: "message-" + m.idServer, value: m}], fail: function () {}});
				instance.message(m);
			};`},
		{"messages in a file", "STO-01", "", "It writes each message to a file of its own.",
			`seams.deliver = function (instance, m) {
				wx.getFileSystemManager().writeFile({filePath: wx.env.USER_DATA_PATH + "/" + m.idServer, data: JSON.stringify(m), fail: function () {}});
				instance.message(m);
			};`},
		{"broken storage ends the login", "STO-02", "", "It lets what the storage throws pass through getInstance.",
			`seams.guarded = function (use) { return use(); };`},
		{"reading unguarded", "STO-02", "every call throws", "It guards what it writes to the storage, and not what it reads.",
			`seams.guarded = (function (guarded) {
				return function (use) { return /getStorage/.test(use) ? use() : guarded(use); };
			})(seams.guarded);`},
		{"storage filled without end", "GLB-04", "", "It writes a log of 64 KiB to the storage every second under another key, until the platform's quota throws at it.",
			`var lines = 0, line = new Array(1 << 16).join("x");
			seams.onLogin = function () { if (!lines) setInterval(function () { wx.setStorageSync("log-" + ++lines, line); }, 1000); };`},

		// Uploads.
		{"progress stops short", "UPL-02", "", "It keeps the last report of an upload's progress to itself.",
			upload + `sending(function (o) {
				var report = o.uploadprogress;
				o.uploadprogress = function (p) { report({percentage: Math.min(p.percentage, 99)}); };
			});`},
		{"a failed upload is not told", "UPL-03", "status 500", "It does not call done when an upload fails.",
			upload + `sending(function (o) {
				var done = o.done;
				o.done = function (err, m) { if (!err) done(err, m); };
			});`},
		{"a failed upload is told twice", "UPL-03", "status 403", "It calls done twice when an upload fails.",
			upload + `sending(function (o) {
				var done = o.done;
				o.done = function (err, m) { done(err, m); if (err) done(err, m); };
			});`},
		{"a failed upload is tried ten times", "UPL-03", "status 500", "It tries an upload that failed again, ten times, one second after the other.",
			upload + `sending(function (o) {
				var instance = this, done = o.done, left = 10;
				o.done = function again(err, m) {
					if (!err || !left--) return done(err, m);
					setTimeout(function () { send.call(instance, o); }, 1000);
				};
			});`},
		{"an upload opens a socket", "UPL-04", "", "It opens a socket of its own for each upload.",
			spare + upload + `sending(function () { spare(); });`},

		// The foreground.
		{"a second socket in the foreground", "REC-19", "", "It opens a socket when the program comes to the front, beside that of the reconnect.",
			spare + `seams.onLogin = function () { wx.onAppShow(function () { spare(); }); };`},

		// The realm.
		{"a replaced global", "GLB-01", "", "It brings its own Promise.",
			`globalThis.Promise = (function (P) { return function (run) { return new P(run); }; })(Promise);`},
		{"a replaced platform call", "GLB-01", "", "It wraps wx.request to add a header to the application's own requests.",
			`var request = wx.request;
			wx.request = function (o) {
				o.header = {"X-Client": "zoo"};
				return request(o);
			};`},
		{"a deleted global", "GLB-01", "", "It deletes a global that it takes for unused.",
			`delete globalThis.console;`},
		{"a patched prototype", "GLB-01", "", "It replaces Array.prototype.forEach by one that passes no index.",
			`Array.prototype.forEach = function (f) { for (var i = 0; i < this.length; i++) f(this[i]); };`},
		{"replaced statics", "GLB-01", "", "It brings its own Object.assign, which takes one source.",
			`var assign = Object.assign;
			Object.assign = function (to, from) { return assign(to, from); };`},
		{"a replaced iterator", "GLB-01", "", "It replaces the iterator of arrays by one that looks the same.",
			`var iterator = Array.prototype[Symbol.iterator];
			Array.prototype[Symbol.iterator] = function () { return iterator.call(this); };`},
		{"a silenced console", "GLB-01", "", "It takes the application's console away.",
			`console.log = console.error = function () {};`},
		{"frozen built-ins", "GLB-01", "", "It freezes the prototypes, so that the application's own polyfills throw.",
			`Object.freeze(Array.prototype);`},
		{"a global replaced at the first loss", "GLB-01", "", "When a link is lost it replaces JSON.stringify.",
			`seams.onLoss = function () {
				var stringify = JSON.stringify;
				JSON.stringify = function (v) { return stringify(v); };
			};`},
		{"eval", "GLB-03", "", "It reads the service's answers with eval.",
			`Link.prototype.receive = (function (receive) {
				return function (text) {
					if (text[0] === "3") eval("(" + text.slice(4) + ")");
					receive.call(this, text);
				};
			})(Link.prototype.receive);`},
		{"new Function", "GLB-03", "", "It finds the platform with new Function, by other code than the one that the platform lets pass.",
			`seams.onAttempt = function () { new Function("return wx")(); };`},
		{"a timer of a string", "GLB-03", "", "It lets a timer run code from a string, and its attempt waits for that.",
			`Link.prototype.begin = (function (begin) {
				return function () {
					globalThis.zooLink = this;
					globalThis.zooBegin = begin;
					setTimeout("zooBegin.call(zooLink)", 1);
				};
			})(Link.prototype.begin);`},
		{"an exception in a timer", "GLB-04", "", "A timer of the reconnect throws, and nobody catches it.",
			`seams.onRetry = function (instance, wait) { setTimeout(function () { instance.missing.call(); }, wait / 2); };`},
		{"an unhandled rejection", "GLB-04", "", "A promise is rejected when the link is lost, and nobody handles it.",
			`seams.onLoss = function (instance, why) { Promise.reject(new Error(why.message)); };`},
		{"an exception from the application's callback", "MSG-03", "", "It hands the application one message where its callback expects a list.",
			`Instance.prototype.message = function (m) { this.tell(this.room ? "onmsgs" : "onmsg", m); };`},
	}
}
