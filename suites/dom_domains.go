// DOM-01 to DOM-06: the hosts that a client asks for, and those that an application lists.

package suites

import (
	"net/url"
	"slices"
	"strings"
	"time"

	"nimcert/clients"
	"nimcert/fakeserver"
	"nimcert/ledger"
)

// Domains are the origins that an application lists at the platform, such as https://lbs.netease.im, by the kind of
// call.
type Domains struct{ Request, Socket, Upload, Download []string }

// hosts lists the names on all lists.
func (d Domains) hosts() []string {
	var out []string
	for _, origin := range slices.Concat(d.Request, d.Socket, d.Upload, d.Download) {
		if u, err := url.Parse(origin); err == nil {
			out = append(out, u.Hostname())
		}
	}
	return out
}

// lifetime is what an application does with an SDK: it logs in, enters a room, sends, uploads, receives, loses its link
// until the known addresses are used up, comes back, and ends.
func (t *Trial) lifetime() ledger.Timeline {
	other, fits := tenant{instance: lobby}, t.fits(1, 1)
	enter := func() { t.Enter(room(lobby)) }
	switch { // the SDK has only one of the two
	case !t.Capabilities[clients.Chatroom]:
		other, fits = tenant{dave, bob}, t.fits(2, 0)
		enter = func() { t.LogIn(im(dave)) }
	case !t.Capabilities[clients.IM]:
		other, fits = tenant{instance: attic}, t.fits(0, 2)
		enter = func() { t.Enter(room(attic)) }
	}
	who := t.comesIn(usual)
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
	if !fits { // one after the other, if the platform has no slots for both
		enter()
		t.sends(other.instance, other.to)
		t.destroy(other.instance)
		t.Let(time.Minute)
	}
	return t.Timeline()
}

// listed checks that every origin contacted by one kind of call is on its list.
func (t *Trial) listed(kind string, calls ledger.Timeline, list []string) {
	seen := map[string]ledger.Timeline{}
	var order []string
	for _, e := range calls {
		u, err := url.Parse(e.URL)
		if err != nil {
			t.Find([]ledger.Event{e}, notAnAddress, e.URL)
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
		t.Find(seen[origin], notListed, origin, kind, len(seen[origin]), first,
			strings.TrimSpace(first.Method+" "+first.URL))
	}
}

// courses lists what happens to an application with an SDK: daily events, and rare ones.
var courses = []under[func(*Trial) ledger.Timeline]{
	{"day", "a day's session", "日常的会话", (*Trial).lifetime},
	{"mishaps", "refused, kicked, silent, hidden, a bad gateway, and a failed upload",
		"被拒绝、被踢、没有应答、进入后台、网关出错，以及上传失败", (*Trial).mishaps},
}

// mishaps causes rare events, after which an SDK may send reports, or try other hosts.
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
	lost := t.failLinks(502)
	t.CloseLinks(alice, 1001)
	t.Let(10 * time.Second)
	t.failLinks(0)
	t.FailHTTP(fakeserver.StepLBS, 500)
	t.backOrAsked(alice, lost)
	t.FailHTTP(fakeserver.StepLBS, 0)
	t.Let(time.Minute)
	silent := t.BlackHole()
	t.Let(t.Policy.Heartbeat)
	t.Heal()
	t.backOrAsked(alice, silent)
	t.Let(time.Minute)
	if t.Capabilities[clients.Upload] {
		t.Latency(100 * time.Millisecond) // so that an upload that is repeated at once takes time, too
		t.FailHTTP(fakeserver.StepUpload, 500)
		t.upload(alice)
		t.Let(10 * time.Second)
		t.FailHTTP(fakeserver.StepUpload, 0)
		t.Let(time.Minute)
	}
	t.Kick(alice, 1)
	t.Let(time.Minute)
	return t.Timeline()
}

var _ = requirementUnder("DOM-01", courses, dom01RequestDomains)

// dom01RequestDomains is DOM-01: Only listed request domains.
func dom01RequestDomains(t *Trial, course func(*Trial) ledger.Timeline) {
	calls := course(t).Where(ledger.Is(ledger.RequestStart))
	if len(calls) == 0 {
		t.Find(nil, noRequest)
	}
	t.listed("request", calls, t.Domains.Request)
}

var _ = requirementUnder("DOM-02", courses, dom02SocketDomains)

// dom02SocketDomains is DOM-02: Only listed socket domains.
func dom02SocketDomains(t *Trial, course func(*Trial) ledger.Timeline) {
	calls := course(t).Where(ledger.Is(ledger.SocketConnecting, ledger.SocketRefused))
	if len(calls) == 0 {
		t.Find(nil, noSocket)
	}
	t.listed("socket", calls, t.Domains.Socket)
}

var _ = requirementUnder("DOM-03", courses, dom03UploadDomains)

// dom03UploadDomains is DOM-03: Only listed uploadFile domains.
func dom03UploadDomains(t *Trial, course func(*Trial) ledger.Timeline) {
	calls := course(t).Where(ledger.Is(ledger.UploadStart))
	if len(calls) == 0 {
		t.Find(nil, noUpload)
	}
	t.listed("uploadFile", calls, t.Domains.Upload)
}

// No published build names wx.downloadFile: an application that downloads does so itself. If an SDK fetches a file by a
// request, DOM-01 sees it.
var _ = requirement("DOM-04", dom04DownloadDomains)

// dom04DownloadDomains is DOM-04: Only listed downloadFile domains.
func dom04DownloadDomains(t *Trial) {
	calls := t.lifetime().Where(ledger.Is(ledger.DownloadStart))
	if len(calls) == 0 {
		t.NotApplicable(noDownload)
	}
	t.listed("downloadFile", calls, t.Domains.Download)
}

var _ = requirement("DOM-05", dom05OnlyEncrypted)

// dom05OnlyEncrypted is DOM-05: Only https and wss. What the port of an address is says nothing of TLS.
func dom05OnlyEncrypted(t *Trial) {
	t.lifetime()
	if t.Capabilities[clients.Lookup] && t.Capabilities[clients.IM] {
		const elsewhere = "wlnimsc0.netease.im:8443"
		t.SetLinks([]string{elsewhere}, []string{elsewhere})
		t.begin(im(carol)) // it may take the address or not
		t.Let(time.Minute)
		t.destroy(carol)
		t.Let(time.Minute)
		t.SetLinks(nil, nil)
	}
	// nor is a socket that the platform refuses, for want of a slot, a reason to go without TLS
	slots := t.Slots()
	t.Cap(0)
	who := t.someone()
	if who.instance == alice {
		t.begin(im(alice))
	} else {
		t.EnterChatroom(room(lobby))
	}
	t.Let(30 * time.Second)
	t.Cap(slots)
	t.Let(time.Minute)
	for _, e := range t.Timeline().Where(
		ledger.Is(ledger.RequestStart, ledger.UploadStart, ledger.DownloadStart, ledger.SocketConnecting,
			ledger.SocketRefused)) {
		if !strings.HasPrefix(e.URL, "https://") && !strings.HasPrefix(e.URL, "wss://") {
			t.Find([]ledger.Event{e}, notSecure, e.Kind, e, e.URL)
		}
	}
}

var _ = requirement("DOM-06", dom06UnlistedRefused)

// dom06UnlistedRefused is DOM-06: Works with unlisted domains refused.
func dom06UnlistedRefused(t *Trial) {
	t.Only(t.Domains.hosts())
	who := t.comesIn(usual)
	t.sends(who.instance, who.to)
	lost := t.Refuse()
	t.Let(time.Minute)
	t.Heal()
	t.backAs(who.instance, lost)
	t.Let(time.Minute)
	t.sends(who.instance, who.to)
	t.Check(holds(t.Timeline(), 1, allElseRefused))
}

var noDownload = say("lacks.download", "the client downloaded no file", "客户端没有下载文件")

// The findings of this file.
var (
	notListed = say("domain.not-listed",
		"{origin} is contacted by {kind} and is not on the list of {kind} domains: {n:call}, first at {at} ({what})",
		"{origin} 被 {kind} 访问，却不在 {kind} 合法域名列表中：{n} 次调用，首次在 {at}（{what}）")
	noRequest = say("nothing-shown.request", "no request was made, so nothing was shown", "没有发出请求，所以什么都看不出")
	noSocket  = say("nothing-shown.socket", "no socket was opened, so nothing was shown", "没有打开 socket，所以什么都看不出")
	noUpload  = say("nothing-shown.upload", "no file was uploaded, so nothing was shown", "没有上传文件，所以什么都看不出")
	notSecure = say("address.not-secure",
		"{kind} at {at} uses neither https nor wss: {url}",
		"{at} 的 {kind} 用的既不是 https 也不是 wss：{url}")
	allElseRefused = say("when.others-refused", "with every host outside the lists refused", "拒绝名单以外的所有域名时")
)
