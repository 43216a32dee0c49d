package suites

import (
	"fmt"
	"time"

	"nimcert/ledger"
)

// KCK-01, KCK-03, KCK-05, KCK-07, DST-01, DST-09: what the service, the network and the application do behind a kick, and what is no kick.

// behind is what happens to the link of whoever was kicked.
type behind struct {
	later time.Duration // after the kick
	room  bool
	end   func(t *Trial, k kick)
}

// closedBy is the service closing the link.
func closedBy(t *Trial, k kick) {
	if k.room {
		t.CloseRoomLinks(lobby, "1001", 1000)
	} else {
		t.CloseLinks(alice, 1000)
	}
}

func dropped(t *Trial, _ kick) { t.Drop() }

// What a kicked client closes itself is gone when the service would: a client that is late with it meets both.
var _ = alsoUnder("KCK-03", []under[behind]{
	{"the service closes the link at once", behind{0, false, closedBy}}, {"the service closes the link 200 ms later", behind{200 * time.Millisecond, false, closedBy}},
	{"the link ends without a close frame 10 ms later", behind{10 * time.Millisecond, false, dropped}}, // at once it would take the kick along
	{"the service closes the chatroom's link at once", behind{0, true, closedBy}}, {"the service closes the chatroom's link 200 ms later", behind{200 * time.Millisecond, true, closedBy}},
}, kck03NothingBringsItBack)

func kck03NothingBringsItBack(t *Trial, b behind) {
	k := kick{reason: 1, room: b.room}
	k.enter(t)
	t.Let(time.Second)
	kicked := k.kick(t)
	if b.later > 0 {
		t.Let(b.later)
	}
	b.end(t, k)
	t.outFor(kicked, k.instance())
}

// outFor lets ten minutes pass after a kick, and checks that the application was told once, that it was a kick, and that nothing is left of the link.
func (t *Trial) outFor(kicked ledger.Event, instance string) {
	t.Let(quiet)
	after := t.Timeline().After(kicked.Seq)
	told := disconnections(after, instance)
	t.Check(exactly(told, 1, "ondisconnect after the kick"))
	for _, e := range told {
		if e.Code != "kicked" {
			t.Find([]ledger.Event{kicked, e}, "ondisconnect at %s has the code %q, not \"kicked\"", at(e), e.Code)
		}
	}
	t.Check(none(attempts(after), "the client opens a link again after the kick"))
	t.Check(none(after.Where(ledger.Is(ledger.WillReconnect)), "onwillreconnect after the kick"))
	t.Check(holds(t.Timeline(), 0, "ten minutes after the kick"))
}

// The reasons are numbers, and there will be more: see the assumption kick-reasons-grow.
var _ = alsoUnder("KCK-03", []under[bool]{{"a reason that the SDK does not know", false}, {"a chatroom: a reason that the SDK does not know", true}}, kck03UnknownReason)

func kck03UnknownReason(t *Trial, inRoom bool) {
	k := kick{reason: 99, room: inRoom}
	k.enter(t)
	t.Let(time.Second)
	t.outFor(k.kick(t), k.instance())
}

// The other way round: what is no kick is not told as one.
var _ = alsoUnder("KCK-01", []under[func(*Trial)]{
	{"no kick: the application disconnects", func(t *Trial) {
		t.LogIn(im(alice))
		t.Let(time.Second)
		t.end("disconnect")
	}},
	{"no kick: the application leaves a chatroom", func(t *Trial) {
		t.Enter(room(lobby))
		t.Let(time.Second)
		t.endOf("disconnect", lobby)
	}},
	{"no kick: the application destroys", func(t *Trial) {
		t.LogIn(im(alice))
		t.Let(time.Second)
		t.end("destroy")
	}},
	{"no kick: the login is refused", func(t *Trial) {
		t.RefuseLogin(302)
		t.begin(im(alice))
	}},
	{"no kick: the link is lost", func(t *Trial) {
		t.LogIn(im(alice))
		t.Let(time.Second)
		t.CloseLinks(alice, 1000)
	}},
}, kck01NoKickIsNone)

func kck01NoKickIsNone(t *Trial, act func(*Trial)) {
	begin := t.Mark("nobody is kicked")
	act(t)
	t.Let(time.Minute)
	told := t.Timeline().After(begin.Seq).Where(ledger.By(ledger.Client), ledger.Is(ledger.Disconnected), func(e ledger.Event) bool { return e.Code == "kicked" })
	t.Check(none(told, "ondisconnect tells of a kick although nobody was kicked"))
}

// What a user asks for after a kick is a login by hand: the service would refuse an automatic one, or let it throw nobody out.
var _ = alsoUnder("KCK-07", []under[comeback]{
	{"the login is marked manual on the wire", comeback{moment{later: time.Minute}, func(t *Trial) { t.Connect(alice) }}},
	{"the same by asking for the instance again", comeback{moment{later: time.Minute}, func(t *Trial) { t.begin(im(alice)) }}},
	{"the chatroom's login is marked manual on the wire", comeback{moment{later: time.Minute, room: true}, func(t *Trial) { t.Connect(lobby) }}},
}, kck07LoginLater)

func kck07LoginLater(t *Trial, c comeback) {
	k := c.kick()
	k.enter(t)
	t.Let(time.Second)
	k.kick(t)
	t.Let(c.later)
	begin := t.Mark("log in again after the kick")
	c.again(t)
	t.backAs(k.instance(), begin)
	for _, login := range t.Timeline().After(begin.Seq).Where(ledger.By(ledger.Server), ledger.Is(ledger.Login)) {
		if login.Detail == "automatic" {
			t.Find([]ledger.Event{begin, login}, "the login at %s, which the application asked for, is marked %s on the wire", at(login), login.Detail)
		}
	}
}

// noLink are the states without a link in which disconnect and destroy still answer.
func noLink(verb string) []under[func(*Trial)] {
	once := func(name string, reach func(*Trial) string) under[func(*Trial)] {
		return under[func(*Trial)]{name, func(t *Trial) {
			instance := reach(t)
			t.Let(time.Second)
			begin := t.endOf(verb, instance)
			t.Let(quiet)
			t.Check(t.doneOnce(verb, instance, begin))
			t.Check(none(attempts(t.Timeline().After(begin.Seq)), "the client opens a link again"))
			t.Check(holds(t.Timeline(), 0, "ten minutes after "+verb))
		}}
	}
	list := []under[func(*Trial)]{
		once("after a login refused for good", func(t *Trial) string {
			refused := t.RefuseLogin(302)
			t.begin(im(alice))
			t.Expect("the service refuses a login", refused, t.exhaust(1)+loginWithin, ledger.By(ledger.Server), ledger.Is(ledger.LoginRefused))
			return alice
		}),
		once("after an automatic login refused for good", func(t *Trial) string {
			t.LogIn(im(alice))
			t.Let(time.Second)
			refused := t.RefuseLogin(403)
			t.Drop()
			t.Expect("the service refuses a login", refused, t.exhaust(1)+loginWithin, ledger.By(ledger.Server), ledger.Is(ledger.LoginRefused))
			return alice
		}),
	}
	if verb == "disconnect" { // destroy after a kick is KCK-06
		for _, m := range moments {
			list = append(list, once("after a kick: "+m.Name, func(t *Trial) string {
				k := m.value.kick()
				k.enter(t)
				t.Let(time.Second)
				k.kick(t)
				t.Let(m.value.later)
				return k.instance()
			}))
		}
	}
	return list
}

var (
	_ = alsoUnder("DST-01", noLink("destroy"), func(t *Trial, act func(*Trial)) { act(t) })
	_ = alsoUnder("DST-09", noLink("disconnect"), func(t *Trial, act func(*Trial)) { act(t) })
)

// beside is what the instance that is spared was doing when the other ended.
type beside struct {
	spared string                             // the instance that is spared
	reach  func(t *Trial) ledger.Event        // brings both to where they are; what it returns is before the end
	end    func(t *Trial)                     // ends the other
	after  func(t *Trial, begin ledger.Event) // what the spared one's service does then
}

// The end of one instance leaves another alone that is on its way.
var _ = alsoUnder("KCK-05", []under[beside]{
	{"the chatroom is kicked while IM waits to reconnect", beside{alice, func(t *Trial) ledger.Event {
		t.LogIn(im(alice))
		t.Enter(room(lobby))
		t.Let(time.Second)
		return t.waits(t.CloseLinks(alice, 1001), alice)
	}, func(t *Trial) { t.KickRoom(lobby, alice, "1001", 2) }, nil}},
	{"IM is kicked while the chatroom waits to reconnect", beside{lobby, func(t *Trial) ledger.Event {
		t.LogIn(im(alice))
		t.Enter(room(lobby))
		t.Let(time.Second)
		return t.waits(t.CloseRoomLinks(lobby, "1001", 1001), lobby)
	}, func(t *Trial) { t.Kick(alice, 1) }, nil}},
	{"IM is destroyed while another account connects", beside{bob, func(t *Trial) ledger.Event {
		t.LogIn(im(alice))
		return t.connects(bob)
	}, func(t *Trial) { t.Destroy(alice, nil) }, (*Trial).goesOn}},
	{"IM is disconnected while another account connects", beside{bob, func(t *Trial) ledger.Event {
		t.LogIn(im(alice))
		return t.connects(bob)
	}, func(t *Trial) { t.Disconnect(alice, nil) }, (*Trial).goesOn}},
	{"IM is kicked while another account connects", beside{bob, func(t *Trial) ledger.Event {
		t.LogIn(im(alice))
		return t.connects(bob)
	}, func(t *Trial) { t.Kick(alice, 1) }, (*Trial).goesOn}},
	{"IM is destroyed while another account waits to reconnect", beside{bob, func(t *Trial) ledger.Event {
		t.LogIn(im(alice))
		t.LogIn(im(bob))
		t.Let(time.Second)
		return t.waits(t.CloseLinks(bob, 1001), bob)
	}, func(t *Trial) { t.Destroy(alice, nil) }, nil}},
}, kck05BesideAnother)

func kck05BesideAnother(t *Trial, b beside) {
	if b.spared == bob {
		t.needs(2, 0)
	} else {
		t.needs(1, 1)
	}
	begin := b.reach(t)
	b.end(t)
	if b.after != nil {
		t.Let(500 * time.Millisecond)
		b.after(t, begin)
	}
	t.Expect(b.spared+" is connected", begin, t.exhaust(2)+loginWithin, ledger.By(ledger.Client), ledger.Is(ledger.Connected), ledger.Of(b.spared))
	t.Let(time.Minute)
	t.Check(holds(t.Timeline(), 1, "a minute after the other was ended"))
	to := carol
	if b.spared == lobby {
		to = ""
	}
	t.sends(b.spared, to)
}

// waits expects the wait before an instance's reconnect, and goes 500 ms into it: the shortest wait that a family documents is 1 s.
func (t *Trial) waits(lost ledger.Event, instance string) ledger.Event {
	wait := t.Expect(fmt.Sprintf("%s waits to reconnect", instance), lost, t.exhaust(1)+loginWithin, ledger.By(ledger.Client), ledger.Is(ledger.WillReconnect), ledger.Of(instance))
	t.Let(500 * time.Millisecond)
	return wait
}

// connects begins an account's login, and holds back the answer to the first step of its link.
func (t *Trial) connects(account string) ledger.Event {
	begin := t.holdLinks()
	t.begin(im(account))
	t.Expect(account+" connects", begin, loginWithin, ledger.By(ledger.Server), ledger.Is(ledger.Held))
	return begin
}

// goesOn answers the steps that connects held back.
func (t *Trial) goesOn(ledger.Event) {
	for _, step := range linkSteps {
		t.Release(step)
	}
}
