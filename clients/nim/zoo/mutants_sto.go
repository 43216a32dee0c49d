// STO-01 and STO-02: it stores what it should not, or does not bear a storage that breaks.

package zoo

func stoMutants() []Mutant {
	return []Mutant{
		{"messages in the storage, encoded", "STO-01", "storage-does-not-grow", "It stores each message as numbers.",
			`seams.deliver = function (instance, m) {
				var s = JSON.stringify(m), codes = [];
				for (var i = 0; i < s.length; i++) codes.push(s.charCodeAt(i).toString(36));
				seams.guarded(function () { wx.setStorageSync("db-" + m.idServer, codes.join(".")); });
				instance.message(m);
			};`},
		{"messages in the storage, in one entry", "STO-01", "storage-does-not-grow",
			"It stores all messages under one key, each turned round.",
			`var all = "";
			seams.deliver = function (instance, m) {
				all += String(m.text).split("").reverse().join("");
				wx.setStorage({key: "db", data: all, fail: function () {}});
				instance.message(m);
			};`},
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
				wx.getFileSystemManager().writeFile({filePath: wx.env.USER_DATA_PATH + "/" + m.idServer,
					data: JSON.stringify(m), fail: function () {}});
				instance.message(m);
			};`},

		{"broken storage ends the login", "STO-02", "", "It lets what the storage throws pass through getInstance.",
			`seams.guarded = function (use) { return use(); };`},
		{"reading unguarded", "STO-02", "every-call-throws",
			"It guards what it writes to the storage, and not what it reads.",
			`seams.guarded = (function (guarded) {
				return function (use) { return /getStorage/.test(use) ? use() : guarded(use); };
			})(seams.guarded);`},
	}
}
