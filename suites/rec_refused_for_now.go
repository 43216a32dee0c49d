// REC-09 and REC-11: the client comes back after an obstacle that ends by itself, such as a busy service or a web page
// in the way.

package suites

import (
	"fmt"
	"slices"
	"strings"
	"time"

	"nimcert/clients"
	"nimcert/fakeserver"
	"nimcert/ledger"
)

// refusedForSomeTime are the answers to a login that say nothing against the account. The vendor's list of status codes
// (NetEase CommsEase, "Status codes", 2023-10-24) has 408 request timed out, 415 client network problem, 416 frequency
// control, 500 internal error, 503 server busy and 514 service not available.
var refusedForSomeTime = []int{408, 415, 416, 500, 503, 514}

// No document reports whether such a login is tried again: 8.9.103 to 9.21.12 give each up and report its code,
// nim-web-sdk-ng tries again. Both are allowed. Giving up silently is not, nor is a storm of attempts.
var _ = alsoUnder("REC-09",
	each("refused-for-now-%d", "logins refused for now, %d", "登录暂时被拒绝，返回 %d", refusedForSomeTime...),
	rec09RefusedForNow)

// rec09RefusedForNow is REC-09: logins that are refused for now are tried again, at the documented pace.
func rec09RefusedForNow(t *Trial, code int) {
	t.LogIn(im(alice))
	t.Let(time.Second)
	t.refuseForNow(code)
	lost := t.Drop()
	refused := t.Expect(serviceRefuses, lost, t.exhaust(1)+loginWithin, ledger.By(ledger.Server),
		ledger.Is(ledger.LoginRefused))
	t.Let(t.Policy.AttemptTimeout)
	t.paced(lost, t.Policy.MinDelay)
	t.RefuseLogin(0)
	told := disconnections(t.Timeline().After(refused.Seq), alice)
	if len(told) == 0 {
		t.comesBack(lost)
		return
	}
	t.Check(exactly(told, 1, toldOfRefusalForNow))
	if e := told[0]; e.Code != fmt.Sprint(code) {
		t.Find([]ledger.Event{refused, e}, codeOther, e, e.Code, fmt.Sprint(code))
	}
	t.Let(quiet)
	t.Check(none(attempts(t.Timeline().After(told[0].Seq)), opensThoughTold))
}

// refuseForNow makes the service refuse logins for now, on a link that takes time: logins repeated at once would
// otherwise be repeated without end at one instant, of which no check learns.
func (t *Trial) refuseForNow(code int) ledger.Event {
	t.Latency(100 * time.Millisecond)
	return t.RefuseLogin(code)
}

// paced checks that no two attempts since a loss are closer than the shortest documented wait.
func (t *Trial) paced(lost ledger.Event, minimum time.Duration) {
	// the catalogue's allowance for a timer
	least := time.Duration(float64(minimum)*(1-t.Policy.Jitter)) - 50*time.Millisecond
	tries := attempts(t.Timeline().After(lost.Seq))
	for i := 1; i < len(tries); i++ {
		if d := tries[i].Due() - tries[i-1].Due(); d < least {
			t.Find([]ledger.Event{tries[i-1], tries[i]}, tooSoon, tries[i-1], tries[i], d, minimum)
			return
		}
	}
}

// inTheWay puts an obstacle in the way of an instance that lost its link, and removes it 20 s later.
func inTheWay(up, down func(*Trial)) loss {
	return loss{lose: func(t *Trial) ledger.Event {
		up(t)
		lost := t.Drop()
		t.Let(obstructed)
		minimum := t.Policy.MinDelay
		if m := t.Policy.RoomMinDelay; m > 0 && t.inRoom() {
			minimum = m
		}
		t.paced(lost, minimum)
		down(t)
		return lost
	}}
}

// passing lists the obstacles that pass.
func passing() []under[loss] {
	var list []under[loss]
	for _, status := range []int{404, 429, 502, 504} {
		list = append(list, numbered("handshake-%d", "handshake %d", "握手返回 %d", status,
			inTheWay(func(t *Trial) { t.failLinks(status) }, func(t *Trial) { t.failLinks(0) })))
	}
	list = append(list,
		under[loss]{"page-for-handshake", "a web page instead of the handshake", "握手返回网页",
			inTheWay(func(t *Trial) { t.Portal(true, linkSteps...) },
				func(t *Trial) { t.Portal(false, linkSteps...) })},
		// When every address has failed, LBS is asked, and answers with a page as well.
		under[loss]{"page-for-lbs-and-handshake", "a web page instead of LBS and the handshake", "LBS 和握手都返回网页",
			inTheWay(func(t *Trial) { t.Portal(true, portals...) }, func(t *Trial) { t.Portal(false, portals...) })},
		under[loss]{"lbs-page-handshake-500", "LBS answers a web page, and the handshake 500", "LBS 返回网页，握手返回 500",
			inTheWay(func(t *Trial) {
				t.Portal(true, fakeserver.StepLBS)
				t.failLinks(500)
			}, func(t *Trial) { t.failLinks(0) })},
	)
	// Behind the same gateway LBS is as busy.
	for _, status := range []int{403, 429} {
		list = append(list, numbered("lbs-%d-handshake-500", "LBS %d and handshake 500", "LBS 返回 %d，握手返回 500", status,
			inTheWay(func(t *Trial) {
				t.FailHTTP(fakeserver.StepLBS, status)
				t.failLinks(500)
			}, func(t *Trial) {
				t.FailHTTP(fakeserver.StepLBS, 0)
				t.failLinks(0)
			})))
	}
	for _, code := range []int{1005, 1008, 1013, 4000, 4001} {
		list = append(list, closedWith(code))
	}
	for _, l := range slices.Clone(list) {
		if strings.HasPrefix(l.slug, "handshake-") || l.slug == "page-for-handshake" {
			list = append(list, ofRoom(l))
		}
	}
	for _, code := range []int{1008, 1013, 4000} {
		list = append(list, roomClosedWith(code))
	}
	return list
}

var portals = append(slices.Clone(linkSteps), fakeserver.StepLBS)

var _ = alsoUnder("REC-09", passing(), (*Trial).leadsBack)

// The first connection meets a captive portal; the guest agrees to its terms a minute later.
var _ = alsoUnder("REC-11", []under[[]fakeserver.Step]{
	{"page-for-lbs", "a web page instead of LBS", "LBS 返回网页", []fakeserver.Step{fakeserver.StepLBS}},
	{"page-for-everything", "a web page instead of everything", "一切都返回网页", portals},
}, rec11RefusedAtFirst)

// rec11RefusedAtFirst is REC-11: a web page in the way of the first connection.
func rec11RefusedAtFirst(t *Trial, steps []fakeserver.Step) {
	t.connectsOrTells(t.Portal(true, steps...))
}

// A gateway in front of LBS answers in JSON of its own: it has none of the fields that LBS has.
var _ = alsoUnder("REC-11", []under[string]{
	{"lbs-other-json", "LBS answers JSON of another shape", "LBS 返回另一种 JSON", `{"code":503,"message":"busy"}`},
	{"lbs-null", "LBS answers null", "LBS 返回 null", "null"},
}, rec11OtherLBS)

// rec11OtherLBS is REC-11: what cannot be understood of LBS is as good as no answer.
func rec11OtherLBS(t *Trial, answer string) {
	t.requires(clients.Lookup)
	t.connectsOrTells(t.AnswerLBS(answer))
}

// connectsOrTells logs alice in with something in the way of the first connection, which stays there.
func (t *Trial) connectsOrTells(begin ledger.Event) {
	o := im(alice)
	if t.Capabilities[clients.ReconnectCap] {
		o = capped(o, 3)
	}
	t.begin(o)
	// A client that goes on without LBS, by an address of its own, connects. Any other must tell the application when
	// the attempts are used up.
	e, told := t.Await(begin, t.exhaust(3)+4*t.Policy.AttemptTimeout+time.Minute, ledger.By(ledger.Client),
		ledger.Is(ledger.Connected, ledger.Disconnected, ledger.Failed), ledger.Of(alice))
	if !told {
		t.Find([]ledger.Event{begin}, failedForGood)
	}
	t.Check(Uncaught(t.Timeline()))
	t.Let(time.Minute)
	if told && e.Kind == ledger.Connected {
		t.Check(holds(t.Timeline(), 1, minuteAfterLogin))
	}
}

// The findings of this file.
var (
	minuteAfterLogin    = say("when.minute-after-login", "a minute after the login", "登录之后一分钟")
	toldOfRefusalForNow = say("disconnect.refused-for-now",
		"ondisconnect after a login that was refused for now",
		"登录暂时被拒绝之后的 ondisconnect")
	opensThoughTold = say("link.opened-though-told",
		"the link is opened again although the application was told that it is not",
		"已通知应用不再重连，却又打开连接")
	tooSoon = say("attempts.too-soon",
		"an attempt at {first} and the next at {second}: {gap} apart, less than the documented minimum of {minimum}",
		"{first} 的尝试和下一次 {second} 只隔 {gap}，小于文档规定的最小值 {minimum}")
)
