package page_test

import (
	"fmt"
	"slices"
	"strings"
	"testing"
	"time"

	. "github.com/onsi/gomega"

	"nimcert/judgement"
	"nimcert/ledger"
	"nimcert/verdict"
	"nimcert/verdict/verdicttest"
)

// drawing renders one case and returns its SVG.
func drawing(g *WithT, c verdict.Case) node {
	return pageOf(g, verdicttest.Run(c)).id(g, c.Requirement).one(g, "svg", "tl")
}

func TestADrawingHasABarForEachStateOfASocket(t *testing.T) {
	g := NewWithT(t)
	svg := drawing(g, verdicttest.StoryEarlyDone())
	for class, n := range map[string]int{"sc": 1, "so": 1, "sx": 1, "ss": 1} {
		g.Expect(svg.all("rect", class)).To(HaveLen(n), class)
	}
	g.Expect(svg.text()).To(ContainSubstring("#1 alice"))
	g.Expect(svg.text()).To(ContainSubstring("Socket #1 of alice: connecting 0.006, open 0.009, closing 0.036, " +
		"closed 3.039, at the service open 0.008, closed there 3.038 s, code 1000"))
	// The states follow each other without a gap or an overlap.
	edge := func(n node) (from, to int) {
		var w int
		fmt.Sscan(n.attr("x"), &from)
		fmt.Sscan(n.attr("width"), &w)
		return from, from + w
	}
	_, connected := edge(svg.one(g, "rect", "sc"))
	open, closing := edge(svg.one(g, "rect", "so"))
	shut, _ := edge(svg.one(g, "rect", "sx"))
	g.Expect(open).To(Equal(connected))
	g.Expect(shut).To(Equal(closing))
}

func TestADrawingIsReadableWithoutSeeingIt(t *testing.T) {
	g := NewWithT(t)
	svg := drawing(g, verdicttest.StoryOverflow())
	g.Expect(svg.attr("role")).To(Equal("img"))
	g.Expect(svg.attr("aria-label")).To(Equal("Time line of LIM-07, 250 ms link, close 1001"))
	g.Expect(svg.one(g, "desc", "").text()).To(
		Equal("3 sockets over 2.3 s of session time; at most 3 at once, first at 0.663 s; the platform allows 2."))
}

func TestADrawingMarksWhatExceedsTheCap(t *testing.T) {
	g := NewWithT(t)
	svg := drawing(g, verdicttest.StoryOverflow())
	g.Expect(svg.all("rect", "ov")).To(HaveLen(1))
	g.Expect(svg.text()).To(ContainSubstring("cap 2"))
	g.Expect(svg.all("path", "cp")).To(HaveLen(1))
	g.Expect(drawing(g, verdicttest.StoryEarlyDone()).all("rect", "ov")).To(BeEmpty())
}

func TestADrawingPointsAtTheDecidingEvents(t *testing.T) {
	g := NewWithT(t)
	svg := drawing(g, verdicttest.StoryEarlyDone())
	g.Expect(texts(svg.all("text", "bn"))).To(Equal([]string{"1", "2"}))
	g.Expect(svg.all("path", "gd")).To(HaveLen(2))
	g.Expect(svg.all("circle", "rg")).To(HaveLen(2), "one ring on the mark of done, one on the socket's end")
	// Neighbours share a badge.
	g.Expect(texts(drawing(g, verdicttest.StoryOverflow()).all("text", "bn"))).To(Equal([]string{"1–2"}))
	c := verdicttest.StoryEarlyDone()
	c.Findings = nil
	g.Expect(drawing(g, c).all("path", "gd")).To(BeEmpty())
}

func TestADrawingCutsQuietStretchesAndSaysHowLongTheyAre(t *testing.T) {
	g := NewWithT(t)
	c := verdicttest.StoryAttempts(3, 1)
	svg := drawing(g, c)
	g.Expect(texts(svg.one(g, "g", "ct").all("text", ""))).To(
		Equal([]string{"1.6 s", "3.2 s", "6.4 s", "8 s", "10 min 0 s"}))
	g.Expect(svg.all("rect", "cu")).To(HaveLen(5))
	g.Expect(svg.all("rect", "wt")).To(HaveLen(4))
	g.Expect(pageOf(g, verdicttest.Run(c)).id(g, "REC-01").text()).To(
		ContainSubstring("nothing seen in the last 10 min 0 s"))
}

func TestHeartbeatsKeepNoQuietStretchFromBeingCut(t *testing.T) {
	g := NewWithT(t)
	l := &verdicttest.Line{}
	l.Login(1, "alice")
	for range 20 {
		l.Wait(30*time.Second).Server(ledger.Packet, 1, "1_2 heartbeat")
	}
	c := verdicttest.Failing("KCK-03", "", "x.")
	c.Timeline = l.Tl.Pack()
	svg := drawing(g, c)
	g.Expect(texts(svg.one(g, "g", "ct").all("text", ""))).To(Equal([]string{"10 min 0 s"}))
	g.Expect(svg.text()).To(ContainSubstring("1_2 heartbeat"), "they are drawn in the cut")
}

func TestAFindingThatPointsAtVeryManyEventsShowsTheFirstAndTheLast(t *testing.T) {
	g := NewWithT(t)
	c := verdicttest.StoryAttempts(3, 30)
	doc := pageOf(g, verdicttest.Run(c)).id(g, "REC-01")
	g.Expect(texts(doc.one(g, "ul", "findings").all("span", "badge"))).To(
		Equal([]string{"event 1", "event 2", "event 3", "event 4", "event 5", "event 6"}))
	g.Expect(doc.one(g, "ul", "findings").text()).To(HaveSuffix("and 24 more in the log"))
	g.Expect(doc.all("tr", "key")).To(HaveLen(6))
	g.Expect(strings.Count(doc.wireLog(g).text(), "▶")).To(Equal(30), "the log flags every one")

	// Several findings share the room, and each keeps its last event.
	c.Findings = append(c.Findings, c.Findings[0], c.Findings[0], c.Findings[0],
		verdict.Finding{Phrase: judgement.Plain("y."), Events: []int{1}})
	doc = pageOf(g, verdicttest.Run(c)).id(g, "REC-01")
	g.Expect(doc.all("tr", "key")).To(HaveLen(4), "the first, two of the many, and their last")
	g.Expect(doc.one(g, "table", "ev").all("tr", "key")[3].text()).To(ContainSubstring("attempt"))
}

func TestThousandsOfFindingsAreNotAllShown(t *testing.T) {
	g := NewWithT(t)
	c := verdicttest.StoryAttempts(3, 30)
	c.Findings = slices.Repeat(c.Findings[:1], 1000)
	c.Second = &verdict.Second{Findings: slices.Repeat([]verdict.Finding{{Phrase: judgement.Plain("y.")}}, 30)}
	doc := pageOf(g, verdicttest.Run(c)).id(g, "REC-01")
	lists := doc.all("ul", "findings")
	g.Expect(lists).To(HaveLen(2))
	g.Expect(lists[0].all("li", "")).To(HaveLen(25))
	g.Expect(lists[0].text()).To(HaveSuffix("and 976 more"))
	g.Expect(lists[1].text()).To(HaveSuffix("and 6 more"))
}

func TestMarksOfOneMomentDoNotHideEachOther(t *testing.T) {
	g := NewWithT(t)
	l := &verdicttest.Line{}
	for _, verb := range []string{"login", "connect", "disconnect", "destroy"} {
		l.Verb(verb, "alice")
	}
	for range 30 {
		l.Add(ledger.Event{Who: ledger.Server, Kind: ledger.Packet, Detail: "5_1 sync"})
	}
	c := verdicttest.Failing("REC-13", "", "x.")
	c.Timeline = l.Tl.Pack()
	svg := drawing(g, c)
	places := map[string]bool{}
	for _, use := range svg.all("use", "") {
		places[use.attr("x")+" "+use.attr("y")] = true
	}
	g.Expect(places).To(HaveLen(5), "four calls, each in its place, and one dot for thirty packets")
	g.Expect(svg.all("use", "")).To(HaveLen(5))
	g.Expect(svg.text()).To(ContainSubstring("30 events from 0.000 s on, the first: packet, 5_1 sync"))
}

func TestADrawingOfVeryManyEventsKeepsTheEndsAndWhatDecided(t *testing.T) {
	g := NewWithT(t)
	c := verdicttest.StoryRounds()
	line := c.Timeline.Unpack()
	middle := len(line) / 2
	for line[middle].Kind != ledger.SocketConnecting {
		middle++
	}
	decisive := line[middle]
	c.Findings = []verdict.Finding{{Phrase: judgement.Plain("x."), Events: []int{decisive.Seq}}}
	doc := pageOf(g, verdicttest.Run(c)).id(g, "LIM-06")
	svg := doc.one(g, "svg", "tl")
	words := svg.text()
	for _, socket := range []int64{1, decisive.Socket, 100} {
		g.Expect(words).To(ContainSubstring(fmt.Sprintf("Socket #%d of user-%d:", socket, socket-1)))
	}
	g.Expect(len(svg.all("use", ""))).To(And(BeNumerically(">", 40), BeNumerically("<", 200)))
	g.Expect(texts(svg.all("text", "bn"))).To(Equal([]string{"1"}))
	g.Expect(doc.text()).To(MatchRegexp(`[0-9,]+ events in the middle left out of the drawing\.`))
	g.Expect(strings.Count(words, "left out over")).To(Equal(2), "one cut on each side of what decided")
}

func TestADrawingOfAnythingStandsItsGround(t *testing.T) {
	at := func(events ...ledger.Event) ledger.Timeline {
		for i := range events {
			events[i].Seq = i + 1
			if events[i].At == 0 {
				events[i].At = time.Duration(i) * verdicttest.Millisecond
			}
		}
		return events
	}
	for name, tl := range map[string]ledger.Timeline{
		"one event":        at(ledger.Event{Who: ledger.Test, Kind: ledger.Verb, Verb: "login"}),
		"only the console": at(ledger.Event{Who: ledger.Host, Kind: ledger.Console, Detail: "x"}),
		"a socket only the service saw": at(ledger.Event{Who: ledger.Server, Kind: ledger.LinkOpen, Socket: 4},
			ledger.Event{Who: ledger.Server, Kind: ledger.LinkClosed, Socket: 4}),
		"a socket that only closes": at(ledger.Event{Who: ledger.Host, Kind: ledger.SocketClosed, Socket: 4}),
		"a socket that never opens": at(ledger.Event{Who: ledger.Host, Kind: ledger.SocketConnecting, Socket: 4},
			ledger.Event{Who: ledger.Host, Kind: ledger.SocketClosed, Socket: 4}),
		"an unknown kind and witness": at(ledger.Event{Who: "nobody", Kind: "unheard of", Detail: "x"}),
		"a wait beyond the end": at(
			ledger.Event{Who: ledger.Client, Kind: ledger.WillReconnect, Count: 1, Duration: time.Hour}),
		"everything at once": {
			{Seq: 1, Who: ledger.Test, Kind: ledger.Verb, Verb: "login"},
			{Seq: 2, Who: ledger.Client, Kind: ledger.Connected}, {Seq: 3, Who: ledger.Client, Kind: ledger.Done},
			{Seq: 4, Who: ledger.Client, Kind: ledger.Done}, {Seq: 5, Who: ledger.Client, Kind: ledger.Done},
			{Seq: 6, Who: ledger.Client, Kind: ledger.Done}},
	} {
		for _, finding := range [][]int{nil, {1}, {99}} {
			t.Run(fmt.Sprint(name, finding), func(t *testing.T) {
				g := NewWithT(t)
				c := verdicttest.Failing("REC-01", "", "x.")
				c.Timeline, c.Findings[0].Events = tl.Pack(), finding
				doc := pageOf(g, verdicttest.Run(c)).id(g, "REC-01")
				g.Expect(doc.all("svg", "tl")).To(HaveLen(1))
				for _, e := range doc.one(g, "svg", "tl").all("", "") {
					for _, a := range e.Attr {
						g.Expect(a.Val).NotTo(ContainSubstring("NaN"))
						g.Expect(a.Val).NotTo(ContainSubstring("Inf"))
						if a.Key == "width" || a.Key == "height" {
							g.Expect(a.Val).NotTo(HavePrefix("-"))
						}
					}
				}
			})
		}
	}
}
