package weapp

import (
	"testing"

	. "github.com/onsi/gomega"

	"nimcert/clients"
	"nimcert/ledger"
)

func TestTheStorageThatAnswersLater(t *testing.T) {
	s := start(t)
	s.load(`
		function log(what) { return function(r) { console.log(what, JSON.stringify(r)) } }
		var o = {n: [1]};
		wx.setStorage({key: "k", data: o, success: log("set")});
		o.n.push(2); // the storage has what it was given
		wx.getStorage({key: "k", success: log("get")});
		wx.getStorageInfo({success: log("info")});
		wx.batchSetStorage({kvList: [{key: "a", value: 1}, {key: "b", value: "two"}], success: log("batch")});
		wx.batchGetStorage({keyList: ["a", "b", "none"], success: log("got")});
		wx.removeStorage({key: "a", complete: log("removed")});
		console.log(wx.getStorageInfoSync().keys.join(), wx.batchGetStorageSync(["b", "k"]).length);
		wx.clearStorage({success: log("cleared")});
		wx.batchSetStorageSync([{key: "c", value: {d: 1}}]);
		console.log(wx.getStorageSync("c").d, wx.getStorageSync("c") === wx.getStorageSync("c"));
		wx.setStorageSync("date", new Date(5)); console.log(wx.getStorageSync("date").getTime());`)
	s.prints("b,k 2", "1 false", "5",
		`set {"errMsg":"setStorage:ok"}`, `get {"data":{"n":[1]},"errMsg":"getStorage:ok"}`,
		`info {"currentSize":1,"errMsg":"getStorageInfo:ok","keys":["k"],"limitSize":10240}`,
		`batch {"errMsg":"batchSetStorage:ok"}`, `got {"dataList":[1,"two",""],"errMsg":"batchGetStorage:ok"}`,
		`removed {"errMsg":"removeStorage:ok"}`, `cleared {"errMsg":"clearStorage:ok"}`)
	s.Inspect()
	s.settle()
	var stored []string
	for _, e := range s.ledger.Timeline().Where(ledger.Is(ledger.Stored)) {
		stored = append(stored, e.Name+" "+e.Detail)
	}
	s.Expect(stored[0]).To(Equal(`c {"d":1}`))
}

func TestABrokenStorageThatAnswersLater(t *testing.T) {
	s := start(t)
	s.BreakStorage(clients.StorageFull)
	s.load(`
		wx.setStorage({key: "k", data: 1}).catch(function(e) { console.log(e.errMsg) });
		wx.setStorage({key: "k", data: 1, fail: function(e) { console.log(e.errMsg) }});
		wx.getStorage({key: "k"}).catch(function(e) { console.log(e.errMsg) });
		wx.getFileSystemManager().writeFile({filePath: wx.env.USER_DATA_PATH + "/a", data: "x", fail: function(e) {
			console.log(e.errMsg) }});`)
	s.settle()
	s.Expect(s.logs()).To(
		ConsistOf("setStorage:fail the storage is full", "setStorage:fail the storage is full",
			"getStorage:fail data not found", "writeFile:fail the storage is full"))
}

func TestAllOfALongValueIsShown(t *testing.T) {
	s := start(t)
	s.load(`wx.setStorageSync("log", {lines: ["x".repeat(5000), "the end"]}); wx.setStorageSync("text", ` +
		`"x".repeat(5000) + "the end")`)
	s.Inspect()
	s.settle()
	for _, e := range s.ledger.Timeline().Where(ledger.Is(ledger.Stored)) {
		s.Expect(e.Detail).To(ContainSubstring("the end"))
	}
}

func TestFilesThatAreReadAndWrittenLater(t *testing.T) {
	s := start(t)
	s.load(`
		var fs = wx.getFileSystemManager(), dir = wx.env.USER_DATA_PATH + "/d", file = dir + "/f";
		function ask(name, o) { o.success = o.fail = function(r) {
			console.log(JSON.stringify(r).split(wx.env.USER_DATA_PATH).join("~")) }; fs[name](o) }
		ask("mkdir", {dirPath: dir});
		ask("writeFile", {filePath: file, data: "YWI=", encoding: "base64"});
		ask("appendFile", {filePath: file, data: "c"});
		ask("readFile", {filePath: file, encoding: "utf8", position: 1, length: 1});
		ask("rename", {oldPath: file, newPath: dir + "/g"});
		ask("access", {path: file});
		ask("readdir", {dirPath: dir});
		ask("getFileInfo", {filePath: dir + "/g"});
		ask("saveFile", {tempFilePath: dir + "/g"});
		ask("rmdir", {dirPath: dir});
		ask("rmdir", {dirPath: dir, recursive: true});
		console.log(fs.readFileSync(wx.env.USER_DATA_PATH + "/g", "hex"),
			fs.statSync(wx.env.USER_DATA_PATH).isDirectory(), fs.statSync(wx.env.USER_DATA_PATH + "/g").isFile());
		console.log(fs.readdirSync(wx.env.USER_DATA_PATH).join());
		fs.truncateSync(wx.env.USER_DATA_PATH + "/g", 1);
		wx.uploadFile({filePath: wx.env.USER_DATA_PATH + "/g", url: "https://x/upload"}).abort();`)
	s.prints("616263 true true", "g", `{"errMsg":"mkdir:ok"}`, `{"errMsg":"writeFile:ok"}`,
		`{"errMsg":"appendFile:ok"}`, `{"data":"b","errMsg":"readFile:ok"}`, `{"errMsg":"rename:ok"}`,
		`{"errCode":1300002,"errMsg":"access:fail no such file or directory ~/d/f"}`,
		`{"errMsg":"readdir:ok","files":["g"]}`,
		`{"digest":"900150983cd24fb0d6963f7d28e17f72","errMsg":"getFileInfo:ok","size":3}`,
		`{"errMsg":"saveFile:ok","savedFilePath":"~/g"}`,
		`{"errCode":1300066,"errMsg":"rmdir:fail directory not empty ~/d"}`, `{"errMsg":"rmdir:ok"}`)
	s.Expect(s.ledger.Timeline().Where(ledger.Is(ledger.UploadStart))).To(HaveLen(1),
		"what the program wrote can be uploaded")
}
