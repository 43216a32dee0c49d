// GLB-01 to GLB-04: it changes the realm, needs eval, or lets exceptions go.

package zoo

func glbMutants() []Mutant {
	return []Mutant{
		{"a platform call replaced at a kick", "GLB-01", "after-mishaps",
			"It replaces a call of the platform's when it is kicked.",
			`seams.onKick = function () {
				wx.request = (function (request) { return function (o) { return request.call(wx, o); }; })(wx.request);
			};`},
		{"the application's listeners taken away", "GLB-01", "",
			"At its end it calls wx.offNetworkStatusChange for all.",
			`seams.onDestroyed = function () { wx.offNetworkStatusChange(); };`},
		{"the application's storage emptied", "GLB-01", "", "At its end it empties the storage.",
			`seams.onDestroyed = function () { wx.clearStorageSync(); };`},
		{"a replaced global", "GLB-01", "", "It brings its own Promise.",
			`globalThis.Promise = (function (P) { return function (run) { return new P(run); }; })(Promise);`},
		{"a replaced platform call", "GLB-01", "",
			"It wraps wx.request to add a header to the application's own requests.",
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
		{"new Function", "GLB-03", "",
			"It finds the platform with new Function, by other code than the one that the platform lets pass.",
			`seams.onAttempt = function () { new Function("return wx")(); };`},
		{"a timer of a string", "GLB-03", "", "It lets a timer run code from a string, and its attempt waits for that.",
			`Link.prototype.begin = (function (begin) {
				return function () {
					globalThis.zooLink = this;
					globalThis.zooBegin = begin;
					setTimeout("zooBegin.call(zooLink)", 1);
				};
			})(Link.prototype.begin);`},

		{"storage filled without end", "GLB-04", "",
			"It writes a log of 64 KiB to the storage every second under another key, until the platform's quota " +
				"throws at it.",
			`var lines = 0, line = new Array(1 << 16).join("x");
			seams.onLogin = function () {
				if (!lines) setInterval(function () { wx.setStorageSync("log-" + ++lines, line); }, 1000); };`},
		{"an exception in a timer", "GLB-04", "", "A timer of the reconnect throws, and nobody catches it.",
			`seams.onRetry = function (instance, wait) { setTimeout(function () { instance.missing.call(); }, wait ` +
				`/ 2); };`},
		{"an unhandled rejection", "GLB-04", "", "A promise is rejected when the link is lost, and nobody handles it.",
			`seams.onLoss = function (instance, why) { Promise.reject(new Error(why.message)); };`},
		{"the end of an upload throws behind destroy", "GLB-04", "dst-07-upload-at-destroy",
			"It forgets what an upload belongs to when it is destroyed, and throws when that ends.",
			`Instance.prototype.sendFile = (function (sendFile) {
				return function (o) {
					var instance = this, done = o.done;
					instance.uploads = {push: function () {}, splice: function () { return []; }};
					o.done = function (e, m) { (instance.destroyed ? null : {call: done}).call(e, m); };
					sendFile.call(instance, o);
				};
			})(Instance.prototype.sendFile);`},
		{"a receipt rejected by disconnect", "GLB-04", "msg-04-disconnect-in-message",
			"It confirms each message, and lets the confirmation's promise be rejected when the application leaves.",
			`seams.deliver = function (instance, m) {
				instance.confirming = true;
				instance.message(m);
				setTimeout(function () { instance.confirming = false; }, 50);
			};
			seams.onLeave = function (instance) {
				if (instance.confirming) Promise.reject(new Error("disconnected")); };`},
	}
}
