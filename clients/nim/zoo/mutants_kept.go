// REC-01, REC-09, KCK-07, MSG-04, STO-02 and GLB-01: what it stores, and what it finds in the storage.

package zoo

// stores is a script's helper: entries of the storage that may throw.
const stores = `
	function kept(key) { return seams.guarded(function () { return wx.getStorageSync(key); }); }
	function keep(key, value) { seams.guarded(function () { wx.setStorageSync(key, value); }); }
`

func keptMutants() []Mutant {
	return []Mutant{
		{"attempts of an earlier run", "REC-01", "n-3-relaunched",
			"It stores how many attempts it made, and makes fewer in the next run until a reconnect succeeds.",
			stores + `var spent = Number(kept("zoo-tries")) || 0;
			seams.allowed = (function (allowed) {
				return function (instance) { return Math.max(0, allowed(instance) - spent); };
			})(seams.allowed);
			seams.onRetry = function (instance) { keep("zoo-tries", instance.tries); };
			seams.onLogin = function (instance) {
				if (!instance.link.automatic) return;
				spent = 0;
				keep("zoo-tries", 0);
			};`},
		{"kicked in an earlier run", "REC-09", "relaunched-kicked",
			"It stores that it was kicked, and a run that finds this does not reconnect.",
			stores + `var before = kept("zoo-kicked");
			seams.onKick = function () { keep("zoo-kicked", "yes"); };
			seams.returns = (function (returns) {
				return function (instance, why) { return !before && returns(instance, why); };
			})(seams.returns);`},
		{"used up in an earlier run", "REC-09", "relaunched-used-up",
			"It stores that the attempts were used up, and a run that finds this does not reconnect.",
			stores + `var before = kept("zoo-over");
			seams.onLoss = function (instance) {
				if (instance.tries > 0 && instance.tries >= seams.allowed(instance)) keep("zoo-over", "yes");
			};
			seams.returns = (function (returns) {
				return function (instance, why) { return !before && returns(instance, why); };
			})(seams.returns);`},
		{"refused in an earlier run", "REC-09", "relaunched-refused",
			"It stores the code of a refused login, and a run that finds one does not reconnect.",
			stores + `var before = kept("zoo-code");
			seams.onLoss = function (instance, why) { if (why.final) keep("zoo-code", String(why.code)); };
			seams.returns = (function (returns) {
				return function (instance, why) { return !before && returns(instance, why); };
			})(seams.returns);`},
		{"killed in its login", "REC-09", "relaunched-pending",
			"It stores that a login is pending, and a run that finds this waits for that login to end.",
			stores + `var pending = kept("zoo-pending");
			seams.onAttempt = function () { keep("zoo-pending", "yes"); };
			seams.onLogin = function () { keep("zoo-pending", ""); };
			seams.onDone = function () { keep("zoo-pending", ""); };
			Instance.prototype.attempt = (function (attempt) {
				return function (automatic) { if (!pending) attempt.call(this, automatic); };
			})(Instance.prototype.attempt);`},
		{"killed while connected", "REC-09", "relaunched-connected",
			"It stores what it is connected to and takes that away at its end; a run that finds it uses its address.",
			stores + `var before = kept("zoo-live");
			seams.onLogin = function (instance) { keep("zoo-live", "yes"); };
			seams.onLeave = function () { keep("zoo-live", ""); };
			seams.onLoss = function () { keep("zoo-live", ""); };
			seams.returns = (function (returns) {
				return function (instance, why) { return before !== "yes" && returns(instance, why); };
			})(seams.returns);`},
		{"a session of an earlier run", "KCK-07", "relaunched",
			"The first login of a run is marked automatic where an earlier run stored that it was logged in.",
			stores + `var before = kept("zoo-account");
			seams.onLogin = function (instance) { keep("zoo-account", instance.options.account); };
			Instance.prototype.attempt = (function (attempt) {
				return function (automatic) {
					attempt.call(this, automatic || before === this.options.account);
					before = "";
				};
			})(Instance.prototype.attempt);`},
		{"one newest message for all accounts", "MSG-04", "waited-another-was-here",
			"It drops messages that are older than the newest one, whichever account that was for.",
			`var newest = 0;` + newer(``)},
		{"one stored newest message for all accounts", "MSG-04", "waited-another-run",
			"It drops messages that are older than the newest one of the runs before, whichever account that was for.",
			stores + `var newest = Number(kept("zoo-newest")) || 0, seen = newest;` + newer(`keep("zoo-newest", at);`)},
		{"half of what it stored", "STO-02", "full-behind-2-relaunched",
			"It stores how many addresses it keeps, and then each; where one is missing the next run throws.",
			stores + `seams.onLogin = function (instance) {
				if (instance.room) return;
				keep("zoo-addresses", 1);
				keep("zoo-address-0", {host: instance.addresses[0]});
			};
			Link.prototype.lookup = (function (lookup) {
				return function () {
					if (kept("zoo-addresses")) this.first = wx.getStorageSync("zoo-address-0").host.split(":");
					lookup.call(this);
				};
			})(Link.prototype.lookup);`},
		{"the account's entries removed", "GLB-01", "left-as-they-were",
			"At its end it removes all entries whose key holds the account's name.",
			`seams.onDestroyed = function (instance) {
				wx.getStorageInfoSync().keys.forEach(function (key) {
					if (key.indexOf(instance.options.account) >= 0) wx.removeStorageSync(key);
				});
			};`},
		{"entries of older versions removed", "GLB-01", "left-as-they-were",
			"At a login it removes all entries whose key begins like the name of an SDK.",
			`seams.onLogin = function () {
				wx.getStorageInfoSync().keys.forEach(function (key) {
					if (/^(nim|im|yx)/i.test(key)) wx.removeStorageSync(key);
				});
			};`},
		{"room made in the storage", "GLB-01", "left-as-they-were",
			"It empties the storage when most of the quota is used.",
			`seams.onCreate = function () {
				var info = wx.getStorageInfoSync();
				if (info.currentSize > info.limitSize * 0.8) wx.clearStorageSync();
			};`},
	}
}

// newer is a script that drops what is older than the newest message, and does something at each time.
func newer(then string) string {
	return `
	Link.prototype.packet = (function (packet) {
		return function (a) {
			if (a.sid === 7 && a.cid === 2) {
				var at = Number((a.r || [{}])[0][7]) || 0;
				if (at < newest) return;
				newest = at;
				` + then + `
			}
			packet.call(this, a);
		};
	})(Link.prototype.packet);`
}
