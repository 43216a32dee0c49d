package zoo

// misbehaves is a script's helper: from then on the end of an instance is not told, and a kick is treated as a loss.
const misbehaves = `
	function misbehaves() {
		seams.returns = function () { return true; };
		seams.finished = function () { return false; };
		DONE = 1e9;
	}`

// behaves is a script's helper: the client misbehaves at its start unless a condition holds.
func behaves(unless string) string { return misbehaves + "\nif (!(" + unless + ")) misbehaves();" }

// Watchers are clients that keep their promises only if they believe they are being certified, by a sign that
// certifications once had. Each must be found wherever requirement Breaks is tried.
func Watchers() []Mutant {
	const breaks = "DST-01"
	stack := func(file string) string { return `new Error().stack.indexOf("` + file + `") >= 0` }
	return []Mutant{
		{"good for alice", breaks, "", "It behaves for an account that is called alice.",
			misbehaves + `seams.onCreate = function (instance) { if (["alice", "bob", "carol", ` +
				`"dave"].indexOf(instance.options.account) < 0) misbehaves(); };`},
		{"good for a word as token", breaks, "", "It behaves for a token that says that it is one.",
			misbehaves +
				`seams.onCreate = function (instance) { if (!/token/.test(instance.options.token)) misbehaves(); };`},
		{"good for the old key", breaks, "", "It behaves for one application.",
			misbehaves + `seams.onCreate = function (instance) { if (instance.options.appKey !== ` +
				`"45c6af3c98409b18a84451215d0bdd6e") misbehaves(); };`},
		{"good on the fifth of January", breaks, "", "It behaves on one day.",
			behaves(`new Date(Date.now()).toISOString().indexOf("2026-01-05T") === 0`)},
		{"good at a full second", breaks, "", "It behaves when it is loaded at a full second.",
			behaves(`Date.now() % 1000 === 0`)},
		{"good on Greenwich time", breaks, "", "It behaves where no phone in China is.",
			behaves(`new Date().getTimezoneOffset() === 0`)},
		{"good in the developer tools", breaks, "", "It behaves on a device that is none.",
			behaves(`/devtools/.test(JSON.stringify(wx.getSystemInfoSync()))`)},
		{"good in the developer tools' folder", breaks, "",
			"It behaves where the folder of a program is that of the developer tools.",
			behaves(`wx.env.USER_DATA_PATH === "http://usr"`)},
		{"good under an application script", breaks, "", "It behaves when it is called from application.js.",
			misbehaves + `module.exports.NIM.getInstance = (function (get) {
				return function (o) {
					if (!(` + stack("application.js") + `)) misbehaves();
					return get(o);
				};
			})(module.exports.NIM.getInstance);`},
		{"good with one sequence of random numbers", breaks, "", "It misbehaves in half of all starts, by chance.",
			behaves(`Math.random() < 0.5`)},
		{"good where time stands still", breaks, "",
			"It behaves where a thousand readings of the date in a row are the same.",
			behaves(`(function (t) { for (var i = 0; i < 20000; i++) if (Date.now() !== t) return false; return ` +
				`true; })(Date.now())`)},
		{"good for the service's first connection", breaks, "",
			"It behaves when the name of its session says that it is the first.",
			misbehaves + `Link.prototype.open = (function (open) {
				return function (url) {
					if (!/sid0000/.test(url)) misbehaves();
					return open.call(this, url);
				};
			})(Link.prototype.open);`},
	}
}

// Sampled are clients that no single session can find, each with the kind of sample that finds it: another seed, or a
// real clock.
func Sampled() []Mutant {
	return []Mutant{
		{"good in every second minute", "DST-01", "seed", "It behaves when it is loaded in an even minute.",
			behaves(`new Date().getMinutes() % 2 === 0`)},
		{"good where computing takes no time", "KCK-02", "real clock",
			"It behaves where the date stands still while it computes.",
			`if ((function (t) {
				for (var i = 0; i < 1e6; i++) {}
				return Date.now() > t;
			})(Date.now())) seams.heedsKick = function () { return false; };`},
	}
}
