package weapp

import (
	"testing"

	. "github.com/onsi/gomega"

	"nimcert/clients"
	"nimcert/ledger"
)

const inUserData = `var fs = wx.getFileSystemManager(),
		dir = wx.env.USER_DATA_PATH + "/logs", file = dir + "/today.log";
	function attempt(f) { try { return f() } catch (e) {
		console.log(e instanceof Error, e.message, e.message === e.errMsg) } }
`

func TestFiles(t *testing.T) {
	s := start(t)
	s.load(inUserData + `
		attempt(function() { fs.accessSync(dir) });
		attempt(function() { fs.writeFileSync(file, "a", "utf8") });
		fs.mkdirSync(dir, true);
		attempt(function() { fs.mkdirSync(dir, true) });
		fs.accessSync(dir);
		attempt(function() { fs.accessSync(file) });
		attempt(function() { fs.statSync(file) });
		fs.writeFileSync(file, "abc", "utf8");
		fs.appendFileSync(file, "dé", "utf8");
		fs.accessSync(file);
		console.log(fs.statSync(file).size);
		fs.copyFileSync(file, dir + "/copy.log");
		fs.appendFileSync(file, new Uint8Array([33]).buffer);
		fs.readFile({filePath: file, encoding: "utf8", success: function(r) { console.log("read", r.data) }});
		fs.readFile({filePath: file, encoding: "utf8", position: 2, success: function(r) {
			console.log("from 2", r.data) }});
		fs.readFile({filePath: dir + "/copy.log", success: function(r) {
			console.log("bytes", r.data.byteLength) }, complete: function() { console.log("complete") }});
		fs.readFile({filePath: dir + "/none", success: function() { console.log("wrong") }, fail: function(r) {
			console.log(r.errMsg) }});
		fs.unlinkSync(dir + "/copy.log");
		attempt(function() { fs.unlinkSync(dir + "/copy.log") });
		attempt(function() { fs.copyFileSync(dir + "/copy.log", file) });
		console.log("called");`)
	s.prints(
		"true accessSync:fail no such file or directory wxfile://usr/logs true",
		"true writeFileSync:fail no such file or directory wxfile://usr/logs/today.log true",
		"true mkdirSync:fail file already exists wxfile://usr/logs true",
		"true accessSync:fail no such file or directory wxfile://usr/logs/today.log true",
		"true statSync:fail no such file or directory wxfile://usr/logs/today.log true",
		"6",
		"true unlinkSync:fail no such file or directory wxfile://usr/logs/copy.log true",
		"true copyFileSync:fail no such file or directory wxfile://usr/logs/copy.log true",
		"called", "read abcdé!", "from 2 cdé!",
		"bytes 6", "complete", // as it was when it was asked for
		"readFile:fail no such file or directory wxfile://usr/logs/none")
}

func TestFailuresOfFilesHaveTheirNumbers(t *testing.T) {
	s := start(t)
	s.load(inUserData + `
		function code(f) { try { f() } catch (e) { console.log(e.errCode) } }
		fs.mkdirSync(dir);
		fs.writeFileSync(file, "x");
		code(function() { fs.readFileSync(dir + "/none") });
		code(function() { fs.mkdirSync(dir) });
		code(function() { fs.rmdirSync(dir) });
		fs.access({path: dir + "/none", fail: function(r) { console.log(r.errCode, r.errMsg.slice(0, 11)) }});`)
	s.prints("1300002", "1301005", "1300066", "1300002 access:fail")
}

func TestStatsOfAWholeFolder(t *testing.T) {
	s := start(t)
	s.load(inUserData + `
		fs.mkdirSync(dir + "/old", true);
		fs.writeFileSync(file, "abc");
		fs.writeFileSync(dir + "/old/a.log", "ab");
		function log(stats) {
			console.log(stats.map(function(s) { return s.path + " " + s.stats.isFile() + " " + s.stats.size }).join())
		}
		log(fs.statSync(dir, true));
		fs.stat({path: dir, recursive: true, success: function(r) { log(r.stats) }});
		console.log(fs.statSync(file, true).isFile());`)
	all := "/ false 0,/old false 0,/old/a.log true 2,/today.log true 3"
	s.prints(all, "true", all)
}

// Phones have them, though the newest typings list them no more.
func TestTheOlderCallsForFiles(t *testing.T) {
	s := start(t)
	s.AddFile("wxfile://tmp/a.png", []byte("picture"))
	s.load(`
		function log(r) { console.log(JSON.stringify(r)) }
		wx.getFileInfo({filePath: "wxfile://tmp/a.png", success: log});
		wx.getFileInfo({filePath: "none", fail: log});
		wx.saveFile({tempFilePath: "wxfile://tmp/a.png"}).then(function(r) {
			log(r);
			wx.getSavedFileInfo({filePath: r.savedFilePath, success: function(i) {
				log([i.size, typeof i.createTime]) }});
			wx.getSavedFileList({success: function(l) { log(l.fileList.length) }});
			wx.removeSavedFile({filePath: r.savedFilePath, success: log});
		});`)
	s.settle() // what the promise's callback asked for is answered a turn later
	s.prints(`{"digest":"5456fc54c74a297ce994998c2873b370","errMsg":"getFileInfo:ok","size":7}`,
		`{"errMsg":"getFileInfo:fail no such file or directory none"}`,
		`{"errMsg":"saveFile:ok","savedFilePath":"wxfile://usr/a.png"}`,
		`[7,"number"]`, "1", `{"errMsg":"removeSavedFile:ok"}`)
}

func TestAFullDeviceTakesNoFiles(t *testing.T) {
	s := start(t)
	s.load(inUserData + `fs.mkdirSync(dir); fs.writeFileSync(file, "a")`)
	s.BreakStorage(clients.StorageFull)
	s.load(inUserData + `
		attempt(function() { fs.mkdirSync(dir + "/more") });
		attempt(function() { fs.writeFileSync(file, "b") });
		attempt(function() { fs.appendFileSync(file, "b") });
		attempt(function() { fs.copyFileSync(file, dir + "/copy") });
		console.log(fs.statSync(file).size)`)
	s.prints("true mkdirSync:fail the storage is full true", "true writeFileSync:fail the storage is full true",
		"true appendFileSync:fail the storage is full true",
		"true copyFileSync:fail the storage is full true", "1")
}

func TestWhatTheProgramWroteIsInspected(t *testing.T) {
	s := start(t)
	s.AddFile("wxfile://tmp/picture.png", []byte("not the program's"))
	s.load(inUserData + `fs.mkdirSync(dir); fs.writeFileSync(file, "what happened"); fs.writeFileSync(dir + ` +
		`"/gone", "x"); fs.unlinkSync(dir + "/gone"); console.log("written")`)
	s.prints("written")
	s.Inspect()
	s.load(`console.log("inspected")`)
	s.prints("written", "inspected")
	stored := s.ledger.Timeline().Where(ledger.Is(ledger.Stored))
	s.Expect(stored).To(HaveLen(1))
	s.Expect(stored[0].Detail).To(Equal("what happened"))
}

func TestListenersAreTakenOff(t *testing.T) {
	s := start(t)
	s.load(`
		function one() { console.log("one") }
		function two() { console.log("two") }
		wx.onAppHide(one); wx.onAppHide(two); wx.offAppHide(one);
		wx.onAppShow(one); wx.onAppShow(two); wx.offAppShow();`)
	s.Background()
	s.Foreground()
	s.load(`console.log("end")`)
	s.prints("two", "end")
}
