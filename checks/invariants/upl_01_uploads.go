package invariants

import (
	"time"

	"nimcert/clients"
	"nimcert/ledger"
)

var _ = register(Invariant{
	Requirement: "UPL-01", Name: "uploads",
	Blind: "which of two files an upload is",
	check: uploads,
})

// uploads checks that the service gets the whole file, unchanged.
func uploads(v *view) (out []Finding) {
	for _, e := range v.Timeline.Where(ledger.By(ledger.Server), ledger.Is(ledger.Upload)) {
		if e.Sum != v.Picture && v.calm("", e.At-v.settling(), e.At) {
			out = append(out, found("another-file", []ledger.Event{e}, sayAnotherFile,
				e, e.Count, e.Sum, v.Picture))
		}
	}
	return out
}

var _ = register(Invariant{
	Requirement: "UPL-02", Name: "progress",
	Blind: "the progress of two uploads at once",
	check: progress,
})

// progress checks that the progress of a sent file is reported up to 100 %.
func progress(v *view) (out []Finding) {
	for _, l := range v.lives {
		calls := l.line.Where(isCall([]string{"send file"}))
		sent, ok := l.line.First(ledger.Is(ledger.Sent), func(e ledger.Event) bool { return e.Verb == "send file" })
		if len(calls) != 1 || !ok {
			continue
		}
		if last, any := l.line.Before(sent.Seq).Last(ledger.Is(ledger.Progress)); !any || last.Count != 100 {
			out = append(out, found("stops-short", []ledger.Event{calls[0], sent}, sayStopsShort,
				l.Instance, calls[0], sent, last.Count))
		}
	}
	return out
}

var _ = register(Invariant{
	Requirement: "UPL-03", Name: "no-upload-storm",
	Blind: "which of two files an upload is",
	check: uploadStorm,
})

// tolerated is how many uploads of one file are allowed: a second host, or one more try, is a fallback, as in the
// specs.
const tolerated = 3

// uploadStorm checks that a file is not uploaded again and again, and is reported as sent only if it arrived.
func uploadStorm(v *view) (out []Finding) {
	if !v.Capabilities[clients.Upload] {
		return nil
	}
	calls, tries, arrived := 0, 0, 0
	for _, e := range v.Timeline {
		switch {
		case isCall([]string{"send file"})(e):
			calls++
		case e.Who == ledger.Server && e.Kind == ledger.Upload:
			arrived++
		case e.Who == ledger.Host && e.Kind == ledger.UploadStart:
			if tries++; tries == tolerated*max(1, calls)+1 {
				out = append(out, found("storm", []ledger.Event{e}, sayUploadStorm, tries, e, calls))
			}
		case e.Who == ledger.Client && e.Kind == ledger.Sent && e.Verb == "send file":
			if arrived == 0 {
				out = append(out, found("told-sent-and-was-not", []ledger.Event{e}, sayFileTold, e.Instance, e))
			}
			arrived--
		}
	}
	return out
}

var _ = register(Invariant{
	Requirement: "UPL-04", Name: "upload-carried",
	Blind: "which of two files of one instance an answer is about",
	check: uploadCarried,
})

// uploadCarried checks that a file that is sent over a link to which nothing happens is sent: what ends another
// instance, and a place or an answer that comes a little late, are no reasons to call it off.
func uploadCarried(v *view) (out []Finding) {
	for _, l := range v.lives {
		var waiting ledger.Timeline // calls without an answer, oldest first
		for _, e := range l.line {
			switch {
			case isEnding(e) || isWanting(e) || e.Kind == ledger.CalledOff:
				waiting = nil
			case isCall([]string{"send file"})(e):
				waiting = append(waiting, e)
			case e.Verb != "send file" || len(waiting) == 0:
			case e.Kind == ledger.Sent || e.Kind == ledger.Threw:
				waiting = waiting[1:]
			case e.Kind == ledger.Failed:
				call := waiting[0]
				waiting = waiting[1:]
				if Connected(v.before(call.Seq), l.Instance) && Connected(v.before(e.Seq), l.Instance) &&
					v.calmButForSlowAnswers(l.Instance, call.At-v.settling(), e.At) {
					out = append(out, found("called-off", []ledger.Event{call, e}, sayCalledOff, l.Instance, call, e))
				}
			}
		}
	}
	return out
}

var _ = register(Invariant{
	Requirement: "UPL-03", Name: "upload-aborted",
	Blind: "an upload beside those of other instances",
	check: uploadAborted,
})

// abortedWithin is how long an upload may go on that the application called off: the call is the platform's.
const abortedWithin = time.Second

// uploadAborted checks that an upload that the application calls off ends there: the platform is told, no other one
// begins, and the file is not sent. That it fails, and once, MSG-05 checks.
func uploadAborted(v *view) (out []Finding) {
	for _, l := range v.lives {
		if !v.alone(l, l.from, min(l.to, len(v.Timeline))) {
			continue
		}
		for _, abort := range l.line.Where(ledger.Is(ledger.CalledOff)) {
			upload, runs := v.runs(l, abort)
			if !runs {
				continue
			}
			ended := false
			until := min(l.nextCall(abort.Seq, isCall([]string{"send file"})), l.to)
			for _, e := range v.Timeline.After(abort.Seq).Before(until) {
				ended = ended || e.Kind == ledger.RequestEnd && e.Socket == upload.Socket
				if !ended && e.At > abort.At+abortedWithin+v.slow {
					out = append(out,
						found("runs-on", []ledger.Event{abort, e}, sayRunsOn, l.Instance, abort, abortedWithin))
					break
				}
				if e.Who == ledger.Host && e.Kind == ledger.UploadStart ||
					e.Instance == l.Instance && e.Kind == ledger.Sent && e.Verb == "send file" {
					out = append(out,
						found("goes-on", []ledger.Event{abort, e}, sayGoesOn, l.Instance, abort, e.Kind, e))
					break
				}
			}
		}
	}
	return out
}

// runs finds the one upload of an instance that is under way at a moment.
func (v *view) runs(l *life, at ledger.Event) (upload ledger.Event, ok bool) {
	for _, e := range v.before(at.Seq).After(l.from - 1) {
		switch {
		case e.Who == ledger.Host && e.Kind == ledger.UploadStart && ok:
			return e, false // two at once: which one it is, is not said
		case e.Who == ledger.Host && e.Kind == ledger.UploadStart:
			upload, ok = e, true
		case e.Kind == ledger.RequestEnd && e.Socket == upload.Socket:
			ok = false
		}
	}
	return upload, ok
}

// The findings of this file.
var (
	sayRunsOn = say("upl-03.runs-on",
		"{who} calls an upload off at {abort}, and {within:short} later it still runs",
		"{who} 在 {abort} 取消上传，{within:short} 之后它仍在进行")
	sayGoesOn = say("upl-03.goes-on",
		"{who} calls an upload off at {abort}, and there is all the same: {kind}, at {at}",
		"{who} 在 {abort} 取消上传，之后仍有：{kind}（{at}）")
	sayCalledOff = say("upl-04.called-off",
		"the file of {who} at {call} fails at {at}, and nothing happened to its link or to the upload",
		"{who} 在 {call} 发送的文件于 {at} 失败，而它的连接和上传都没有发生任何事")
	sayAnotherFile = say("upl-01.another-file",
		"the file that arrives at {at} has {n} bytes and the MD5 {sum}; that which was sent has the MD5 {want}",
		"{at} 到达的文件有 {n} 字节，MD5 {sum}；发送的文件 MD5 是 {want}")
	sayStopsShort = say("upl-02.stops-short",
		"the file of {who} at {at} is sent at {sent}, and its last progress is {n} %",
		"{who} 在 {at} 的文件于 {sent} 发送完成，而最后的进度是 {n} %")
	sayUploadStorm = say("upl-03.storm",
		"upload number {n} at {at}, for {files} files",
		"{at} 是第 {n} 次上传，而文件只有 {files} 个")
	sayFileTold = say("upl-03.told-sent",
		"{who} is told at {at} that its file was sent, and none arrived",
		"{who} 在 {at} 得知文件已发送，而没有文件到达")
)
