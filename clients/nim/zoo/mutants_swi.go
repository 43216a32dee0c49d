// SWI-01 and SWI-04: another account, or the same again, goes wrong.

package zoo

func swiMutants() []Mutant {
	return []Mutant{
		{"the next account beside the last", "SWI-01", "",
			"It calls done while the last account's socket closes, so the next account's socket opens beside it.",
			`seams.finished = function () { return true; };`},

		{"a token kept by account", "SWI-04", "im-renewed-token",
			"It keeps the first token of an account, whatever the application gives to the next instance.",
			tokens + `var kept = {};
			token(function (instance) {
				return kept[instance.options.account] = kept[instance.options.account] || instance.options.token; });`},
		{"options kept by account", "SWI-04", "im-other-attempts",
			"It keeps the first limit of attempts of an account.",
			`var limits = {};
			seams.allowed = function (instance) {
				var n = instance.options.reconnectionAttempts;
				return n === undefined ? Infinity : limits[instance.options.account];
			};
			seams.onCreate = function (instance) {
				var account = instance.options.account;
				if (!(account in limits)) limits[account] = instance.options.reconnectionAttempts;
			};`},
	}
}
