package platform

import (
	"net/http"
	"strings"
	"testing"
	"time"

	. "github.com/onsi/gomega"
)

func TestAClientIsCarriedUpToASize(t *testing.T) {
	for name, r := range map[string]Request{
		"a URL":    {URL: "https://x/" + strings.Repeat("x", headLimit)},
		"a header": {URL: "https://x/", Header: http.Header{"X-A": {strings.Repeat("x", headLimit)}}},
		"data":     {URL: "https://x/", Method: "POST", Body: strings.Repeat("x", bodyLimit+1)},
	} {
		t.Run(name, func(t *testing.T) {
			g := NewWithT(t)
			r.Timeout = time.Minute
			var why []error
			p := &Platform{}
			p.env.Broken = func(err error) { why = append(why, err) }
			g.Expect(p.carries("it", headSize(r)-headLimit, headLimit)).To(BeTrue(), "half of it")
			g.Expect(p.carries("it", headSize(r), headLimit) && p.carries("it", len(r.Body), bodyLimit)).To(BeFalse())
			g.Expect(p.carries("it again", headSize(r)+bodyLimit, headLimit)).To(BeFalse())
			g.Expect(why).To(HaveLen(1), "said once")
			g.Expect(why[0]).To(MatchError(MatchRegexp(`^it has \d+ bytes; the harness carries up to \d+$`)))
		})
	}
}
