package browser

import (
	"context"
	"encoding/base64"
	"errors"
	"fmt"
	"os/exec"
	goruntime "runtime"
	"strings"
	"sync"
	"time"

	"github.com/chromedp/cdproto/cdp"
	"github.com/chromedp/cdproto/target"
	"github.com/chromedp/chromedp"

	"nimcert/clients"
	"nimcert/clients/adapter"
)

// commands are what Chromium is called, in the order in which they are looked for.
var commands = []string{"chromium", "chromium-browser", "google-chrome"}

// Chromium is one headless Chromium for all sessions: each has a browser context of its own, which shares no cookie,
// cache or connection with another. It begins with the first program. Close it at the end.
type Chromium struct {
	path string

	mu   sync.Mutex
	runs *running // nil before the first program, and after Close
}

// running is a Chromium that runs.
type running struct {
	ctx  context.Context // of the browser; it ends when the process does
	end  context.CancelFunc
	seal seal
	// opening bounds how many pages are made at once. A page computes a third of a second until it is there; no verdict
	// depends on how long it waits for that.
	opening chan struct{}
}

// pagesAtOnce is how many pages are made at the same time: half of the cores are left to those that live.
func pagesAtOnce() int { return max(1, goruntime.NumCPU()/2) }

// Find looks for Chromium. The error says in one line what has to be installed.
func Find() (*Chromium, error) {
	for _, name := range commands {
		if path, err := exec.LookPath(name); err == nil {
			return &Chromium{path: path}, nil
		}
	}
	return nil, fmt.Errorf("it needs Chromium, and none of %s is there: install the Debian package chromium",
		strings.Join(commands, ", "))
}

// Platform says that the programs are pages.
func (c *Chromium) Platform() adapter.Platform {
	return adapter.Platform{Name: clients.Browsers, Socket: "WebSocket"}
}

// Versions has Chromium's.
func (c *Chromium) Versions() map[string]string {
	out, err := exec.Command(c.path, "--version").Output()
	if line := strings.TrimSpace(string(out)); err == nil && line != "" && !strings.Contains(line, "\n") {
		return map[string]string{"chromium": line}
	}
	return nil
}

// script is the source of a module, which each page parses itself.
type script struct{ name, source string }

// Name is the file's name in messages and stacks.
func (s script) Name() string { return s.name }

// Compile keeps the source.
func (c *Chromium) Compile(name, source string) (adapter.Script, error) {
	return script{name, source}, nil
}

// options are Chromium's flags. Everything that a page asks for goes to its session's gateway, whose certificate alone
// is excused; what the browser itself would ask for goes nowhere.
func (c *Chromium) options(s seal) []chromedp.ExecAllocatorOption {
	return append(chromedp.DefaultExecAllocatorOptions[:], chromedp.ExecPath(c.path), chromedp.NoSandbox,
		chromedp.Flag("ignore-certificate-errors-spki-list", base64.StdEncoding.EncodeToString(s.key[:])),
		chromedp.ProxyServer("127.0.0.1:9"), // of the browser itself: nobody listens
		chromedp.Flag("host-resolver-rules", "MAP * ~NOTFOUND , EXCLUDE 127.0.0.1"),
		chromedp.Flag("force-webrtc-ip-handling-policy", "disable_non_proxied_udp"),
		chromedp.Flag("disable-quic", true),
	)
}

// browser is the Chromium that runs; it begins one where none does.
func (c *Chromium) browser() (*running, error) {
	c.mu.Lock()
	defer c.mu.Unlock()
	if c.runs != nil && c.runs.ctx.Err() == nil {
		return c.runs, nil
	}
	s, err := newSeal()
	if err != nil {
		return nil, err
	}
	allocator, stop := chromedp.NewExecAllocator(context.Background(), c.options(s)...)
	ctx, end := chromedp.NewContext(allocator)
	r := &running{ctx: ctx, seal: s, opening: make(chan struct{}, pagesAtOnce())}
	r.end = func() {
		end()
		stop()
	}
	if err := chromedp.Run(ctx); err != nil {
		r.end()
		return nil, fmt.Errorf("the browser does not start: %s", strings.Join(strings.Fields(err.Error()), " "))
	}
	c.runs = r
	return r, nil
}

// The real time that Chromium gets to end by itself, with its processes and what it left in the folder for temporary
// files; then it is killed. A run that is interrupted has a second for everything, and a folder that is removed.
const (
	closeLimit = 10 * time.Second
	endLimit   = 300 * time.Millisecond
)

// Close ends Chromium, and removes its profile.
func (c *Chromium) Close() { c.close(closeLimit) }

// End is Close in a hurry.
func (c *Chromium) End() { c.close(endLimit) }

func (c *Chromium) close(limit time.Duration) {
	c.mu.Lock()
	defer c.mu.Unlock()
	if c.runs == nil {
		return
	}
	late := time.AfterFunc(limit, c.runs.end)
	_ = chromedp.Cancel(c.runs.ctx) // asks the browser to close, and waits
	late.Stop()
	c.runs.end()
	chromedp.FromContext(c.runs.ctx).Allocator.Wait()
	c.runs = nil
}

// open makes a browser context whose connections all go to a gateway, with one empty page.
func (r *running) open(gateway string) (ctx context.Context, end func(), err error) {
	browser := cdp.WithExecutor(r.ctx, chromedp.FromContext(r.ctx).Browser)
	id, err := target.CreateBrowserContext().WithProxyServer(gateway).WithProxyBypassList("<-loopback>").Do(browser)
	if err != nil {
		return nil, nil, err
	}
	dispose := func() { _ = target.DisposeBrowserContext(id).Do(browser) } // it ends with the browser at the latest
	// In a context of its own the new headless mode makes no page but in a window of its own.
	page, err := target.CreateTarget("about:blank").WithBrowserContextID(id).WithNewWindow(true).Do(browser)
	if err != nil {
		dispose()
		return nil, nil, err
	}
	ctx, cancel := chromedp.NewContext(r.ctx, chromedp.WithTargetID(page))
	return ctx, func() {
		dispose()
		cancel()
	}, nil
}

var errEnded = errors.New("the browser has ended")

var _ adapter.Runtime = (*Chromium)(nil)
