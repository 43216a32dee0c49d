package suites

import (
	"fmt"
	"slices"
	"time"

	"nimcert/clients"
	"nimcert/ledger"
)

// kick is a reason of the service and the name that the SDK documents for it.
type kick struct {
	reason int
	name   string
	room   bool // it is out of a chatroom
}

func kicks() []under[kick] {
	var out []under[kick]
	for _, k := range []kick{{reason: 1, name: "samePlatformKick"}, {reason: 2, name: "serverKick"}, {reason: 3, name: "otherPlatformKick"}, {reason: 4, name: silentKick}} {
		out = append(out, under[kick]{fmt.Sprintf("reason %d, %s", k.reason, k.name), k})
	}
	return out
}

// roomKicks are the reasons of a chatroom.
func roomKicks() []under[kick] {
	var out []under[kick]
	for _, k := range []kick{{1, "chatroomClosed", true}, {2, "managerKick", true}, {3, "samePlatformKick", true}, {4, silentKick, true}, {5, "blacked", true}} {
		out = append(out, under[kick]{fmt.Sprintf("out of a chatroom, reason %d, %s", k.reason, k.name), k})
	}
	return out
}

// instance is who is kicked.
func (k kick) instance() string { return loss{room: k.room}.instance() }

// silentKick is the reason of a kick by the same account on the same device, which not every family documents.
const silentKick = "silentlyKick"

// documented ends the spec where the client's documentation does not have the reason: nothing says what it must do then.
func (k kick) documented(t *Trial) {
	if k.name == silentKick && !t.Capabilities[clients.SilentKick] {
		t.NotApplicable("%s", t.Lacks(clients.SilentKick))
	}
}

// enter logs in whoever is to be kicked.
func (k kick) enter(t *Trial) {
	k.documented(t)
	if k.room {
		t.Enter(room(lobby))
	} else {
		t.LogIn(im(alice))
	}
}

func (k kick) kick(t *Trial) ledger.Event {
	if k.room {
		return t.KickRoom(lobby, alice, "1001", k.reason)
	}
	return t.Kick(alice, k.reason)
}

// everyKick are the reasons of IM and those of chatrooms.
var everyKick = slices.Concat(kicks(), roomKicks())

var _ = requirementUnder("KCK-01", everyKick, kck01ReportedOnce)

func kck01ReportedOnce(t *Trial, k kick) {
	k.enter(t)
	t.Let(time.Second)
	kicked := k.kick(t)
	t.Let(quiet)
	told := disconnections(t.Timeline().After(kicked.Seq), k.instance())
	t.Check(exactly(told, 1, "ondisconnect after the kick"))
	for _, e := range told {
		if late := e.Due() - kicked.At; late > time.Second {
			t.Find([]ledger.Event{kicked, e}, "ondisconnect came at %s, %s after the kick at %s; the application must know within a second", at(e), stamp(late), at(kicked))
		}
		if e.Code != "kicked" {
			t.Find([]ledger.Event{kicked, e}, "ondisconnect at %s has the code %q, not \"kicked\"", at(e), e.Code)
		}
		if e.Reason != k.name {
			t.Find([]ledger.Event{kicked, e}, "ondisconnect at %s has the reason %q, not %q", at(e), e.Reason, k.name)
		}
	}
}

var _ = requirementUnder("KCK-02", everyKick, kck02SocketCloses)

func kck02SocketCloses(t *Trial, k kick) {
	k.enter(t)
	t.Let(time.Second)
	kicked := k.kick(t)
	t.Let(time.Second)
	for _, f := range holds(t.Timeline(), 0, fmt.Sprintf("one second after the kick at %s", at(kicked))) {
		f.Events = append(f.Events, kicked.Seq)
		t.Findings = append(t.Findings, f)
	}
}

var _ = requirementUnder("KCK-03", everyKick, kck03NoReconnect)

func kck03NoReconnect(t *Trial, k kick) {
	k.enter(t)
	t.Let(time.Second)
	kicked := k.kick(t)
	t.Let(quiet)
	after := t.Timeline().After(kicked.Seq)
	t.Check(none(attempts(after), "the client opens a link again after the kick"))
	t.Check(none(after.Where(ledger.Is(ledger.WillReconnect)), "onwillreconnect after the kick"))
	t.Check(holds(t.Timeline(), 0, "ten minutes after the kick"))
}

// sparings are the kicks that leave the other connection alone. The usual ones have the short names.
func sparings() []under[kick] {
	var list []under[kick]
	for _, k := range everyKick {
		name, usual := "IM is kicked", 1
		if k.value.room {
			name, usual = "the chatroom is kicked", 2
		}
		if k.value.reason != usual {
			name += ", " + k.value.name
		}
		list = append(list, under[kick]{name, k.value})
	}
	return list
}

var _ = requirementUnder("KCK-05", sparings(), kck05SparesTheOther)

func kck05SparesTheOther(t *Trial, k kick) {
	t.needs(1, 1)
	k.documented(t)
	t.LogIn(im(alice))
	t.Enter(room(lobby))
	t.Let(time.Second)
	mine, theirs, to := alice, lobby, ""
	if k.room {
		mine, theirs, to = lobby, alice, bob
	}
	kicked := k.kick(t)
	t.Let(quiet)
	after := t.Timeline().After(kicked.Seq)
	if len(after.Where(ledger.By(ledger.Client), ledger.Is(ledger.Disconnected), ledger.Of(mine))) == 0 {
		t.Find([]ledger.Event{kicked}, "the kick at %s raised no ondisconnect at %s, so nothing was shown", at(kicked), mine)
	}
	t.Check(none(after.Where(ledger.By(ledger.Client), ledger.Is(ledger.Disconnected, ledger.WillReconnect), ledger.Of(theirs)), fmt.Sprintf("%s was told of a disconnect although only %s was kicked", theirs, mine)))
	t.Check(none(attempts(after), fmt.Sprintf("a link is opened although nothing happened to %s, and %s was kicked", theirs, mine)))
	t.Check(holds(t.Timeline(), 1, fmt.Sprintf("ten minutes after the kick of %s", mine)))
	t.sends(theirs, to)
}

// told lets ten minutes pass after a kick for the first reason, and checks that the application was told once and that nothing is left of the link.
func (t *Trial) told(kicked ledger.Event) {
	t.Let(time.Second)
	t.Check(holds(t.Timeline(), 0, fmt.Sprintf("one second after the kick at %s", at(kicked))))
	t.Let(quiet)
	after := t.Timeline().After(kicked.Seq)
	told := disconnections(after, alice)
	t.Check(exactly(told, 1, "ondisconnect after the kick"))
	for _, e := range told {
		if e.Code != "kicked" || e.Reason != "samePlatformKick" {
			t.Find([]ledger.Event{kicked, e}, "ondisconnect at %s has the code %q and the reason %q, not \"kicked\" and \"samePlatformKick\"", at(e), e.Code, e.Reason)
		}
	}
	t.Check(none(attempts(after), "the client opens a link again after the kick"))
	t.Check(holds(t.Timeline(), 0, "ten minutes after the kick"))
}

var _ = requirementUnder("KCK-04", []under[func(*Trial)]{
	{"during the sync", func(t *Trial) {
		t.syncing(im(alice))
	}},
	{"straight after a reconnect", func(t *Trial) {
		t.LogIn(im(alice))
		t.Let(time.Second)
		t.comesBack(t.Drop())
	}},
	{"ten minutes after the login", func(t *Trial) {
		t.LogIn(im(alice))
		t.Let(quiet)
	}},
	{"after a kick and a new login", func(t *Trial) {
		t.LogIn(im(alice))
		t.Let(time.Second)
		kicked := t.Kick(alice, 1)
		t.Let(time.Second)
		t.Connect(alice)
		t.Expect("alice logs in again", kicked, loginWithin, ledger.By(ledger.Client), ledger.Is(ledger.Connected), ledger.Of(alice))
		t.Let(time.Second)
	}},
}, kck04AtEveryMoment)

func kck04AtEveryMoment(t *Trial, reach func(*Trial)) {
	reach(t)
	t.told(t.Kick(alice, 1)) // what was pending is never answered: the service has thrown the client out
}

// moment is how long after a kick the application acts.
type moment struct {
	later time.Duration
	room  bool
}

var moments = []under[moment]{
	{"a second after the kick", moment{later: time.Second}}, {"at once", moment{later: 50 * time.Millisecond}}, {"ten minutes after the kick", moment{later: quiet}},
	{"a chatroom, a second after the kick", moment{later: time.Second, room: true}},
}

func (m moment) kick() kick { return kick{reason: 1, room: m.room} }

var _ = requirementUnder("KCK-06", moments, kck06DestroyAfterwards)

func kck06DestroyAfterwards(t *Trial, m moment) {
	k := m.kick()
	k.enter(t)
	t.Let(time.Second)
	k.kick(t)
	t.Let(m.later)
	begin := t.destroy(k.instance())
	t.Let(quiet)
	t.Check(t.doneOnce("destroy", k.instance(), begin))
	t.Check(holds(t.Timeline(), 0, "after the kick and destroy"))
	t.Check(none(attempts(t.Timeline().After(begin.Seq)), "a link is opened after the kick and destroy"))
}

// comeback is a way to log in again after a kick.
type comeback struct {
	moment
	again func(*Trial)
}

var _ = requirementUnder("KCK-07", []under[comeback]{
	{"connect a minute after the kick", comeback{moment{later: time.Minute}, func(t *Trial) { t.Connect(alice) }}},
	{"connect at once", comeback{moment{later: 50 * time.Millisecond}, func(t *Trial) { t.Connect(alice) }}},
	{"the instance is asked for again", comeback{moment{later: time.Minute}, func(t *Trial) { t.begin(im(alice)) }}},
	{"the instance is destroyed, and a new one asked for", comeback{moment{later: time.Second}, func(t *Trial) {
		t.Destroy(alice, func(v clients.Verbs) { v.Login(token(im(alice))) })
	}}},
	{"a chatroom", comeback{moment{later: time.Minute, room: true}, func(t *Trial) { t.Connect(lobby) }}},
}, kck07LoginAfterwards)

func kck07LoginAfterwards(t *Trial, c comeback) {
	k, to := c.kick(), bob
	if c.room {
		to = ""
	}
	k.enter(t)
	t.Let(time.Second)
	k.kick(t)
	t.Let(c.later)
	begin := t.Mark("log in again after the kick")
	c.again(t)
	t.Expect(k.instance()+" logs in again", begin, t.Policy.DoneWithin+loginWithin, ledger.By(ledger.Client), ledger.Is(ledger.Connected), ledger.Of(k.instance()))
	t.Let(time.Minute)
	t.Check(holds(t.Timeline(), 1, "a minute after the new login"))
	t.Check(never(t.Timeline(), 1))
	t.sends(k.instance(), to)
	t.backAs(k.instance(), t.Drop()) // it is a login like any other: a loss is made good
}

var _ = requirementUnder("KCK-08", []under[bool]{{"IM", false}, {"a chatroom", true}}, kck08TwoKicks)

func kck08TwoKicks(t *Trial, inRoom bool) {
	k := kick{reason: 1, room: inRoom}
	k.enter(t)
	t.Let(time.Second)
	kicked := k.kick(t)
	k.kick(t)
	if inRoom {
		t.Let(quiet)
		t.Check(exactly(disconnections(t.Timeline().After(kicked.Seq), lobby), 1, "ondisconnect after two kicks out of the chatroom"))
		return
	}
	t.told(kicked)
}

var _ = requirementUnder("KCK-09", []under[bool]{{"IM", false}, {"a chatroom", true}}, kck09NoMessage)

func kck09NoMessage(t *Trial, inRoom bool) {
	k := kick{reason: 1, room: inRoom}
	k.enter(t)
	t.Let(time.Second)
	kicked := k.kick(t)
	if inRoom {
		t.PushRoom("1001", bob, "too late")
	} else {
		t.Push(alice, bob, "too late")
		t.PushTeam(alice, "7001", bob, "too late, team")
	}
	t.Let(quiet)
	t.Check(none(t.Timeline().After(kicked.Seq).Where(ledger.By(ledger.Client), ledger.Is(ledger.Message)), "a message was delivered after the kick"))
	if len(disconnections(t.Timeline().After(kicked.Seq), k.instance())) == 0 {
		t.Find([]ledger.Event{kicked}, "the kick at %s raised no ondisconnect, so nothing was shown", at(kicked))
	}
}
