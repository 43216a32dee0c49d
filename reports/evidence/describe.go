package evidence

import (
	"cmp"
	"fmt"
	"net/url"
	"strconv"
	"strings"
	"time"

	"nimcert/internal/words"
	"nimcert/ledger"
)

// Stamp formats a moment for tables: seconds to the millisecond.
func Stamp(d time.Duration) string { return strconv.FormatFloat(d.Seconds(), 'f', 3, 64) }

// Span says how long something took, in words: 15 ms, 1.6 s, 10 min 0 s.
func Span(d time.Duration) string {
	if d < time.Millisecond {
		return "under 1 ms"
	}
	switch d = d.Round(time.Millisecond); {
	case d < time.Second:
		return strconv.FormatInt(d.Milliseconds(), 10) + " ms"
	case d < time.Minute:
		return strings.TrimSuffix(strconv.FormatFloat(d.Seconds(), 'f', 1, 64), ".0") + " s"
	case d < time.Hour:
		d = d.Round(time.Second)
		return fmt.Sprintf("%d min %d s", int(d.Minutes()), int(d.Seconds())%60)
	}
	d = d.Round(time.Minute)
	return fmt.Sprintf("%d h %d min", int(d.Hours()), int(d.Minutes())%60)
}

// who names a witness for readers who do not know the ledger.
func who(w ledger.Witness) string {
	switch w {
	case ledger.Host:
		return "platform"
	case ledger.Proxy:
		return "network"
	case ledger.Server:
		return "service"
	case ledger.Client:
		return "SDK"
	case ledger.Test:
		return "test"
	}
	return string(w)
}

// Describe says what an event is, in one line that any terminal or page can show.
func Describe(e ledger.Event) string {
	var b strings.Builder
	if e.Instance != "" {
		b.WriteString(e.Instance + ": ")
	}
	b.WriteString(what(e))
	if e.Socket != 0 {
		fmt.Fprintf(&b, " #%d", e.Socket)
	}
	number, why := cmp.Or(e.Code, e.CloseCode, e.Status, e.ID, e.Sum), cmp.Or(e.Reason, e.From)
	switch {
	case number != "" && why != "":
		fmt.Fprintf(&b, ", %s (%s)", number, why)
	case number != "":
		fmt.Fprintf(&b, ", %s", number)
	case why != "":
		fmt.Fprintf(&b, ", %s", why)
	}
	if e.Text != "" && e.Who == ledger.Client {
		fmt.Fprintf(&b, ", %s", e.Text)
	}
	if e.Detail != "" && e.Kind != ledger.Act && e.Kind != ledger.Fault && e.Kind != ledger.Mark {
		fmt.Fprintf(&b, ", %s", e.Detail)
	}
	if e.URL != "" && !addressKnown(e.Kind) {
		fmt.Fprintf(&b, ", %s", address(e.URL))
	}
	if e.Late >= time.Millisecond {
		fmt.Fprintf(&b, " (the machine ran it %s late)", Span(e.Late))
	}
	return words.Flat(b.String())
}

// addressKnown reports whether an earlier line with the same number has the address: of a socket when it begins, of a
// request when it starts.
func addressKnown(k ledger.Kind) bool {
	switch k {
	case ledger.SocketOpen, ledger.SocketClosing, ledger.SocketClosed, ledger.LinkOpen, ledger.LinkClosed,
		ledger.RequestEnd:
		return true
	}
	return false
}

// address is a URL without its query, which is long and seldom the point.
func address(u string) string {
	if before, _, ok := strings.Cut(u, "?"); ok {
		return before + "?…"
	}
	return u
}

// what names the kind of an event, with its details.
func what(e ledger.Event) string {
	switch e.Kind {
	case ledger.Verb:
		return "calls " + e.Verb
	case ledger.Done:
		if e.Verb != "" {
			return "done of " + e.Verb
		}
	case ledger.WillReconnect:
		return fmt.Sprintf("will reconnect, retry %d in %s", e.Count, Span(e.Duration))
	case ledger.Act, ledger.Fault, ledger.Mark:
		if e.Detail != "" {
			return e.Detail
		}
	case ledger.SocketRefused:
		return "socket refused, beyond the cap"
	case ledger.Says:
		if e.Detail == "" {
			return fmt.Sprintf("the application says of its %s: %d", e.Name, e.Count)
		}
		return "the application says of its " + e.Name + ":"
	case ledger.Progress:
		return fmt.Sprintf("upload progress %d %%", e.Count)
	case ledger.Stored:
		return "stores " + e.Name
	}
	return string(e.Kind)
}

// ShortLimit is the longest text of Short, in characters.
const ShortLimit = 26

// Short is the label beside a mark: what happened, in a word or two.
func Short(e ledger.Event) string {
	var s string
	switch e.Kind {
	case ledger.Verb:
		s = e.Verb
	case ledger.Disconnected:
		s = "disconnected"
		if e.Code != "" {
			s = "disconnected: " + e.Code
		}
	case ledger.WillReconnect:
		s = fmt.Sprintf("retry %d in %s", e.Count, Span(e.Duration))
	case ledger.SocketRefused:
		s = string(e.Kind)
	case ledger.RequestStart, ledger.UploadStart, ledger.DownloadStart:
		s = string(e.Kind)
		if u, err := url.Parse(e.URL); err == nil && u.Host != "" {
			s = u.Host
		}
	case ledger.Act, ledger.Fault, ledger.Mark, ledger.Packet, ledger.PacketSent, ledger.GlobalAdded,
		ledger.GlobalChanged:
		s = e.Detail
		if s == "" {
			s = string(e.Kind)
		}
	default:
		s = what(e)
	}
	return words.CutText(words.Flat(s), ShortLimit)
}

func Seconds(s float64) time.Duration { return time.Duration(s * float64(time.Second)) }
