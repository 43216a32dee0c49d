package adapter_test

import (
	"context"
	"strings"
	"testing"
	"time"

	. "github.com/onsi/gomega"

	"nimcert/clients"
	"nimcert/clients/adapter"
	"nimcert/clients/weapp"
	"nimcert/clock"
	"nimcert/ledger"
	"nimcert/session"
)

// example is the smallest family.
func example(t *testing.T) adapter.Family {
	t.Helper()
	open, err := adapter.ParseExport("sdk.open()")
	NewWithT(t).Expect(err).NotTo(HaveOccurred())
	return adapter.Family{
		Name: "example", Package: "example-sdk", Is: "a build of example-sdk", Exports: []adapter.Export{open},
		Application:  adapter.Source{Name: "app.js", Text: "module.exports = function () {};"},
		Capabilities: map[clients.Capability]bool{clients.IM: true, clients.OnPlatform: true},
	}
}

// told logs in with an application that makes one call of emit, and returns what the application was told, and why the
// session ended.
func told(t *testing.T, emit string) (ledger.Timeline, error) {
	t.Helper()
	g := NewWithT(t)
	build, err := adapter.Load(weapp.Runtime{}, example(t), "testdata/sdk.js")
	g.Expect(err).NotTo(HaveOccurred())
	s, err := session.Start(context.Background(), session.Options{
		Client: build.With(
			`module.exports = function (tools, sdk) { return {login: function (name) { tools.emit(` + emit +
				`); }} };`), Mode: clock.Skip, Seed: 1,
	})
	g.Expect(err).NotTo(HaveOccurred())
	defer s.Close()
	s.Login(clients.IMOptions{Account: "alice", Token: "token"})
	s.Pass(time.Minute)
	return s.Timeline().Where(ledger.By(ledger.Client)), s.Err()
}

// What the application script misspells is its own error, and no SDK's that never connects.
func TestAnApplicationScriptThatIsWrong(t *testing.T) {
	for emit, want := range map[string]string{
		`"conected", name, {}`: `emit: unknown kind of event "conected": did you mean ` +
			`connected?`,
		`"socket open", name, {}`: `emit: unknown kind of event "socket open": use one of ` +
			`connected, `,
		`undefined, name, {}`: `emit takes the kind of an event as a text, not undefined`,
		`"connected", {name: 1}, {}`: `emit("connected") takes the name of an instance as a ` +
			`text, not {"name":1}`,
		`"connected", name`: `emit("connected") takes its fields as an object, not ` +
			`undefined`,
		`"will reconnect", name, {retryCount: 1}`: `emit("will reconnect"): unknown field "retryCount": `,
		`"will reconnect", name, {count: "1"}`: `emit("will reconnect"): the field count is 1, which is of ` +
			`another type`,
		`"error", name, {verb: "login", another: "no"}`: `emit("error"): the field another is no, which is of ` +
			`another type`,
	} {
		t.Run(emit, func(t *testing.T) {
			g := NewWithT(t)
			events, err := told(t, emit)
			g.Expect(err).To(MatchError(HavePrefix("the application script is wrong: " + want)))
			g.Expect(strings.Contains(err.Error(), "\n")).To(BeFalse())
			g.Expect(events).To(BeEmpty())
		})
	}
}

// What the SDK gives to the application may be anything, and is shown.
func TestWhatAnSDKGivesToItsApplication(t *testing.T) {
	for value, want := range map[string]string{
		`undefined`: "", `null`: "", `417`: "417", `"kicked"`: "kicked", `true`: "true", `{a: 1}`: `{"a":1}`,
		`{toString: function () { throw 1 }, get a() { throw 1 }}`: "(a value that cannot be shown)",
		`(function () { var o = {}; o.o = o; return o })()`:        "[object Object]",
		`new Proxy({}, {get: function () { throw 1 }})`:            "(a value that cannot be shown)",
		`new Error("no")`: `Error: no at`,
	} {
		t.Run(value, func(t *testing.T) {
			g := NewWithT(t)
			events, err := told(t, `"error", name, {reason: `+value+`}`)
			g.Expect(err).NotTo(HaveOccurred())
			g.Expect(events).To(HaveLen(1))
			g.Expect(events[0].Reason).To(HavePrefix(want))
		})
	}
}
