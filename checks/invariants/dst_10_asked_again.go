package invariants

import (
	"slices"
	"time"

	"nimcert/ledger"
)

var _ = register(Invariant{
	Requirement: "DST-10", Name: "asked-for-again",
	Blind: "how long a login may take while something disturbs it",
	check: askedForAgain,
})

// loginWithin is how long an undisturbed login may take, as in the specs.
const loginWithin = 20 * time.Second

// askedForAgain checks that an instance is connected soon after the application asks for it, if nothing disturbs it:
// the first login; a connect after an end, a kick, a loss or used-up attempts; a new instance after a destroy.
func askedForAgain(v *view) (out []Finding) {
	for _, l := range v.lives {
		for i, call := range l.line {
			if !isWanting(call) || threwAt(l, call) || Connected(v.before(call.Seq), l.Instance) {
				continue
			}
			within := loginWithin + v.slow
			if slices.ContainsFunc(l.line[:i],
				func(e ledger.Event) bool { return isEnding(e) && e.At > call.At-v.Policy.DoneWithin }) {
				within += v.Policy.DoneWithin // the instance is ended first
			}
			until := call.At + within
			// A trouble shortly before may still be in the way, such as a dead socket that the platform counts.
			if until > v.end || !v.calm(l.Instance, call.At-2*time.Minute, until) || v.others(call, until) ||
				v.closesAt(call.At+v.Policy.DoneWithin) {
				continue
			}
			next, ok := l.line.After(call.Seq).First(
				func(e ledger.Event) bool { return e.Kind == ledger.Connected || isEnding(e) || isWanting(e) })
			if ok && (next.At <= until || next.Kind != ledger.Connected) {
				continue
			}
			if _, answered := l.line.After(call.Seq).First(
				func(e ledger.Event) bool { return isEnding(e) && e.At <= until }); answered {
				continue
			}
			out = append(out, found("not-connected-behind-"+v.beforeCall(l, i), []ledger.Event{call},
				sayNotConnected, call.Verb, l.Instance, call, within))
		}
	}
	return out
}

// others reports whether another instance was opening or ending at the time: it may hold the slots.
func (v *view) others(call ledger.Event, until time.Duration) bool {
	return max(v.instances(call.Seq), v.instances(v.seqAt(until))) > v.Slots || v.Capped
}

// seqAt is the Seq of the first event after a moment.
func (v *view) seqAt(at time.Duration) int {
	if i := slices.IndexFunc(v.Timeline, func(e ledger.Event) bool { return e.At > at }); i >= 0 {
		return v.Timeline[i].Seq
	}
	return len(v.Timeline) + 1
}

// closesAt reports whether, at a moment, the platform counts a socket whose close nobody answered. While it counts, a
// client may open no other.
func (v *view) closesAt(at time.Duration) bool {
	closing := map[int64]bool{}
	for _, e := range v.Timeline {
		switch {
		case e.At > at:
			return len(closing) > 0
		case e.Who == ledger.Host && e.Kind == ledger.SocketClosing:
			closing[e.Socket] = true
		case e.Who == ledger.Host && e.Kind == ledger.SocketClosed:
			delete(closing, e.Socket)
		}
	}
	return len(closing) > 0
}

// beforeCall says what came before a call that asks for an instance. The kind of the fault depends on it.
func (v *view) beforeCall(l *life, i int) string {
	for j := i - 1; j >= 0; j-- {
		switch e := l.line[j]; {
		case e.Kind == ledger.Disconnected && e.Code == "kicked":
			return "a-kick"
		case e.Kind == ledger.Disconnected, e.Kind == ledger.Failed && e.Verb != "send text":
			return "a-loss"
		case isEnding(e), e.Kind == ledger.Done:
			return "an-end"
		case e.Kind == ledger.WillReconnect:
			return "a-wait"
		}
	}
	for _, m := range v.lives {
		if m.Instance == l.Instance && m.from < l.from {
			return "a-destroy"
		}
	}
	return "nothing"
}

var _ = register(Invariant{
	Requirement: "REC-17", Name: "right-login",
	Blind: "a login of the right account that comes too early or too late",
	check: rightLogin,
})

// rightLogin checks that the application wants the login, and that it is marked correctly: automatic after
// onwillreconnect, manual after a call of the application.
func rightLogin(v *view) (out []Finding) {
	for _, e := range v.Timeline.Where(ledger.By(ledger.Server), ledger.Is(ledger.LoginRefused)) {
		if e.Code == "302" && v.renewedBefore(e) &&
			!slices.ContainsFunc(v.Troubles,
				func(t Trouble) bool { return t.Verb == "refuse-login" || t.Verb == "refuse-entry" }) {
			out = append(out, found("wrong-token", []ledger.Event{e}, sayWrongToken, e.Instance, e))
		}
	}
	for _, e := range v.Timeline.Where(ledger.By(ledger.Server), ledger.Is(ledger.Login)) {
		name := v.owner[e.Socket]
		i := slices.IndexFunc(v.lives,
			func(l *life) bool { return l.Instance == name && e.Seq >= l.from && e.Seq < l.to })
		if i < 0 {
			out = append(out, found("another-account", []ledger.Event{e}, sayAnotherAccount, e.Instance, e))
			continue
		}
		l := v.lives[i]
		before := l.line.Before(e.Seq)
		call, _ := before.Last(func(c ledger.Event) bool { return isWanting(c) || isEnding(c) })
		if isEnding(call) {
			if e.At > call.At+v.slow && !v.doneBefore(l, call, e) {
				out = append(out,
					found("behind-"+call.Verb, []ledger.Event{call, e}, sayLoginBehind, name, e, call.Verb, call))
			}
			continue
		}
		// If several calls were made and only one of them began an attempt, either mark is right.
		since := before.After(call.Seq)
		// A retry of the first login may still be marked as asked for.
		was := len(since.Where(ledger.Is(ledger.Connected))) > 0
		waited := was && len(since.Where(ledger.Is(ledger.WillReconnect))) > 0
		asked := len(
			since.Where(ledger.Is(ledger.Connected, ledger.WillReconnect, ledger.Lost, ledger.Disconnected))) == 0
		earlier := before.Before(call.Seq)
		last, any := earlier.Last(func(c ledger.Event) bool {
			return c.Kind == ledger.Connected || c.Kind == ledger.WillReconnect || c.Kind == ledger.Done ||
				c.Kind == ledger.Disconnected || isWanting(c)
		})
		fresh := !any || last.Kind == ledger.Done || last.Kind == ledger.Disconnected
		switch {
		case waited && e.Detail == "manual":
			out = append(out, found("automatic-marked-manual", []ledger.Event{e}, sayMarkedManual, name, e))
		case asked && fresh && e.Detail == "automatic":
			out = append(out, found("manual-marked-automatic", []ledger.Event{e}, sayMarkedAutomatic, name, e))
		}
	}
	return out
}

// renewedBefore reports whether a refused login's attempt began after the last renewal of the account's token. One that
// began before may still have the token of then.
func (v *view) renewedBefore(refused ledger.Event) bool {
	before := v.before(refused.Seq)
	renewed, ok := before.Last(isCall([]string{"renew token"}), ledger.Of(v.owner[refused.Socket]))
	if !ok {
		return true
	}
	opened, _ := before.Last(ledger.By(ledger.Host), ledger.Is(ledger.SocketConnecting),
		func(e ledger.Event) bool { return e.Socket == refused.Socket })
	began, _ := before.Before(opened.Seq).Last(ledger.Is(ledger.Attempt))
	return began.Seq > renewed.Seq
}

// doneBefore reports whether an end was done before a moment. DST-07 judges what comes after.
func (v *view) doneBefore(l *life, call, e ledger.Event) bool {
	d, ok := l.line.After(call.Seq).First(ledger.Is(ledger.Done))
	return ok && d.Seq < e.Seq
}

// The findings of this file.
var (
	sayNotConnected = say("dst-10.not-connected",
		"{verb} of {who} at {call} does not connect it within {within:short}",
		"{who} 在 {call} 的 {verb} 没有在 {within:short} 内连接成功")
	sayWrongToken = say("dst-10.wrong-token",
		"{who} logs in at {at} with a token that is not its own, and is refused",
		"{who} 在 {at} 用不属于它的 token 登录，被拒绝")
	sayAnotherAccount = say("dst-10.another-account",
		"{who} logs in at {at}, whom the application never asked for",
		"{who} 在 {at} 登录，而应用从未要求登录它")
	sayLoginBehind = say("dst-10.login-behind-call",
		"{who} logs in at {at}, behind its {verb} at {call}",
		"{who} 在 {call} 调用 {verb} 之后，又在 {at} 登录")
	sayMarkedManual = say("dst-10.marked-manual",
		"the login of {who} at {at} is one by itself, and marked as asked for",
		"{who} 在 {at} 的登录是自动的，却标为应用要求的")
	sayMarkedAutomatic = say("dst-10.marked-automatic",
		"the login of {who} at {at} was asked for, and is marked as one by itself",
		"{who} 在 {at} 的登录是应用要求的，却标为自动登录")
)
