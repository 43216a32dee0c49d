package suites

import (
	"errors"
	"fmt"
	"path/filepath"
	"runtime"
	"strings"
	"time"

	"nimcert/clients"
	"nimcert/fakeserver"
	"nimcert/judgement"
	"nimcert/ledger"
	"nimcert/session"
	"nimcert/verdict"
)

// Trial is one requirement tried under one condition: the session's verbs, and the findings. A spec collects findings
// and goes on as long as it can.
type Trial struct {
	*session.Session
	Domains      Domains
	Findings     []verdict.Finding
	Inapplicable judgement.Phrase // why there is nothing to judge
	// because the client has no IM, or no chatrooms: then no part of the scenario was tried
	Partial bool
	Lacks   func(clients.Capability) judgement.Phrase
}

// abandon ends a spec early; run recovers it.
type abandon struct{}

// Find records a breach: a sentence, and the events that show it.
func (t *Trial) Find(events []ledger.Event, what judgement.Sentence, args ...any) {
	t.Findings = append(t.Findings, finding(events, what, args...))
}

// NotApplicable ends the spec: under this condition there is nothing to judge with this client. Call it before anything
// is found.
func (t *Trial) NotApplicable(why judgement.Words) {
	t.Inapplicable = why.Phrase()
	panic(abandon{})
}

// EnterChatroom asks for a chatroom and does not wait. If the client has no chatrooms there is nothing to judge.
func (t *Trial) EnterChatroom(o clients.RoomOptions) {
	t.needsPart(clients.Chatroom)
	t.Session.EnterChatroom(o)
}

// Login asks for a login and does not wait. If the client has only chatrooms there is nothing to judge.
func (t *Trial) Login(o clients.IMOptions) {
	t.needsPart(clients.IM)
	t.Session.Login(o)
}

func (t *Trial) needsPart(c clients.Capability) {
	if !t.Capabilities[c] {
		t.Partial = true
		t.NotApplicable(t.Lacks(c))
	}
}

// requires ends the spec where the client lacks what only this condition is about.
func (t *Trial) requires(c clients.Capability) {
	if !t.Capabilities[c] {
		t.NotApplicable(t.Lacks(c))
	}
}

// Check records findings that a check made.
func (t *Trial) Check(found []verdict.Finding) { t.Findings = append(t.Findings, found...) }

// Expect waits for an event and returns it. If none comes, that is a finding and the spec ends, because nothing after
// it could be judged. A call that threw at the application meanwhile is the likely cause, and is named first.
func (t *Trial) Expect(what judgement.Words, after ledger.Event, within time.Duration,
	filters ...ledger.Filter) ledger.Event {
	e, ok := t.Await(after, within, filters...)
	if !ok {
		if t.Err() == nil {
			t.Check(threw(t.Timeline().After(after.Seq)))
			t.Find([]ledger.Event{after}, didNotHappen, what, within, after)
		}
		panic(abandon{})
	}
	return e
}

// Let passes session time, and ends the spec when the session cannot go on.
func (t *Trial) Let(d time.Duration) {
	t.Pass(d)
	if t.Err() != nil {
		panic(abandon{})
	}
}

// begin asks for a login and does not wait.
func (t *Trial) begin(o clients.IMOptions) { t.Login(token(o)) }

var noSuchStep = say("lacks.step",
	"the client's transport has no such step: it logged in at {at} although the service held the {step} back from "+
		"{held} on",
	"客户端的传输没有这一步：服务端从 {held} 起扣住 {step}，它仍在 {at} 登录成功")

// stops waits until the service holds back one step of an instance's login. If the transport has no such step, as the
// binary one has no handshake and no greeting, there is nothing to judge.
func (t *Trial) stops(instance string, held ledger.Event, step fakeserver.Step) ledger.Event {
	e := t.Expect(loginWaits.Of(step), held, t.exhaust(1)+loginWithin, func(e ledger.Event) bool {
		return e.Who == ledger.Server && e.Kind == ledger.Held ||
			e.Who == ledger.Client && e.Kind == ledger.Connected && e.Instance == instance
	})
	if e.Kind == ledger.Connected {
		t.NotApplicable(noSuchStep.Of(e, step, held))
	}
	return e
}

// syncs waits until the service holds back the sync that follows a login. Some clients tell their application before
// the sync that they are connected, others only when it is answered.
func (t *Trial) syncs(held ledger.Event) {
	t.Expect(syncPending, held, t.exhaust(1)+loginWithin, ledger.By(ledger.Server), ledger.Is(ledger.Held))
}

// syncing begins a login and waits for its sync, which is held back.
func (t *Trial) syncing(o clients.IMOptions) {
	begin := t.Hold(fakeserver.StepSync)
	t.begin(o)
	t.syncs(begin)
}

// LogIn logs an account in and waits until the application is told.
func (t *Trial) LogIn(o clients.IMOptions) ledger.Event {
	begin := t.Mark("log %s in", o.Account)
	t.begin(o)
	return t.Expect(logsIn.Of(o.Account), begin, loginWithin, ledger.By(ledger.Client), ledger.Is(ledger.Connected),
		ledger.Of(o.Account))
}

// Enter opens a chatroom and waits until the application is told.
func (t *Trial) Enter(o clients.RoomOptions) ledger.Event {
	begin := t.Mark("enter %s", o.Instance)
	t.EnterChatroom(o)
	return t.Expect(entersRoom.Of(o.Account, o.RoomID), begin, loginWithin, ledger.By(ledger.Client),
		ledger.Is(ledger.Connected), ledger.Of(o.Instance))
}

// loginWithin is session time. A login takes four round trips; the slowest link of the catalogue adds 250 ms each way,
// and the SDK's own limits (8 s a request) are shorter.
const loginWithin = 20 * time.Second

// Run plays the scenario and returns its result.
func (t *Trial) Run(scenario func(*Trial)) (broke error) {
	defer func() {
		switch r := recover(); r.(type) {
		case nil, abandon:
		default:
			broke = fmt.Errorf("the scenario itself failed: %s", strings.Join(strings.Fields(fmt.Sprint(r)), " "))
			t.Broke(fmt.Sprintf("%s, at %s", broke, strings.Join(callers(), ", ")))
			return
		}
		broke = errors.Join(broke, t.Err())
	}()
	scenario(t)
	return nil
}

// callers lists this project's places on the stack of the panicking goroutine, innermost first. That is what a
// developer needs, and it is the same in each run.
func callers() []string {
	pc := make([]uintptr, 100)
	frames := runtime.CallersFrames(pc[:runtime.Callers(1, pc)])
	var places []string
	for panicked := false; ; {
		f, more := frames.Next()
		if panicked && strings.HasPrefix(f.Function, "nimcert/") {
			places = append(places,
				fmt.Sprintf("%s (%s:%d)", strings.TrimPrefix(f.Function, "nimcert/"), filepath.Base(f.File), f.Line))
		}
		panicked = panicked || f.Function == "runtime.gopanic"
		if !more {
			return places
		}
	}
}

// The findings of this file.
var (
	didNotHappen = say("case.did-not-happen",
		"{what}: it did not happen within {within:short} of session time (since {since})",
		"{what}：在会话时间 {within:short} 内没有发生（从 {since} 起）")
	loginWaits  = say("event.login-waits", "the login waits for {step}", "登录正等待 {step}")
	syncPending = say("event.sync-pending", "the sync is pending", "同步正等待应答")
	entersRoom  = say("event.enters-room", "{who} enters chatroom {room}", "{who} 进入聊天室 {room}")
)
