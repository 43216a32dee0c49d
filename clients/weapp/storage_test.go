package weapp

import "testing"

func TestTheStorageHasAQuota(t *testing.T) {
	s := start(t)
	s.load(`
		function set(key, value) {
			try { wx.setStorageSync(key, value); return "ok"; } catch (e) { return String(e); }
		}
		var mega = new Array((1 << 20) - 9).join("x"); // with its key a little less than the quota of one key
		console.log(set("large", mega + "xxxxxxxxxx"));
		for (var i = 0; i < 10; i++) if (set("key" + i, mega) !== "ok") console.log("too soon", i);
		console.log(set("one more", mega));
		console.log(set("key0", mega)); // takes the place of its like
		wx.removeStorageSync("key1");
		console.log(set("key1", {text: mega.slice(100)}));
		var cycle = {}; cycle.cycle = cycle;
		console.log(set("cycle", cycle).slice(0, 28), JSON.stringify(wx.getStorageSync("cycle")));
		wx.clearStorageSync();
		console.log(set("one more", mega));`)
	s.prints("Error: setStorageSync:fail the entry is larger than 1048576 bytes",
		"Error: setStorageSync:fail exceed storage max size 10485760 bytes", "ok", "ok",
		`TypeError: Converting circul ""`, "ok")
}
