// UPL-03 and UPL-04: two uploads at once, and an upload that is interrupted at each of its steps.

package suites

import (
	"time"

	"nimcert/fakeserver"
	"nimcert/ledger"
)

var _ = alsoUnder("UPL-04", []under[int]{{"two-at-once", "two at once", "同时上传两个", 2}}, upl04SeveralAtOnce)

// upl04SeveralAtOnce is UPL-04: of several uploads at once each arrives and is confirmed.
func upl04SeveralAtOnce(t *Trial, n int) {
	t.LogIn(im(alice))
	begin := t.Mark("%d pictures at once", n)
	t.MiniProgram().AddFile(picturePath, picture)
	for range n {
		t.MiniProgram().SendFile(alice, bob, picturePath)
	}
	t.Let(time.Minute)
	after := t.Timeline().After(begin.Seq)
	t.Check(exactly(after.Where(ledger.By(ledger.Server), ledger.Is(ledger.Upload)), n, fileArrival))
	sent, _ := outcomes(after, "send file")
	t.Check(exactly(sent, n, pictureConfirmed))
}

var _ = alsoUnder("UPL-03", []under[fakeserver.Step]{
	{"no-place", "no answer to the question for a place", "上传凭证的请求没有应答", fakeserver.StepNOSToken},
}, upl03NoPlace)

// upl03NoPlace is UPL-03: an upload that never gets a place fails once.
func upl03NoPlace(t *Trial, step fakeserver.Step) {
	t.LogIn(im(alice))
	t.Hold(step)
	begin := t.upload(alice)
	t.Let(quiet)
	sent, failed := outcomes(t.Timeline().After(begin.Seq), "send file")
	t.Check(exactly(failed, 1, leftUnanswered))
	t.Check(none(sent, failedButSent))
}

// The vendor's list of status codes has 416, frequency control.
var _ = alsoUnder("UPL-03", []under[int]{
	{"place-refused", "the question for a place is refused", "上传凭证的请求被拒绝", 416},
}, upl03PlaceRefused)

// upl03PlaceRefused is UPL-03: an upload that is refused a place fails once, and is not asked for without end.
func upl03PlaceRefused(t *Trial, code int) {
	t.LogIn(im(alice))
	t.Latency(100 * time.Millisecond) // what asks again at once would do so without end at one instant
	t.RefusePlaces(code)
	begin := t.upload(alice)
	t.Let(quiet)
	sent, failed := outcomes(t.Timeline().After(begin.Seq), "send file")
	t.Check(exactly(failed, 1, leftUnanswered))
	t.Check(none(sent, failedButSent))
}

var _ = alsoUnder("UPL-04", []under[int]{
	{"after-three-failures", "one more, after three that failed", "三次上传失败之后再上传一次", 3},
}, upl04AfterFailures)

// upl04AfterFailures is UPL-04: what failed takes no place from what is uploaded later.
func upl04AfterFailures(t *Trial, n int) {
	t.LogIn(im(alice))
	t.FailHTTP(fakeserver.StepUpload, 403)
	for range n {
		t.upload(alice)
		t.Let(time.Minute)
	}
	t.FailHTTP(fakeserver.StepUpload, 0)
	begin := t.upload(alice)
	t.Let(time.Minute)
	sent, _ := outcomes(t.Timeline().After(begin.Seq), "send file")
	t.Check(exactly(sent, 1, pictureConfirmed))
}

// interrupted is an upload that has come to a step when something happens to the link.
type interrupted struct {
	step fakeserver.Step
	end  func(*Trial)
}

var _ = alsoUnder("UPL-04", []under[interrupted]{
	{"place-pending-link-lost", "the link is lost before there is a place for the file", "还没有得到上传凭证时断线",
		interrupted{fakeserver.StepNOSToken, (*Trial).closesAlice}},
	{"message-pending-link-lost", "the link is lost before the message is confirmed", "消息得到确认之前断线",
		interrupted{fakeserver.StepMessage, (*Trial).closesAlice}},
	{"kicked", "the account is kicked", "账号被踢",
		interrupted{fakeserver.StepUpload, func(t *Trial) { t.Kick(alice, 1) }}},
	{"disconnected", "the application disconnects", "应用调用 disconnect",
		interrupted{fakeserver.StepUpload, func(t *Trial) { t.Disconnect(alice, nil) }}},
	{"away-at-the-end", "it ends while the link is away", "上传结束时连接断开",
		interrupted{fakeserver.StepUpload, func(t *Trial) {
			t.failLinks(500)
			t.closesAlice()
		}}},
}, upl04Interrupted)

func (t *Trial) closesAlice() { t.CloseLinks(alice, 1001) }

// upl04Interrupted is UPL-04: an interrupted upload is answered once, and what is reported as sent was sent.
func upl04Interrupted(t *Trial, i interrupted) {
	t.LogIn(im(alice))
	t.Hold(i.step)
	begin := t.upload(alice)
	i.end(t)
	t.Let(time.Second)
	t.Release(i.step)
	t.Let(10 * time.Second)
	t.failLinks(0)
	t.Let(quiet)
	after := t.Timeline().After(begin.Seq)
	sent, failed := outcomes(after, "send file")
	if len(sent)+len(failed) != 1 {
		t.Find(append(sent, failed...), oneUploadOutcome, begin, len(sent), len(failed))
	}
	if len(sent) > 0 && len(sentMessages(after, bob)) == 0 {
		t.Find(append(ledger.Timeline{begin}, sent...), pictureUnseen, sent[0])
	}
}

var pictureUnseen = say("upload.unseen",
	"the picture is reported as sent at {at}, and the service never saw its message",
	"{at} 报告图片已发送，而服务端从未收到这条消息")
