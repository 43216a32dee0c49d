package applications

import (
	"math"

	"nimcert/checks/invariants"
	"nimcert/clients"
	"nimcert/judgement"
	"nimcert/ledger"
)

// comesBack checks that, ten minutes after the faults, an application whose user is logged in has a connection, or has
// not given it up, or says that it is not connected; and that it connects when the user tries again. If the SDK neither
// connects nor tells, the application is not at fault.
func comesBack(v *view) (out []invariants.Finding) {
	if f, ok := v.connectedAt(v.Rested, "gives-up-in-silence",
		sayGivesUp); ok {
		out = append(out, f)
	}
	if !v.askedAgain() {
		return out
	}
	if f, ok := v.connectedAt(v.Revived, "does-not-connect-again",
		sayNotAgain); ok && len(out) == 0 {
		out = append(out, f)
	}
	return out
}

// askedAgain says whether the user tried again behind the ten minutes: a login that no page shows cannot be asked for.
func (v *view) askedAgain() bool {
	if v.Rested == math.MaxInt {
		return false
	}
	_, ok := v.Timeline.After(v.Rested).First(func(e ledger.Event) bool {
		return e.Seq < v.Revived && isAct(e, clients.ActLogIn)
	})
	return ok
}

func (v *view) connectedAt(mark int, shape string, what judgement.Sentence) (invariants.Finding, bool) {
	if mark == math.MaxInt || !v.Capabilities[clients.IM] {
		return invariants.Finding{}, false
	}
	account, _, since := v.wanted(mark)
	now := v.before(mark)
	if account == "" || now[account].holds || v.turnedAway(account, since, mark) {
		return invariants.Finding{}, false
	}
	call, tried := v.Timeline.Before(mark).Last(ledger.Of(account),
		func(e ledger.Event) bool { return isCall(e, opening) })
	if tried && v.Timeline[mark-1].At-call.At < tidying {
		return invariants.Finding{}, false // it keeps trying, with a wait between attempts
	}
	if e, ok := v.Timeline.Before(mark).Last(ledger.Is(ledger.Says),
		func(e ledger.Event) bool { return e.Name == clients.SaysConnected }); ok && e.Detail == "false" &&
		mark == v.Rested {
		return invariants.Finding{}, false // it tells its user
	}
	told, _ := v.Timeline.Before(mark).Last(ledger.By(ledger.Client), ledger.Of(account))
	return found(shape, []ledger.Event{told}, what, account), true
}

// turnedAway reports whether the service refused or kicked the account after the user asked for it: then there is
// nothing to come back to. The same holds if the SDK threw when it was asked for an instance, or if the application
// waits for a done that never came.
func (v *view) turnedAway(account string, since, mark int) bool {
	if v.before(mark)[account].kicked {
		return true
	}
	if _, threw := v.Timeline.Before(mark).First(ledger.Is(ledger.Threw), ledger.Of(account)); threw {
		return true
	}
	for _, e := range v.Timeline.Before(mark).After(since) {
		if e.Kind == ledger.LoginRefused ||
			e.Kind == ledger.Disconnected && e.Instance == account && e.Code == "kicked" {
			return true
		}
	}
	return len(v.before(mark).names(func(s state) bool { return s.ending > 0 })) > 0
}

// The findings of this file.
var (
	sayGivesUp = say("use-05.gives-up",
		"ten minutes after the faults the application has given up {who}, and does not say so",
		"故障结束十分钟后，应用放弃了 {who}，却没有说明")
	sayNotAgain = say("use-05.not-again",
		"the user tries again, and the application opens no connection for {who}",
		"用户再次尝试，应用没有为 {who} 打开连接")
)
