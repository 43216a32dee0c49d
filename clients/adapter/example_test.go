package adapter_test

import (
	"context"
	_ "embed"
	"errors"
	"fmt"
	"os"
	"strings"
	"testing"
	"time"

	"github.com/dop251/goja"

	"nimcert/clients"
	"nimcert/clients/adapter"
	"nimcert/clock"
	"nimcert/ledger"
	"nimcert/session"
)

//go:embed testdata/application.js
var application string

//go:embed example_test.go
var source string

// The smallest adapter: docs/adapters.md shows it.
func example() adapter.Family {
	return adapter.Family{
		Package: "example-sdk", Name: "example-sdk", Application: application,
		Check: func(sdk *goja.Object) error {
			if v := sdk.Get("open"); v == nil || goja.IsUndefined(v) {
				return errors.New("it exports no open: is it a build of example-sdk?")
			}
			return nil
		},
		Capabilities: map[clients.Capability]bool{clients.IM: true, clients.OnPlatform: true},
		Lacking:      map[clients.Capability]string{clients.DoneCallback: "has no call that ends an instance"},
		Policy:       clients.Policy{MinDelay: time.Second, MaxDelay: 8 * time.Second, Heartbeat: 80 * time.Second, AttemptTimeout: 30 * time.Second},
	}
}

func Example() {
	build, err := adapter.Load(example(), "testdata/sdk.js")
	if err != nil {
		fmt.Println(err)
		return
	}
	s, err := session.Start(context.Background(), session.Options{Client: build, Mode: clock.Skip, Seed: 1})
	if err != nil {
		fmt.Println(err)
		return
	}
	defer s.Close()
	begin := s.Mark("log in")
	s.Login(clients.IMOptions{Account: "alice", Token: "token"})
	e, _ := s.Await(begin, time.Minute, ledger.By(ledger.Client), ledger.Is(ledger.Connected))
	fmt.Println(build.Subject().Name, build.Subject().Version, e.Kind, e.Instance, s.Timeline().Census(ledger.Host))
	// Output: example-sdk 1.2.3 connected alice 1
}

func TestTheGuideShowsTheExample(t *testing.T) {
	guide, err := os.ReadFile("../../docs/adapters.md")
	if err != nil {
		t.Fatal(err)
	}
	begin := strings.Index(source, "func example()")
	family := source[begin : begin+strings.Index(source[begin:], "\n}\n")]
	for _, want := range []string{application, family} {
		if !strings.Contains(string(guide), strings.TrimSpace(want)) {
			t.Errorf("docs/adapters.md does not show\n%s", want)
		}
	}
}
