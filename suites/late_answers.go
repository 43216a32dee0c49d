// LIM-04 and DST-04: answers that come when nobody waits for them any more.

package suites

import (
	"time"

	"nimcert/clients"
	"nimcert/fakeserver"
	"nimcert/ledger"
)

var _ = alsoUnder("LIM-04", []under[bool]{
	{"handshake-late", "a handshake that is answered when its time was up and the next one asks",
		"握手在超时、下一次已发出之后才得到应答", false},
	{"room-handshake-late", "a chatroom: a handshake that is answered when its time was up and the next one asks",
		"聊天室：握手在超时、下一次已发出之后才得到应答", true},
}, lim04LateHandshake)

// lim04LateHandshake is LIM-04: what answers an attempt that was given up opens nothing beside the next one.
func lim04LateHandshake(t *Trial, inRoom bool) {
	instance, to := t.logInOrEnter(inRoom, usual)
	t.Let(time.Second)
	held := t.Hold(fakeserver.StepHandshake)
	lost := t.Drop()
	first := t.stops(instance, held, fakeserver.StepHandshake)
	// No document asks for a time-out that is shorter than the platform's own of 60 s.
	if _, ok := t.Await(first, t.exhaust(1)+t.Policy.AttemptTimeout+time.Minute, ledger.By(ledger.Server),
		ledger.Is(ledger.Held)); !ok {
		t.Mark("no second handshake is asked for")
	}
	t.Let(100 * time.Millisecond)
	t.Release(fakeserver.StepHandshake) // both, the first one first
	t.backAs(instance, lost)
	t.Let(time.Minute)
	t.Check(never(t.Timeline(), 1))
	t.Check(holds(t.Timeline(), 1, afterReconnect))
	t.sends(instance, to)
}

var _ = alsoUnder("DST-04", []under[fakeserver.Step]{
	{"in-lbs-back", "in LBS, on the way back", "LBS 阶段，重连途中", fakeserver.StepLBS},
}, dst04InTheLookupBack)

// dst04InTheLookupBack is DST-04: destroyed while addresses are looked up again.
func dst04InTheLookupBack(t *Trial, step fakeserver.Step) {
	t.requires(clients.Lookup)
	t.LogIn(im(alice))
	t.Let(time.Second)
	held := t.Hold(step)
	t.failLinks(500) // so that the known addresses are used up and LBS is asked
	t.Drop()
	if _, asked := t.Await(held, quiet, ledger.By(ledger.Server), ledger.Is(ledger.Held)); !asked {
		t.NotApplicable(noSecondLookup)
	}
	t.failLinks(0)
	t.Let(time.Second)
	destroyed := t.destroy(alice)
	t.Let(time.Second)
	t.Release(step)
	t.leavesNothing(destroyed, alice, whileWaiting.Of(step))
}

var noSecondLookup = say("lacks.second-lookup",
	"the client asks LBS once, and goes by the addresses that it knows",
	"客户端只询问一次 LBS，之后使用已知地址")
