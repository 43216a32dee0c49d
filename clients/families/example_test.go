package families_test

import (
	"context"
	"fmt"
	"os"
	"strings"
	"testing"
	"time"

	"nimcert/clients"
	"nimcert/clients/families"
	"nimcert/clock"
	"nimcert/ledger"
	"nimcert/session"
)

// The family of docs/adapters.md, from its folder.
const folder = "../../examples/family"

func Example() {
	build, err := families.Load(folder, folder+"/example-sdk.js")
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
	for _, file := range []string{"family.yml", "app.js"} {
		want, err := os.ReadFile(folder + "/" + file)
		if err != nil {
			t.Fatal(err)
		}
		if !strings.Contains(string(guide), strings.TrimSpace(string(want))) {
			t.Errorf("docs/adapters.md does not show %s as it is", file)
		}
	}
}
