package adapter_test

import (
	"context"
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

// Where calls are promises, the application is connected when the newest of its calls is kept, whatever becomes of one
// that it ended before: nim-web-sdk-ng's V1 API never settles that one.
func TestTheNewestCallTellsThatAnInstanceIsConnected(t *testing.T) {
	for calls, want := range map[string]int{
		`[keep]`:        1,
		`[never, keep]`: 1,
		`[keep, never]`: 0,
		`[never]`:       0,
		`[never, deny]`: 0,
	} {
		t.Run(calls, func(t *testing.T) {
			g := NewWithT(t)
			build, err := adapter.Load(weapp.Runtime{}, example(t), "testdata/sdk.js")
			g.Expect(err).NotTo(HaveOccurred())
			s, err := session.Start(context.Background(), session.Options{
				Client: build.With(`module.exports = function (tools, sdk) {
					return {login: function (name) {
						var keep = Promise.resolve(), deny = Promise.reject({code: 1});
						var never = new Promise(function () {});
						var link = tools.connection(name);
						` + calls + `.forEach(function (p) { link.call("login", p); });
						deny.catch(function () {});
						link.status(true);
					}};
				};`), Mode: clock.Skip, Seed: 1,
			})
			g.Expect(err).NotTo(HaveOccurred())
			defer s.Close()
			s.Login(clients.IMOptions{Account: "alice", Token: "token"})
			s.Pass(time.Minute)
			g.Expect(s.Err()).NotTo(HaveOccurred())
			g.Expect(s.Timeline().Where(ledger.By(ledger.Client), ledger.Is(ledger.Connected))).To(HaveLen(want))
		})
	}
}
