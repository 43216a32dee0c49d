package families

import (
	"errors"
	"path/filepath"
	"strings"
	"testing"
	"time"

	. "github.com/onsi/gomega"
	"go.uber.org/goleak"

	"nimcert/clients"
	"nimcert/clients/adapter"
	"nimcert/ledger"
	"nimcert/session/sessiontest"
)

// The clock of the regular expressions' library runs on for a while after the last one.
func TestMain(m *testing.M) {
	goleak.VerifyTestMain(m, goleak.IgnoreAnyFunction("github.com/dlclark/regexp2/v2.runClock"))
}

const (
	alice = "alice"
	lobby = "lobby"
)

// published are the published, with the API through which each is used. `make sdks` installs them.
var published = []struct {
	name, file, family string
}{
	{"V2 10.8.1", "10.8.1/dist/v2", "nimng"},
	{"V2 10.9.77-alpha.4", "10.9.77-alpha.4/dist/v2", "nimng"},
	{"V1 0.8.5", "0.8.5/dist", "nimng-v1"},
	{"V1 0.11.1", "0.11.1/dist", "nimng-v1"},
	{"V1 0.15.0", "0.15.0/dist", "nimng-v1"},
	{"V1 0.17.2", "0.17.2/dist", "nimng-v1"},
	{"V1 10.8.1", "10.8.1/dist/v2", "nimng-v1"},
	{"V1 10.9.77-alpha.4", "10.9.77-alpha.4/dist/v1", "nimng-v1"},
}

// onUniApp are those that are made for uni-app.
var onUniApp = []struct{ name, file, family string }{
	{"V2 10.8.1 on uni-app", "10.8.1/dist/v2", "nimng-uni"},
	{"V2 10.9.77-alpha.4 on uni-app", "10.9.77-alpha.4/dist/v2", "nimng-uni"},
	{"V1 0.8.5 on uni-app", "0.8.5/dist", "nimng-v1-uni"},
	{"V1 0.11.1 on uni-app", "0.11.1/dist", "nimng-v1-uni"},
	{"V1 0.15.0 on uni-app", "0.15.0/dist", "nimng-v1-uni"},
	{"V1 0.17.2 on uni-app", "0.17.2/dist", "nimng-v1-uni"},
	{"V1 10.8.1 on uni-app", "10.8.1/dist/v2", "nimng-v1-uni"},
	{"V1 10.9.77-alpha.4 on uni-app", "10.9.77-alpha.4/dist/v1", "nimng-v1-uni"},
}

// ofQChat are those of QChat.
var ofQChat = []struct{ name, file, family string }{
	{"QChat 0.11.1 on uni-app", "0.11.1/dist", "nimng-qchat-uni"},
	{"QChat 0.15.0 on uni-app", "0.15.0/dist", "nimng-qchat-uni"},
	{"QChat 0.17.2 on uni-app", "0.17.2/dist", "nimng-qchat-uni"},
	{"QChat 10.8.1 on uni-app", "10.8.1/dist/v1", "nimng-qchat-uni"},
	{"QChat 10.9.77-alpha.4 on uni-app", "10.9.77-alpha.4/dist/v1", "nimng-qchat-uni"},
}

// eachBuild runs a test on every published build.
func eachBuild(t *testing.T, test func(t *testing.T, f *adapter.Factory)) {
	for _, b := range published {
		t.Run(b.name, func(t *testing.T) { test(t, load(t, b.file, b.family)) })
	}
}

func load(t *testing.T, file, family string) *adapter.Factory {
	t.Helper()
	name := "NIM_MINIAPP_SDK.js"
	if strings.HasSuffix(family, "-uni") {
		name = "NIM_UNIAPP_SDK.js"
	}
	if family == "nimng-qchat-uni" {
		name = "QCHAT_UNIAPP_SDK.js"
	}
	f, err := Load(family, filepath.Join("../../sdks/node_modules", "nim-web-sdk-ng-"+file, name))
	if errors.Is(err, ErrNoHost) {
		t.Skip(err)
	}
	if err != nil {
		t.Fatalf("%s; `make sdks` installs the published published", err)
	}
	return f
}

// bench is a session with one build.
type bench struct {
	*sessiontest.Bench
	g *WithT
}

func start(t *testing.T, f *adapter.Factory) *bench {
	t.Helper()
	b := sessiontest.Start(t, f, 1)
	return &bench{b, b.G}
}

func (b *bench) logIn() ledger.Event {
	begin := b.Mark("log in")
	b.Login(clients.IMOptions{Account: alice, Token: "token"})
	return b.Expects(begin, ledger.By(ledger.Client), ledger.Is(ledger.Connected), ledger.Of(alice))
}

func doneOf(verb string) ledger.Filter {
	return func(e ledger.Event) bool { return e.Kind == ledger.Done && e.Verb == verb }
}

func TestEveryBuildLogsInReconnectsIsKickedAndLogsOut(t *testing.T) {
	eachBuild(t, func(t *testing.T, f *adapter.Factory) { lives(t, f, "automatic") })
}

func TestEveryBuildForUniAppDoes(t *testing.T) {
	for _, b := range onUniApp {
		t.Run(b.name, func(t *testing.T) { lives(t, load(t, b.file, b.family), "automatic") })
	}
}

// A login of QChat does not say whether the application asked for it.
func TestEveryBuildOfQChatDoes(t *testing.T) {
	for _, b := range ofQChat {
		t.Run(b.name, func(t *testing.T) { lives(t, load(t, b.file, b.family), "") })
	}
}

// lives is a whole life of an instance. mark is how an automatic login is marked on the wire.
func lives(t *testing.T, f *adapter.Factory, mark string) {
	b := start(t, f)
	b.Arm()
	in := b.logIn()
	b.Pass(time.Minute)
	b.g.Expect(b.Timeline().Census(ledger.Host)).To(Equal(1))
	b.g.Expect(b.Timeline().After(in.Seq).Where(ledger.Is(ledger.Attempt))).To(BeEmpty())

	lost := b.Reset()
	wait := b.Expects(lost, ledger.Is(ledger.WillReconnect), ledger.Of(alice))
	attempt := b.Expects(lost, ledger.Is(ledger.Attempt))
	// The documented first delay with its jitter, and what a timer may be late.
	b.g.Expect(attempt.Due() - wait.Due()).To(BeNumerically("~", 1600*time.Millisecond, 20*time.Millisecond))
	b.Expects(lost, ledger.Is(ledger.Connected), ledger.Of(alice))
	login, _ := b.Timeline().After(lost.Seq).First(ledger.By(ledger.Server), ledger.Is(ledger.Login))
	b.g.Expect(login.Detail).To(Equal(mark))

	b.Pass(time.Second)
	kicked := b.Kick(alice, 1)
	told := b.Expects(kicked, ledger.Is(ledger.Disconnected), ledger.Of(alice))
	b.g.Expect(told.Code).To(Equal("kicked"))
	b.g.Expect(told.Reason).To(Equal("samePlatformKick"))
	b.Pass(10 * time.Minute)
	b.g.Expect(b.Timeline().Census(ledger.Host)).To(BeZero())
	b.g.Expect(b.Timeline().After(kicked.Seq).Where(ledger.Is(ledger.Attempt))).To(BeEmpty())

	again := b.Mark("connect after the kick")
	b.Connect(alice)
	b.Expects(again, ledger.Is(ledger.Connected), ledger.Of(alice))
	out := b.Mark("log out")
	b.Disconnect(alice, nil)
	b.Expects(out, doneOf("disconnect"))
	b.Pass(time.Second)
	b.g.Expect(b.Timeline().After(out.Seq).Where(ledger.By(ledger.Server), ledger.Is(ledger.Logout))).To(HaveLen(1))
	b.g.Expect(b.Timeline().Census(ledger.Server)).To(BeZero())

	end := b.Mark("destroy")
	b.Destroy(alice, nil)
	b.Expects(end, doneOf("destroy"))
	b.g.Expect(b.Timeline().Where(ledger.Is(ledger.Uncaught, ledger.Unhandled, ledger.Threw))).To(BeEmpty())
}

// The V2 API goes to DISCONNECTED, not to EXITED, after a refused entry: exit has nothing to leave then, and raises
// nothing.
func TestLeavingAChatroomThatRefusedTheEntryIsDone(t *testing.T) {
	b := start(t, load(t, "10.8.1/dist/v2", "nimng"))
	b.RefuseRoomLogin(417)
	begin := b.Mark("enter a chatroom that refuses")
	b.EnterChatroom(clients.RoomOptions{Instance: lobby, Account: alice, Token: "token", RoomID: "1001"})
	b.Expects(begin, ledger.Is(ledger.Failed), ledger.Of(lobby))
	left := b.Mark("leave")
	b.Disconnect(lobby, nil)
	b.Expects(left, ledger.Is(ledger.Done), ledger.Of(lobby))
}
