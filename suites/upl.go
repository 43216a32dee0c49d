// UPL-01 to UPL-04: uploads.

package suites

import (
	"crypto/md5" //nolint:gosec // the service's own measure of a file
	"encoding/hex"
	"strconv"
	"time"

	"nimcert/fakeserver"
	"nimcert/ledger"
)

// picture is the file that the scenarios upload: 64 KiB that no compression and no text handling leaves alone by chance.
var picture = func() []byte {
	data := make([]byte, 64<<10)
	for i := range data {
		data[i] = byte(i*7 + i>>8)
	}
	return data
}()

const picturePath = "wxfile://tmp/picture.png"

// upload sends the picture and returns the mark before; what comes of it is the caller's business.
func (t *Trial) upload(instance string) ledger.Event {
	t.MiniProgram().AddFile(picturePath, picture)
	begin := t.Mark("%s sends a picture", instance)
	t.MiniProgram().SendFile(instance, bob, picturePath)
	t.Let(time.Second)
	return begin
}

// outcomes are the ends of a send that the application was told.
func outcomes(t ledger.Timeline, verb string) (sent, failed ledger.Timeline) {
	of := func(e ledger.Event) bool { return e.Who == ledger.Client && e.Verb == verb }
	return t.Where(of, ledger.Is(ledger.Sent)), t.Where(of, ledger.Is(ledger.Failed))
}

var _ = requirement("UPL-01", upl01FilePath)

func upl01FilePath(t *Trial) {
	t.LogIn(im(alice))
	begin := t.upload(alice)
	t.Let(time.Minute)
	after := t.Timeline().After(begin.Seq)
	arrived := after.Where(ledger.By(ledger.Server), ledger.Is(ledger.Upload))
	t.Check(exactly(arrived, 1, "arrival of the file at the service"))
	if tries := after.Where(ledger.By(ledger.Host), ledger.Is(ledger.UploadStart)); len(tries) == 0 {
		t.Find([]ledger.Event{begin}, "the host's upload call was not used for the picture of %s", at(begin))
	}
	sum := md5.Sum(picture) //nolint:gosec // see the import
	for _, e := range arrived {
		if e.Code != hex.EncodeToString(sum[:]) {
			t.Find([]ledger.Event{e}, "the file that arrived at %s is not the one that was sent: %d bytes with MD5 %s, not %d bytes with MD5 %s", at(e), e.Count, e.Code, len(picture), hex.EncodeToString(sum[:]))
		}
	}
	sent, _ := outcomes(after, "send file")
	t.Check(exactly(sent, 1, "confirmation of the picture"))
}

var _ = requirement("UPL-02", upl02Progress)

func upl02Progress(t *Trial) {
	t.LogIn(im(alice))
	begin := t.upload(alice)
	t.Let(time.Minute)
	steps := t.Timeline().After(begin.Seq).Where(ledger.By(ledger.Client), ledger.Is(ledger.Progress))
	if len(steps) == 0 {
		t.Find([]ledger.Event{begin}, "no progress was reported for the upload begun at %s", at(begin))
		return
	}
	for i, e := range steps {
		if i > 0 && e.Count < steps[i-1].Count {
			t.Find([]ledger.Event{steps[i-1], e}, "progress falls from %d %% to %d %%", steps[i-1].Count, e.Count)
		}
	}
	if last := steps[len(steps)-1]; last.Count != 100 {
		t.Find([]ledger.Event{last}, "the last progress, at %s, is %d %%, not 100 %%", at(last), last.Count)
	}
}

var _ = requirementUnder("UPL-03", append(each("status %d", 403, 413, 500, 502, 503), under[int]{"no answer", 0}), upl03FailedUpload)

func upl03FailedUpload(t *Trial, status int) {
	t.LogIn(im(alice))
	answered := "leaves unanswered"
	if status == 0 {
		t.Hold(fakeserver.StepUpload)
	} else {
		answered = "answers with " + strconv.Itoa(status)
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
		t.Find(tries, "the failed upload was tried %d times; more than %d is a storm", len(tries), tolerated)
		return
	}
	sent, failed := outcomes(t.Timeline().After(begin.Seq), "send file")
	t.Check(exactly(failed, 1, "done with an error, for an upload that the service "+answered))
	t.Check(none(sent, "the failed upload is reported as sent"))
}

var _ = requirementUnder("UPL-04", []under[bool]{{"the link stays", false}, {"the link is lost", true}}, upl04UploadTakesNoSlot)

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
	t.Check(holds(t.Timeline(), 1+len(others), "ten minutes after the upload"))
	sent, failed := outcomes(t.Timeline().After(begin.Seq), "send file")
	if len(sent)+len(failed) != 1 {
		t.Find(append(sent, failed...), "the upload begun at %s was reported as sent %s and as failed %s; it must be one of them, once", at(begin), times(len(sent)), times(len(failed)))
	}
}
