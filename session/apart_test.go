package session

import (
	"encoding/json"
	"flag"
	"io"
	"os"
	"os/exec"
	"testing"
	"time"

	. "github.com/onsi/gomega"

	"nimcert/ledger"
)

// links is how many links the witnesses count apart. With ten thousand, each of the four processes opens ten thousand
// files: `make soak` counts them, in half a minute.
var links = flag.Int("session.links", 200, "how many links the witnesses count, each in a process of its own")

// What a live link may cost each process, in bytes, and what one that has ended may leave there: five events of the
// time line, which take 320 bytes each and the slice's room to grow. Toxiproxy has eight goroutines for a link, with
// their stacks, and two buffers of 32 KiB.
const (
	hostLink, proxyLink, serviceLink = 45_000, 200_000, 30_000
	endedLink                        = 3_000
	// memoryNoise is what a process takes for itself, whatever its links do.
	memoryNoise = 3_000_000
)

// process is a part, as the test sees it.
type process struct {
	name   string
	part   string
	link   int64 // what a live link may cost it
	cmd    *exec.Cmd
	in     io.WriteCloser
	orders *json.Encoder
	told   *json.Decoder
}

// begin starts the part and gives it its first order.
func (p *process) begin(t *testing.T, g Gomega, o order) account {
	t.Helper()
	p.cmd = exec.CommandContext(t.Context(), os.Args[0])
	// Packed time lines keep a compressor for each processor, which would count as memory of the links.
	p.cmd.Env = append(os.Environ(), partVariable+"="+p.part, "GOMAXPROCS=2")
	p.cmd.Stderr = os.Stderr
	in, err := p.cmd.StdinPipe()
	g.Expect(err).NotTo(HaveOccurred())
	out, err := p.cmd.StdoutPipe()
	g.Expect(err).NotTo(HaveOccurred())
	g.Expect(p.cmd.Start()).To(Succeed())
	p.in, p.orders, p.told = in, json.NewEncoder(in), json.NewDecoder(out)
	return p.do(g, o)
}

func (p *process) do(g Gomega, o order) account {
	var a account
	g.Expect(p.orders.Encode(o)).To(Succeed(), p.name)
	g.Expect(p.told.Decode(&a)).To(Succeed(), p.name)
	g.Expect(a.Error).To(BeEmpty(), "%s; may a process open a file for each link (ulimit -n)?", p.name)
	return a
}

// A link takes four open files: one of the host, two of the proxy, one of the service. With its parts in processes of
// their own ten thousand links fit where a process may open twenty thousand files, and no more. Half of them go through
// each of two proxies.
func TestTheWitnessesCountManyLinksInProcessesOfTheirOwn(t *testing.T) {
	g := NewWithT(t)
	g.SetDefaultEventuallyTimeout(time.Minute)
	g.SetDefaultEventuallyPollingInterval(50 * time.Millisecond)
	half := *links / 2
	service := &process{name: "the service", part: "service", link: serviceLink}
	one := &process{name: "the first proxy", part: "proxy", link: proxyLink}
	two := &process{name: "the second proxy", part: "proxy", link: proxyLink}
	host := &process{name: "the host", part: "host", link: hostLink}
	parts := []*process{host, one, two, service}
	addr := []string{service.begin(t, g, order{}).Addr}
	addrs := []string{one.begin(t, g, order{Addrs: addr}).Addr, two.begin(t, g, order{Addrs: addr}).Addr}
	host.begin(t, g, order{Addrs: addrs, N: 2 * half})

	// counted waits until each witness counts so many links through the first proxy and the second: what ends at one of
	// them reaches the others in real time. All three then name the same sockets.
	counted := func(when string, first, second int) {
		t.Helper()
		g.Eventually(func(g Gomega) {
			atHost, atService := host.do(g, order{}).Timeline.Unpack(), service.do(g, order{}).Timeline.Unpack()
			a, b := one.do(g, order{}), two.do(g, order{})
			g.Expect(atHost.Census(ledger.Host)).To(Equal(first+second), "at the host")
			g.Expect(a.Live).To(HaveLen(first), "at the first proxy")
			g.Expect(b.Live).To(HaveLen(second), "at the second proxy")
			g.Expect(atService.Census(ledger.Server)).To(Equal(first+second), "at the service")
			proxies := carried{ever: set(append(a.Ever, b.Ever...)), live: set(append(a.Live, b.Live...))}
			hides := func(int64) bool { return false }
			g.Expect(compare(append(atHost, atService...), proxies, hides)).To(BeEmpty())
		}).Should(Succeed(), when)
	}
	// rests waits until a part holds no more files and goroutines than before the first link: the last steps of an end
	// come after it is told.
	rests := func(p *process, before held) held {
		t.Helper()
		var now held
		g.Eventually(func(g Gomega) {
			now = p.do(g, order{Do: "rest"}).Held
			g.Expect(now.Goroutines).To(BeNumerically("<=", before.Goroutines), "goroutines")
			g.Expect(now.Files).To(BeNumerically("<=", before.Files), "files")
		}).Should(Succeed(), p.name)
		return now
	}

	before := map[*process]held{}
	counted("before", 0, 0)
	for _, p := range parts {
		before[p] = p.do(g, order{Do: "rest"}).Held
	}
	after := map[*process]held{}
	for range 2 {
		host.do(g, order{Do: "open", N: 2 * half})
		counted("all are open", half, half)
		for _, p := range parts {
			now, own := p.do(g, order{Do: "rest"}).Held, 2*half
			if p == one || p == two {
				own = half
			}
			each := (now.Memory - before[p].Memory) / int64(own)
			t.Logf("%s holds %d links with %d files, %d goroutines and %d MB, %d bytes a link; it computed %s",
				p.name, own, now.Files, now.Goroutines, now.Memory/1e6, each, now.Computed)
			g.Expect(each).To(BeNumerically("<", p.link+memoryNoise/int64(own)), "bytes a link at %s", p.name)
		}
		left := half - half/4
		host.do(g, order{Do: "end", N: 2 * (half - left)})
		counted("the host has ended a quarter of them", left, left)
		one.do(g, order{Do: "drop"})
		counted("the first network has ended its own", 0, left)
		service.do(g, order{Do: "stop"})
		counted("the service has stopped", 0, 0)
		service.do(g, order{Do: "restart"})
		for _, p := range parts {
			now := rests(p, before[p])
			if was, second := after[p]; second {
				g.Expect(now.Memory-was.Memory).To(BeNumerically("<", int64(2*half*endedLink+memoryNoise)),
					"in bytes, of %d links that ended at %s", 2*half, p.name)
			}
			after[p] = now
		}
	}
	for _, p := range parts {
		g.Expect(p.in.Close()).To(Succeed())
	}
	for _, p := range parts {
		g.Expect(p.cmd.Wait()).To(Succeed(), p.name)
		t.Logf("%s computed %s for all that", p.name, p.cmd.ProcessState.UserTime()+p.cmd.ProcessState.SystemTime())
	}
}
