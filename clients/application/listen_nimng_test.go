package application

import (
	"os"
	"path/filepath"
	"testing"

	. "github.com/onsi/gomega"

	"nimcert/clients/families"
)

// emitting are the calls of an emitter, and the classes of a build with both APIs; nothing connects.
const emitting = `
	function emitter(o) {
		var all = [];
		o.on = o.addListener = function (e, f) { all.push({e: e, f: f}); return o; };
		o.once = function (e, f) { o.on(e, function g() { o.off(e, g); f.apply(o, arguments); }); return o; };
		o.off = o.removeListener = function (e, f) {
			all = all.filter(function (x) { return x.e !== e || x.f !== f; }); return o; };
		o.removeAllListeners = function (e) { all = all.filter(function (x) { return e && x.e !== e; }); return o; };
		o.emit = function (e, v) { all.slice().forEach(function (x) { if (x.e === e) x.f.call(o, v); }); };
		return o;
	}
	function now(v) { return {then: function (f) { f(v); return now(v); }}; }
	function NIM(o) {
		emitter(this);
		this.options = o;
		this.status = "unconnected";
		var status = 0, kick = null;
		this.V2NIMLoginService = emitter({
			login: function () { status = 1; kick = null; this.emit("onLoginStatus", 1); return now(); },
			logout: function () { status = 0; this.emit("onLoginStatus", 0); return now(); },
			getLoginStatus: function () { return status; },
			getKickedOfflineDetail: function () { return kick; },
			kick: function () { var how = kick = {reason: 1}; status = 0; this.emit("onLoginStatus", 0);
				this.emit("onKickedOffline", how); }
		});
	}
	NIM.prototype = {
		setOptions: function (o) { this.options = o; },
		connect: function () { this.status = "logined"; this.emit("logined"); return now(); },
		disconnect: function () { this.status = "unconnected"; this.emit("disconnect"); return now(); },
		destroy: function () { this.V2NIMLoginService.logout(); return now(); },
		lose: function () { this.status = "waitReconnect"; this.emit("disconnect");
			this.emit("willReconnect", {retryCount: 2, duration: 100}); }
	};
	NIM.prototype.constructor = NIM;
	NIM.getInstance = function (o) { if (!NIM.instance) NIM.instance = new NIM(o); return NIM.instance; };
	exports.default = NIM;
	exports.V2NIMConst = {};`

// heardOf runs what an application does at its login on the stub.
func heardOf(t *testing.T, does string) []string {
	t.Helper()
	g := NewWithT(t)
	family, err := families.Find("nimng")
	g.Expect(err).NotTo(HaveOccurred())
	build := filepath.Join(t.TempDir(), "NIM_MINIAPP_SDK.js")
	g.Expect(os.WriteFile(build, []byte(emitting), 0o600)).To(Succeed())
	return runOn(t, family, build, acts, map[string]string{
		"app.js": `var NIM = require("./nim").default; App({ login: function (account) { ` + does +
			` }, logout: function () {} })`,
	}, func(c *client) { c.LogIn("alice", "secret") })
}

func TestTheV2APIIsHeard(t *testing.T) {
	for does, want := range map[string][]string{
		`var s = new NIM({}).V2NIMLoginService; s.login(account, "t"); s.logout(); s.login("bob", "t");`: {
			"verb alice login", "connected alice", "verb alice disconnect", "done alice disconnect", "verb bob login",
			"connected bob",
		},
		`var nim = new NIM({}); nim.destroy(); nim.V2NIMLoginService.login(account, "t"); nim.destroy();`: {
			"verb alice login", "connected alice", "verb alice destroy", "done alice destroy",
		},
		// An end that fails says why: the application gets the same, and may stop there.
		`var nim = new NIM({}); nim.V2NIMLoginService.login(account, "t");
			nim.destroy = function () { return Promise.reject(new Error("no storage")); };
			nim.destroy().catch(function (e) { console.log(e.message); });`: {
			"verb alice login", "connected alice", "verb alice destroy",
			"done alice destroy its promise is rejected: no storage", "no storage",
		},
		// The SDK knows the kick before it says that it is logged out: so can the application.
		`var s = new NIM({}).V2NIMLoginService; s.on("onLoginStatus", function (n) { if (!n) s.login(account, "t"); ` +
			`}); s.login(account, "t"); s.kick();`: {
			"verb alice login", "connected alice", "disconnected alice  1", "verb alice login onLoginStatus",
			"connected alice",
		},
		// What the application removes is no longer called, and what is heard of the SDK stays heard.
		`var s = new NIM({}).V2NIMLoginService;
			var f = function () { console.log("late"); };
			s.on("onLoginStatus", f).once("onLoginStatus", function () { console.log("once"); });
			s.off("onLoginStatus", f); s.login(account, "t"); s.removeAllListeners(); s.login(account, "t");`: {
			"verb alice login", "connected alice", "once", "verb alice login", "connected alice",
		},
		`console.log(NIM.getInstance({}) === NIM.getInstance(), NIM.instance === NIM.getInstance(), NIM.instance ` +
			`instanceof NIM);`: {
			"true true true",
		},
	} {
		t.Run(does, func(t *testing.T) { NewWithT(t).Expect(heardOf(t, does)).To(Equal(want)) })
	}
}

func TestTheV1APIIsHeard(t *testing.T) {
	for does, want := range map[string][]string{
		`var nim = new NIM({account: account}); nim.on("disconnect", function () { console.log(nim.status); });
			nim.connect(); nim.lose(); nim.connect(); nim.disconnect(); nim.destroy();`: {
			"verb alice login", "connected alice", "waitReconnect", "will reconnect alice", "verb alice connect",
			"connected alice",
			"verb alice disconnect", "unconnected", "done alice disconnect", "verb alice destroy", "done alice destroy",
		},
		`var nim = NIM.getInstance({account: account}); nim.setOptions({account: "bob"}); nim.connect();`: {
			"verb bob login", "connected bob",
		},
		`new NIM({account: account, chatroomId: "7"}).connect();`: {"verb alice@7 enter chatroom", "connected alice@7"},
		`var nim = new NIM({account: account}); nim.connect(); nim.emit("kicked", {reason: "serverKick"}); ` +
			`nim.emit("kicked", {});`: {
			"verb alice login", "connected alice", "disconnected alice  serverKick",
		},
	} {
		t.Run(does, func(t *testing.T) { NewWithT(t).Expect(heardOf(t, does)).To(Equal(want)) })
	}
}
