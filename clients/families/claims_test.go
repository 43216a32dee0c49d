package families

import (
	"encoding/json"
	"os"
	"path/filepath"
	"testing"
	"time"

	. "github.com/onsi/gomega"

	"nimcert/clients"
	"nimcert/clients/adapter"
	"nimcert/ledger"
)

// A requirement that does not apply is not tried. So everything that a family is said to lack is tried here on every
// build: the application asks for it, and nothing happens.

// lacking runs a test on the published builds that are said to lack a capability. Those that have it show that the test
// can fail.
func lacking(t *testing.T, c clients.Capability, test func(t *testing.T, f *adapter.Factory) (lacks bool)) {
	n := 0
	eachBuild(t, func(t *testing.T, f *adapter.Factory) {
		g := NewWithT(t)
		said := !f.Capabilities()[c]
		if said {
			n++
			g.Expect(f.Lacks(c).EN).NotTo(BeEmpty(), "the report says what there is instead")
		}
		g.Expect(test(t, f)).To(Equal(said))
	})
	if n == 0 || n == len(published) {
		t.Errorf("%d of %d published lack it: nothing is compared", n, len(published))
	}
}

// away is ten minutes without the service after a login with these options.
func away(t *testing.T, f *adapter.Factory, o clients.IMOptions) ledger.Timeline {
	b := start(t, f)
	o.Account, o.Token = alice, "token"
	begin := b.Mark("log in")
	b.Login(o)
	b.Expects(begin, ledger.Is(ledger.Connected))
	b.Pass(time.Second)
	lost := b.Refuse()
	b.Pass(10 * time.Minute)
	return b.Timeline().After(lost.Seq)
}

func TestReconnectCap(t *testing.T) {
	lacking(t, clients.ReconnectCap, func(t *testing.T, f *adapter.Factory) bool {
		one := 1
		after := away(t, f, clients.IMOptions{Options: clients.Options{ReconnectionAttempts: &one}})
		return len(after.Where(ledger.Is(ledger.Attempt))) > 50 // one every 8 s
	})
}

func TestReconnectSwitch(t *testing.T) {
	lacking(t, clients.ReconnectSwitch, func(t *testing.T, f *adapter.Factory) bool {
		after := away(t, f, clients.IMOptions{Options: clients.Options{NoReconnect: true}})
		return len(after.Where(ledger.Is(ledger.Attempt))) > 50
	})
}

func TestDelayOption(t *testing.T) {
	lacking(t, clients.DelayOption, func(t *testing.T, f *adapter.Factory) bool {
		after := away(t, f, clients.IMOptions{ReconnectDelay: 3 * time.Second})
		wait, _ := after.First(ledger.Is(ledger.WillReconnect))
		attempt, _ := after.First(ledger.Is(ledger.Attempt))
		return attempt.Due()-wait.Due() < 2*time.Second
	})
}

// What a build does with reconnectDelayProvider is what is said of it: three of these have no such option.
func TestDelayOptionOfTheOlderSDK(t *testing.T) {
	lacks := 0
	versions := []string{"8.9.103", "8.9.124", "8.9.132", "8.12.0", "9.11.0", "9.12.2", "9.21.12"}
	for _, version := range versions {
		t.Run(version, func(t *testing.T) {
			g := NewWithT(t)
			f, err := Load("nim", filepath.Join("../../sdks/node_modules", "nim-web-sdk-"+version,
				"dist/SDK/NIM_Web_SDK_miniapp.js"))
			g.Expect(err).NotTo(HaveOccurred(), "`make sdks` installs the published builds")
			has := f.Capabilities()[clients.DelayOption]
			if !has {
				lacks++
				g.Expect(f.Lacks(clients.DelayOption).EN).To(
					Equal("the code of this build does not name reconnectDelayProvider"))
			}
			after := away(t, f, clients.IMOptions{ReconnectDelay: 3 * time.Second})
			wait, _ := after.First(ledger.Is(ledger.WillReconnect))
			attempt, _ := after.First(ledger.Is(ledger.Attempt))
			g.Expect(attempt.Due()-wait.Due() > 2*time.Second).To(Equal(has), "%s", attempt.Due()-wait.Due())
		})
	}
	NewWithT(t).Expect(lacks).To(Equal(3))
}

// everyEvent is an application that writes down each event of the SDK with what it carries.
const everyEvent = `module.exports = function (tools, sdk) {
	var NIM = sdk.default || sdk, v2 = NIM.sdkVersion >= 100000 && apiVersion === "v2", o = {
		appkey: tools.appKey, account: "alice", token: "token", apiVersion: apiVersion };
	function record(emitter) {
		var emit = emitter.emit;
		emitter.emit = function (name, what) {
			tools.emit("message", "alice", { detail: JSON.stringify(Array.prototype.slice.call(arguments)) });
			return emit.apply(emitter, arguments);
		};
	}
	return { login: function () {
		var nim = new NIM(o);
		record(nim);
		if (v2) {
			record(nim.V2NIMLoginService);
			nim.V2NIMLoginService.login("alice", "token");
		} else nim.connect();
	} };
};`

func TestAnnouncedDelay(t *testing.T) {
	lacking(t, clients.AnnouncedDelay, func(t *testing.T, f *adapter.Factory) bool {
		api := "v1"
		if f.Subject().Name == "nim-web-sdk-ng" {
			api = "v2"
		}
		b := start(t, f.With("var apiVersion = "+string(must(json.Marshal(api)))+";"+everyEvent))
		begin := b.Mark("log in")
		b.Login(clients.IMOptions{Account: alice})
		b.Expects(begin, ledger.By(ledger.Server), ledger.Is(ledger.Login))
		b.Pass(time.Second)
		lost := b.Refuse()
		b.Pass(time.Minute)
		told := b.Timeline().After(lost.Seq).Where(ledger.By(ledger.Client), ledger.Is(ledger.Message))
		b.g.Expect(told).NotTo(BeEmpty())
		for _, e := range told {
			var carries []any
			b.g.Expect(json.Unmarshal([]byte(e.Detail), &carries)).To(Succeed())
			for _, what := range carries {
				if fields, ok := what.(map[string]any); ok &&
					(fields["duration"] != nil || fields["retryCount"] != nil) {
					return false
				}
			}
		}
		return true
	})
}

func TestWithoutAChatroomBuildThereIsNoChatroom(t *testing.T) {
	g := NewWithT(t)
	for _, b := range published {
		g.Expect(load(t, b.file, b.family).Capabilities()[clients.Chatroom]).To(BeTrue(), b.name)
		g.Expect(load(t, b.file, b.family).Subject().Chatroom.SHA512).To(HaveLen(128),
			"the verdict rests on both files: the certificate names both")
		dir := t.TempDir()
		g.Expect(os.WriteFile(filepath.Join(dir, "NIM_MINIAPP_SDK.js"),
			must(os.ReadFile(filepath.Join("../../sdks/node_modules", "nim-web-sdk-ng-"+b.file, "NIM_MINIAPP_SDK.js"))),
			0o600)).To(Succeed())
		alone, err := Load(b.family, filepath.Join(dir, "NIM_MINIAPP_SDK.js"))
		g.Expect(err).NotTo(HaveOccurred())
		g.Expect(alone.Capabilities()[clients.Chatroom]).To(BeFalse(), b.name)
		g.Expect(alone.Subject().Chatroom.Build).To(BeEmpty(), b.name)
		g.Expect(alone.Lacks(clients.Chatroom).EN).To(ContainSubstring("CHATROOM_MINIAPP_SDK.js"))
		g.Expect(alone.Probe(t.Context())).To(Succeed(), b.name)
	}
}

func must[T any](v T, err error) T {
	if err != nil {
		panic(err)
	}
	return v
}
