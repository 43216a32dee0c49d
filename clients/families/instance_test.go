package families

import (
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	. "github.com/onsi/gomega"

	"nimcert/clients"
	"nimcert/ledger"
)

// The READMEs make an instance by getInstance, which keeps one: destroy must give it up, or a later login is one of an
// instance that is no more.
func TestWhatGetInstanceKeepsBehindDestroyIsSeen(t *testing.T) {
	for _, b := range []struct{ name, file, family, gives string }{
		{"V2", "10.8.1/dist/v2", "nimng", "NIM.instance=void 0,"},
		{"V1", "0.17.2/dist", "nimng-v1", "NIM.instance=null,"},
	} {
		for _, keeps := range []bool{false, true} {
			t.Run(map[bool]string{false: b.name, true: b.name + " that keeps it"}[keeps], func(t *testing.T) {
				g := NewWithT(t)
				source := filepath.Join("../../sdks/node_modules", "nim-web-sdk-ng-"+b.file, "NIM_MINIAPP_SDK.js")
				text, err := os.ReadFile(source)
				g.Expect(err).NotTo(HaveOccurred(), "`make sdks` installs the published builds")
				if keeps {
					g.Expect(string(text)).To(ContainSubstring("destroy(){return " + b.gives))
					text = []byte(strings.Replace(string(text), "destroy(){return "+b.gives, "destroy(){return ", 1))
				}
				build := filepath.Join(t.TempDir(), "NIM_MINIAPP_SDK.js")
				g.Expect(os.WriteFile(build, text, 0o600)).To(Succeed())
				f, err := Load(b.family, build)
				g.Expect(err).NotTo(HaveOccurred())

				s := start(t, f)
				s.logIn()
				end := s.Mark("destroy")
				s.Destroy(alice, nil)
				s.Expects(end, doneOf("destroy"))
				again := s.Mark("log in again")
				s.Login(clients.IMOptions{Account: alice, Token: "token"})
				s.Pass(time.Minute)
				_, in := s.Timeline().After(again.Seq).First(ledger.Is(ledger.Connected))
				s.Destroy(alice, nil)
				s.Pass(time.Minute)
				well := in && s.Timeline().Census(ledger.Host) == 0
				g.Expect(well).To(Equal(!keeps))
			})
		}
	}
}

// Who comes back behind a destroy gets an instance of its own, and not the one of another account that came meanwhile
// and is what getInstance keeps.
func TestAnAccountThatComesBackTakesNobodysInstance(t *testing.T) {
	for _, b := range []struct{ name, file, family string }{
		{"V2", "10.8.1/dist/v2", "nimng"}, {"V1", "0.17.2/dist", "nimng-v1"},
	} {
		t.Run(b.name, func(t *testing.T) {
			g := NewWithT(t)
			f, err := Load(b.family,
				filepath.Join("../../sdks/node_modules", "nim-web-sdk-ng-"+b.file, "NIM_MINIAPP_SDK.js"))
			g.Expect(err).NotTo(HaveOccurred(), "`make sdks` installs the published builds")
			s := start(t, f)
			s.logIn()
			end := s.Mark("destroy")
			s.Destroy(alice, nil)
			s.Expects(end, doneOf("destroy"))
			in := func(account string) int {
				mark := s.Mark("%s logs in", account)
				s.Login(clients.IMOptions{Account: account, Token: "token"})
				s.Pass(time.Minute)
				_, connected := s.Timeline().After(mark.Seq).First(ledger.Is(ledger.Connected), ledger.Of(account))
				g.Expect(connected).To(BeTrue(), account)
				return s.Timeline().Census(ledger.Host)
			}
			g.Expect(in("bob")).To(Equal(1))
			g.Expect(in(alice)).To(Equal(2), "the other one stays")
		})
	}
}
