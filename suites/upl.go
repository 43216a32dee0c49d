// UPL-01 to UPL-04: uploads.

package suites

import (
	"crypto/md5" //nolint:gosec // the service's own measure of a file
	"encoding/hex"
	"time"

	"nimcert/fakeserver"
	"nimcert/ledger"
)

// picture is the file that the scenarios upload: 64 KiB that any compression or text handling would change.
var picture = func() []byte {
	data := make([]byte, 64<<10)
	for i := range data {
		data[i] = byte(i*7 + i>>8)
	}
	return data
}()

const picturePath = "wxfile://tmp/picture.png"

// ownPath is that of a file which the user named, with signs that are none of ASCII and a blank.
const ownPath = "wxfile://usr/picture.png"

// upload sends the picture and returns the mark before. The caller checks the result.
func (t *Trial) upload(instance string) ledger.Event { return t.uploadFrom(instance, picturePath) }

func (t *Trial) uploadFrom(instance, path string) ledger.Event {
	t.MiniProgram().AddFile(path, picture)
	begin := t.Mark("%s sends a picture", instance)
	t.MiniProgram().SendFile(instance, bob, path)
	t.Let(time.Second)
	return begin
}

// toldOfProgress is the callback of an upload that is half done.
var toldOfProgress = inside{alice, toldOfUpload.enter, []ledger.Kind{ledger.Progress}, 1, toldOfUpload.bring}

// outcomes lists the results of a send that the application was told.
func outcomes(t ledger.Timeline, verb string) (sent, failed ledger.Timeline) {
	of := func(e ledger.Event) bool { return e.Who == ledger.Client && e.Verb == verb }
	return t.Where(of, ledger.Is(ledger.Sent)), t.Where(of, ledger.Is(ledger.Failed))
}

var _ = requirement("UPL-01", upl01FilePath)

// upl01FilePath is UPL-01: A file path uploads whole.
func upl01FilePath(t *Trial) {
	t.LogIn(im(alice))
	begin := t.upload(alice)
	t.Let(time.Minute)
	after := t.Timeline().After(begin.Seq)
	arrived := after.Where(ledger.By(ledger.Server), ledger.Is(ledger.Upload))
	t.Check(exactly(arrived, 1, fileArrival))
	if tries := after.Where(ledger.By(ledger.Host), ledger.Is(ledger.UploadStart)); len(tries) == 0 {
		t.Find([]ledger.Event{begin}, ownUpload, begin)
	}
	sum := md5.Sum(picture) //nolint:gosec // see the import
	for _, e := range arrived {
		if e.Sum != hex.EncodeToString(sum[:]) {
			t.Find([]ledger.Event{e}, fileOther, e, e.Count, e.Sum, len(picture), hex.EncodeToString(sum[:]))
		}
	}
	sent, _ := outcomes(after, "send file")
	t.Check(exactly(sent, 1, pictureConfirmed))
	if len(arrived) == 0 {
		return
	}
	again := t.uploadFrom(alice, ownPath)
	t.Let(time.Minute)
	for _, e := range t.Timeline().After(again.Seq).Where(ledger.By(ledger.Server), ledger.Is(ledger.Upload)) {
		if e.Name != "" && e.Name == arrived[0].Name {
			t.Find([]ledger.Event{arrived[0], e}, samePlace, e, arrived[0])
		}
	}
	sent, _ = outcomes(t.Timeline().After(again.Seq), "send file")
	t.Check(exactly(sent, 1, pictureConfirmed))
}

var _ = requirement("UPL-02", upl02Progress)

// upl02Progress is UPL-02: Progress is reported up to 100 %.
func upl02Progress(t *Trial) {
	t.LogIn(im(alice))
	for range 2 {
		t.progresses()
	}
}

// progresses uploads the picture, and checks its progress.
func (t *Trial) progresses() {
	begin := t.upload(alice)
	t.Let(time.Minute)
	steps := t.Timeline().After(begin.Seq).Where(ledger.By(ledger.Client), ledger.Is(ledger.Progress))
	if len(steps) == 0 {
		t.Find([]ledger.Event{begin}, noProgress, begin)
		return
	}
	for i, e := range steps {
		if i > 0 && e.Count < steps[i-1].Count {
			t.Find([]ledger.Event{steps[i-1], e}, progressFalls, steps[i-1].Count, e.Count)
		}
	}
	if last := steps[len(steps)-1]; last.Count != 100 {
		t.Find([]ledger.Event{last}, progressEnds, last, last.Count)
	}
}

var _ = requirementUnder("UPL-03",
	append(each("status-%d", "status %d", "状态码 %d", 403, 413, 500, 502, 503),
		under[int]{"no-answer", "no answer", "没有应答",
			0}), upl03FailedUpload)

// upl03FailedUpload is UPL-03: A failed upload reports one error.
func upl03FailedUpload(t *Trial, status int) {
	t.LogIn(im(alice))
	asked := leftUnanswered.Of()
	if status == 0 {
		t.Hold(fakeserver.StepUpload)
	} else {
		asked = answeredWith.Of(status)
		t.FailHTTP(fakeserver.StepUpload, status)
	}
	t.Latency(100 * time.Millisecond) // so that an upload that is repeated at once takes time, too
	begin := t.upload(alice)
	// A second host, or one more try, is a fallback; more is a storm.
	const tolerated = 3
	uploads := func() ledger.Timeline {
		return t.Timeline().After(begin.Seq).Where(ledger.By(ledger.Host), ledger.Is(ledger.UploadStart))
	}
	t.Let(10 * time.Second)
	if len(uploads()) <= tolerated { // ten minutes of a storm are more than a time line holds
		t.Let(quiet)
	}
	if tries := uploads(); len(tries) > tolerated {
		t.Find(tries, uploadStorm, len(tries), tolerated)
		return
	}
	after := t.Timeline().After(begin.Seq)
	sent, failed := outcomes(after, "send file")
	t.Check(exactly(failed, 1, asked))
	t.Check(none(sent, failedButSent))
	t.Check(none(after.Where(ledger.By(ledger.Client), ledger.Is(ledger.WillReconnect, ledger.Lost,
		ledger.Disconnected), ledger.Of(alice)), uploadCostsLink))
}

var _ = requirementUnder("UPL-04", []under[bool]{
	{"link-stays", "the link stays", "连接保持", false},
	{"link-lost", "the link is lost", "断线", true},
}, upl04UploadTakesNoSlot)

// upl04UploadTakesNoSlot is UPL-04: An upload takes no socket slot.
func upl04UploadTakesNoSlot(t *Trial, lose bool) {
	t.LogIn(im(alice))
	others := t.fill(alice)
	t.Hold(fakeserver.StepUpload)
	begin := t.upload(alice)
	if lose {
		t.CloseLinks(alice, 1001)
		t.comesBack(begin)
	}
	t.Release(fakeserver.StepUpload)
	t.Let(quiet)
	t.Check(withinCap(t.Timeline()))
	t.Check(holds(t.Timeline(), 1+len(others), tenMinutesAfterUpload))
	sent, failed := outcomes(t.Timeline().After(begin.Seq), "send file")
	if len(sent)+len(failed) != 1 {
		t.Find(append(sent, failed...), oneUploadOutcome, begin, len(sent), len(failed))
	}
}

// The findings of this file.
var (
	fileArrival = say("upload.arrival", "arrival of the file at the service", "文件到达服务端")
	ownUpload   = say("upload.not-the-hosts",
		"the host's upload call was not used for the picture of {at}",
		"{at} 的图片没有通过平台的上传接口发送")
	fileOther = say("upload.other-file",
		"the file that arrived at {at} is not the one that was sent: {n} bytes with MD5 {sum}, not {want} bytes "+
			"with MD5 {right}",
		"{at} 到达的文件不是发送的那个：{n} 字节，MD5 {sum}；应为 {want} 字节，MD5 {right}")
	samePlace = say("upload.same-place",
		"the picture of {at} is put where that of {first} is, which is gone",
		"{at} 的图片放到了 {first} 的图片的位置，后者被覆盖")
	pictureConfirmed = say("upload.confirmation", "confirmation of the picture", "图片的确认")
	noProgress       = say("upload.no-progress",
		"no progress was reported for the upload begun at {at}",
		"{at} 开始的上传没有报告进度")
	progressFalls = say("upload.progress-falls",
		"progress falls from {from} % to {to} %",
		"进度从 {from} % 退到 {to} %")
	progressEnds = say("upload.progress-ends",
		"the last progress, at {at}, is {n} %, not 100 %",
		"最后一次进度（{at}）是 {n} %，应为 100 %")
	uploadStorm = say("upload.storm",
		"the failed upload was tried {n} times; more than {most} is a storm",
		"失败的上传尝试了 {n} 次；超过 {most} 次就是疯狂重试")
	answeredWith = say("upload.answered-with",
		"done with an error, for an upload that the service answers with {status}",
		"服务端以 {status} 应答上传时，done 带着错误返回")
	leftUnanswered = say("upload.unanswered",
		"done with an error, for an upload that the service leaves unanswered",
		"服务端不应答上传时，done 带着错误返回")
	uploadCostsLink = say("upload.costs-the-link",
		"an upload that fails costs the link, with which nothing is wrong",
		"上传失败后连接被断开，而连接本身没有问题")
	failedButSent         = say("upload.failed-but-sent", "the failed upload is reported as sent", "失败的上传被报告为已发送")
	tenMinutesAfterUpload = say("when.ten-minutes-after-upload", "ten minutes after the upload", "上传之后过了十分钟")
	oneUploadOutcome      = say("upload.one-outcome",
		"the upload begun at {at} was reported as sent {sent:times} and as failed {failed:times}; it must be "+
			"one of them, once",
		"{at} 开始的上传报告成功 {sent:times}、失败 {failed:times}；应当只报告其中一种，且只有 1 次")
)
