package suites

import (
	"fmt"
	"net/url"
	"slices"
	"strings"
	"time"

	"nimcert/clients"
	"nimcert/fakeserver"
	"nimcert/ledger"
)

// Domains are the origins that an application lists at the platform, such as https://lbs.netease.im, by the kind of call.
type Domains struct{ Request, Socket, Upload, Download []string }

// hosts are the names on all lists.
func (d Domains) hosts() []string {
	var out []string
	for _, origin := range slices.Concat(d.Request, d.Socket, d.Upload, d.Download) {
		if u, err := url.Parse(origin); err == nil {
			out = append(out, u.Hostname())
		}
	}
	return out
}

// lifetime is what an application does with an SDK: it logs in, enters a room, sends, uploads, receives, loses its link until the known addresses are used up, comes back, and ends.
func (t *Trial) lifetime() ledger.Timeline {
	other, fits := tenant{instance: lobby}, t.fits(1, 1)
	enter := func() { t.Enter(room(lobby)) }
	switch { // an SDK that has one of the two
	case !t.Capabilities[clients.Chatroom]:
		other, fits = tenant{dave, bob}, t.fits(2, 0)
		enter = func() { t.LogIn(im(dave)) }
	case !t.Capabilities[clients.IM]:
		other, fits = tenant{instance: attic}, t.fits(0, 2)
		enter = func() { t.Enter(room(attic)) }
	}
	who := t.comesIn(nil)
	if fits {
		enter()
		t.sends(other.instance, other.to)
	}
	t.sends(who.instance, who.to)
	if t.Capabilities[clients.Upload] {
		t.upload(who.instance)
	}
	t.pushes(who.instance, "what an SDK may fetch something for")
	t.Let(time.Second)
	lost := t.Refuse()
	t.Let(time.Minute)
	t.Heal()
	t.backAs(who.instance, lost)
	t.Let(time.Minute)
	if fits {
		t.destroy(other.instance)
	}
	t.destroy(who.instance)
	t.Let(time.Minute)
	if !fits { // one after the other, where the platform has no slots for both
		enter()
		t.sends(other.instance, other.to)
		t.destroy(other.instance)
		t.Let(time.Minute)
	}
	return t.Timeline()
}

// listed checks that every origin contacted by one kind of call stands on its list.
func (t *Trial) listed(kind string, calls ledger.Timeline, list []string) {
	seen := map[string]ledger.Timeline{}
	var order []string
	for _, e := range calls {
		u, err := url.Parse(e.URL)
		if err != nil {
			t.Find([]ledger.Event{e}, "%q is no address", e.URL)
			continue
		}
		origin := u.Scheme + "://" + u.Host
		if !slices.Contains(list, origin) {
			if len(seen[origin]) == 0 {
				order = append(order, origin)
			}
			seen[origin] = append(seen[origin], e)
		}
	}
	for _, origin := range order {
		first := seen[origin][0]
		t.Find(seen[origin], "%s is contacted by %s and is not on the list of %s domains: %s, first at %s (%s)", origin, kind, kind, Plural(len(seen[origin]), "call"), at(first), strings.TrimSpace(first.Verb+" "+first.URL))
	}
}

// courses are what an application meets with an SDK: what happens each day, and what seldom does.
var courses = []under[func(*Trial) ledger.Timeline]{{"a day's session", (*Trial).lifetime}, {"refused, kicked, silent, hidden, and a failed upload", (*Trial).mishaps}}

// mishaps lets happen what seldom does, after which an SDK may report to somebody, or try elsewhere.
func (t *Trial) mishaps() ledger.Timeline {
	t.RefuseLogin(302)
	t.begin(im(bob))
	t.Let(time.Minute)
	t.destroy(bob)
	t.Let(time.Minute)
	t.RefuseLogin(0)
	t.LogIn(im(alice))
	t.hides(10 * time.Second)
	t.Let(time.Minute)
	silent := t.BlackHole()
	t.Let(t.Policy.Heartbeat)
	t.Heal()
	t.Await(silent, t.exhaust(4)+loginWithin, ledger.By(ledger.Client), ledger.Is(ledger.Connected), ledger.Of(alice))
	t.Let(time.Minute)
	t.Latency(100 * time.Millisecond) // so that an upload that is repeated at once takes time, too
	t.FailHTTP(fakeserver.StepUpload, 500)
	t.upload(alice)
	t.Let(10 * time.Second)
	t.FailHTTP(fakeserver.StepUpload, 0)
	t.Let(time.Minute)
	t.Kick(alice, 1)
	t.Let(time.Minute)
	return t.Timeline()
}

var _ = requirementUnder("DOM-01", courses, dom01RequestDomains)

func dom01RequestDomains(t *Trial, course func(*Trial) ledger.Timeline) {
	calls := course(t).Where(ledger.Is(ledger.RequestStart))
	if len(calls) == 0 {
		t.Find(nil, "no request was made, so nothing was shown")
	}
	t.listed("request", calls, t.Domains.Request)
}

var _ = requirementUnder("DOM-02", courses, dom02SocketDomains)

func dom02SocketDomains(t *Trial, course func(*Trial) ledger.Timeline) {
	calls := course(t).Where(ledger.Is(ledger.SocketConnecting, ledger.SocketRefused))
	if len(calls) == 0 {
		t.Find(nil, "no socket was opened, so nothing was shown")
	}
	t.listed("socket", calls, t.Domains.Socket)
}

var _ = requirementUnder("DOM-03", courses, dom03UploadDomains)

func dom03UploadDomains(t *Trial, course func(*Trial) ledger.Timeline) {
	calls := course(t).Where(ledger.Is(ledger.UploadStart))
	if len(calls) == 0 {
		t.Find(nil, "no file was uploaded, so nothing was shown")
	}
	t.listed("uploadFile", calls, t.Domains.Upload)
}

// No build seen names wx.downloadFile: an application that downloads does so itself. What an SDK fetches without it comes as a request, which DOM-01 sees.
var _ = requirement("DOM-04", dom04DownloadDomains)

func dom04DownloadDomains(t *Trial) {
	calls := t.lifetime().Where(ledger.Is(ledger.DownloadStart))
	if len(calls) == 0 {
		t.NotApplicable("the client downloaded no file")
	}
	t.listed("downloadFile", calls, t.Domains.Download)
}

var _ = requirement("DOM-05", dom05OnlyEncrypted)

func dom05OnlyEncrypted(t *Trial) {
	for _, e := range t.lifetime().Where(ledger.Is(ledger.RequestStart, ledger.UploadStart, ledger.DownloadStart, ledger.SocketConnecting, ledger.SocketRefused)) {
		if !strings.HasPrefix(e.URL, "https://") && !strings.HasPrefix(e.URL, "wss://") {
			t.Find([]ledger.Event{e}, "%s at %s uses neither https nor wss: %s", e.Kind, at(e), e.URL)
		}
	}
}

var _ = requirement("DOM-06", dom06UnlistedRefused)

func dom06UnlistedRefused(t *Trial) {
	t.Only(t.Domains.hosts())
	who := t.comesIn(nil)
	t.sends(who.instance, who.to)
	lost := t.Refuse()
	t.Let(time.Minute)
	t.Heal()
	t.backAs(who.instance, lost)
	t.Let(time.Minute)
	t.sends(who.instance, who.to)
	t.Check(holds(t.Timeline(), 1, "with every host outside the lists refused"))
}

// inspect writes down what the program left on its platform.
func (t *Trial) inspect() ledger.Timeline {
	begin := t.Mark("look at storage and globals")
	t.MiniProgram().Inspect()
	t.Let(time.Second)
	return t.Timeline().After(begin.Seq)
}

var _ = requirement("STO-01", sto01StoresNothing)

func sto01StoresNothing(t *Trial) {
	const secret = "a message that is nobody's business"
	t.LogIn(im(alice))
	begin := t.Mark("a message comes, and one goes")
	id := t.Push(alice, bob, secret)
	t.SendText(alice, bob, secret)
	t.Let(time.Minute)
	if len(received(t.Timeline().After(begin.Seq), alice, id)) == 0 {
		t.Find([]ledger.Event{begin}, "the message of %s was not delivered, so nothing was shown", at(begin))
	}
	for _, e := range t.inspect().Where(ledger.Is(ledger.Stored)) {
		if strings.Contains(e.Detail, secret) {
			t.Find([]ledger.Event{e}, "with db: false the text of a message stands in the storage, under %q", e.Verb)
		}
	}
}

// stored is how much the program has stored: the number of keys and files, and the characters in them.
func (t *Trial) stored() (entries, size int) {
	for _, e := range t.inspect().Where(ledger.Is(ledger.Stored)) {
		entries++
		size += len(e.Verb) + len(e.Detail)
	}
	return entries, size
}

// Whatever it is written in and wherever: a database of messages grows with each of them, and by more where they are longer.
// A log of what happened, as nim-web-sdk-ng 10.9.77-alpha.4 keeps one in a file, grows as well, by as much for short ones.
var _ = alsoUnder("STO-01", []under[int]{{"what is stored does not grow with the messages", 20}}, sto01StorageDoesNotGrow)

func sto01StorageDoesNotGrow(t *Trial, n int) {
	long := strings.Repeat("a message that is nobody's business, ", 8)
	begin := t.Mark("%d short messages come, three times, and then %d long ones", n, n)
	come := func(text string) (entries, size int) {
		for range n {
			t.Push(alice, bob, text)
			t.Let(time.Second)
		}
		t.Let(time.Minute)
		return t.stored()
	}
	t.LogIn(im(alice))
	come("yes") // what is stored once, with the first message, is no database
	entries, size := come("yes")
	more, longer := come("yes")
	most, longest := come(long)
	if got := t.Timeline().After(begin.Seq).Where(ledger.By(ledger.Client), ledger.Is(ledger.Message)); len(got) < 4*n {
		t.Find([]ledger.Event{begin}, "only %d of %d messages were delivered, so nothing was shown", len(got), 4*n)
	}
	if content := (longest - longer) - (longer - size); most-more >= n && more-entries >= n || content >= n*len(long)/2 {
		t.Find([]ledger.Event{begin}, "with db: false the storage grew by %d entries and %d characters while %d messages of %d characters came", most-more, longest-longer, n, len(long))
	}
}

var _ = requirementUnder("STO-02", []under[clients.StorageFault]{
	{"writing throws", clients.StorageFull}, {"every call throws", clients.StorageBroken},
}, sto02BrokenStorage)

func sto02BrokenStorage(t *Trial, f clients.StorageFault) {
	t.MiniProgram().BreakStorage(f)
	who := t.comesIn(nil)
	t.Let(time.Second)
	t.sends(who.instance, who.to)
}

var _ = requirement("GLB-01", glb01GlobalsUnchanged)

func glb01GlobalsUnchanged(t *Trial) {
	t.lifetime()
	for _, e := range t.inspect().Where(ledger.Is(ledger.GlobalChanged)) {
		t.Find([]ledger.Event{e}, "the global %s", e.Detail)
	}
}

// GLB-02 asks for a list, and the time line is where the report shows it.
var _ = requirement("GLB-02", glb02GlobalsListed)

func glb02GlobalsListed(t *Trial) {
	t.lifetime()
	seen := t.inspect()
	var names []string
	for _, e := range seen.Where(ledger.Is(ledger.GlobalAdded)) {
		names = append(names, e.Verb)
	}
	listed := "none"
	if len(names) > 0 {
		listed = strings.Join(names, ", ")
	}
	t.Mark("globals that the SDK adds: %s", listed)
}

// The host forbids code made from strings in every scenario; here it is the subject. An SDK may try and do without.
var _ = requirement("GLB-03", glb03WithoutEval)

func glb03WithoutEval(t *Trial) {
	who := t.comesIn(nil)
	t.sends(who.instance, who.to)
	if t.Capabilities[clients.Chatroom] && who.instance != lobby {
		if !t.fits(1, 1) {
			t.destroy(who.instance)
			t.Let(time.Minute)
		}
		t.Enter(room(lobby))
		t.sends(lobby, "")
	}
	if tries := t.Timeline().Where(ledger.Is(ledger.Forbidden)); len(tries) > 0 {
		t.Mark("the SDK tried %s and did without", fmt.Sprint(tries[0].Detail))
	}
}
