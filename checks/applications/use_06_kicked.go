package applications

import (
	"nimcert/checks/invariants"
	"nimcert/clients"
	"nimcert/ledger"
)

// kicked checks that only the user opens a kicked account or chatroom again: two devices that come back by themselves
// kick each other forever.
func kicked(v *view) (out []invariants.Finding) {
	for _, e := range v.Timeline {
		if !isCall(e, opening) || !v.before(e.Seq)[e.Instance].kicked {
			continue
		}
		kick, _ := v.Timeline.Before(e.Seq).Last(ledger.Is(ledger.Disconnected), ledger.Of(e.Instance),
			func(e ledger.Event) bool { return e.Code == "kicked" })
		asked := kick.Seq
		if ends := v.before(kick.Seq)[e.Instance].ending; ends > 0 {
			asked = ends // a kick that meets an end on its way takes back no login that the user asked for meanwhile
		}
		if _, ok := v.Timeline.Before(e.Seq).After(asked).First(
			func(e ledger.Event) bool { return isAct(e, clients.ActLogIn, clients.ActEnterRoom) }); ok {
			continue
		}
		key, words := where(e)
		out = append(out, found("connects-after-a-kick"+key, []ledger.Event{kick, e},
			sayAfterKick, e.Instance, kick.At, e.At, words))
	}
	return once(out)
}

var sayAfterKick = say("use-06.after-kick",
	"{who} was kicked at {kicked}, and at {at} the application opens it again{where} without its user",
	"{who} 在 {kicked} 被踢，应用{where}在 {at} 又自行打开")
