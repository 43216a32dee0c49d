// REC-04, REC-09, DST-01, DST-10 and GLB-04: the service refuses a sync, and that goes wrong.

package zoo

// atRefusedSync makes a client do something when a sync of an account's is refused: the instance and its link are at
// hand.
func atRefusedSync(does string) string {
	return `Link.prototype.ask = (function (ask) {
		return function (name, fields, limit, then) {
			var link = this, instance = link.in;
			return ask.call(link, name, fields, limit, name !== "5_1" ? then : function (a) {
				then(a);
				if (a.code === 200) return;
				instance.unsynced = true;
				` + does + `
			});
		};
	})(Link.prototype.ask);`
}

func syncedMutants() []Mutant {
	return []Mutant{
		{"a refused sync ends it in silence", "REC-09", "sync-refused",
			"Where the sync is refused it gives its link up, and tells nobody.",
			atRefusedSync(`link.drop(); instance.phase = "idle";`)},
		{"a refused sync is asked for on another link", "REC-04", "sync-refused",
			"A second after a refused sync it logs in anew, and announces nothing.",
			atRefusedSync(`setTimeout(function () {
				if (link.over) return;
				link.drop();
				instance.attempt(true);
			}, 1000);`)},
		{"never done without a sync", "DST-01", "sync-refused",
			"An instance whose sync was refused calls no done.",
			atRefusedSync("") + `Instance.prototype.finish = (function (finish) {
				return function () { if (!this.unsynced) finish.call(this); };
			})(Instance.prototype.finish);`},
		{"without a sync it stays away", "DST-10", "sync-refused",
			"An instance whose sync was refused hears no connect.",
			atRefusedSync("") + `Instance.prototype.connect = (function (connect) {
				return function () { if (!this.unsynced) connect.call(this); };
			})(Instance.prototype.connect);`},
		{"reads a refused sync", "GLB-04", "rec-04-sync-refused",
			"It reads the time in the answer to a sync, and a refusal has none.", atRefusedSync(`a.r[0].timetag;`)},
	}
}
