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

// A call on a former instance reaches the object that the SDK gave for that, and what it tells from then on comes under
// the name of the former one. Where the SDK gave the same object again there is no former instance, and no call.
func TestACallOnAFormerInstance(t *testing.T) {
	for name, c := range map[string]struct {
		reuses string // whether the SDK gives the object of a destroyed instance again
		called []string
	}{
		"a new object":    {"false", []string{"alice 1", "former:alice 1", "alice 2", "former:alice 1"}},
		"the same object": {"true", []string{"alice 1", "alice 1"}},
	} {
		t.Run(name, func(t *testing.T) {
			g := NewWithT(t)
			build, err := adapter.Load(weapp.Runtime{}, example(t), "testdata/sdk.js")
			g.Expect(err).NotTo(HaveOccurred())
			s, err := session.Start(context.Background(), session.Options{
				Client: build.With(`
				var made = 0, kept;
				function get() {
					if (!kept || !` + c.reuses + `) kept = {id: ++made};
					return kept;
				}
				module.exports = function (tools) {
					var instances = {};
					return {
						handle: function (name) { return instances[name]; },
						login: function (name) { instances[name] = get(); },
						destroy: function (name) {
							var id = String(instances[name].id);
							tools.emit("done", name, {verb: "destroy", detail: id});
							setTimeout(function () { tools.emit("disconnected", name, {detail: id}); }, 1000);
						}
					};
				};`), Mode: clock.Skip, Seed: 1,
			})
			g.Expect(err).NotTo(HaveOccurred())
			defer s.Close()
			step := func(f func()) {
				f()
				s.Pass(500 * time.Millisecond)
			}
			login := func() { s.Login(clients.IMOptions{Account: "alice", Token: "token"}) }
			step(login)
			step(func() { s.Destroy("alice", nil) })
			step(login)
			step(func() { s.Destroy(clients.Former("alice"), nil) })
			step(func() { s.Destroy("alice", nil) })
			step(func() { s.Destroy(clients.Former("alice"), nil) })
			s.Pass(time.Minute)
			g.Expect(s.Err()).NotTo(HaveOccurred())
			var called []string
			for _, e := range s.Timeline().Where(ledger.By(ledger.Client), ledger.Is(ledger.Done)) {
				called = append(called, e.Instance+" "+e.Detail)
			}
			g.Expect(called).To(Equal(c.called))
			if c.reuses == "false" {
				// the first destroy's came before the application called the former one
				told := s.Timeline().Where(ledger.Is(ledger.Disconnected), ledger.Of(clients.Former("alice")))
				g.Expect(len(told)).To(BeNumerically(">=", 2))
			}
		})
	}
}
