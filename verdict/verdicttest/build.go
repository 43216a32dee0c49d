package verdicttest

import (
	"strings"
	"time"

	"nimcert/catalogue"
	"nimcert/clients"
	"nimcert/judgement"
	"nimcert/ledger"
	"nimcert/verdict"
)

// Line writes time lines that look like those of a session, for the tests of everything that reads them.
type Line struct {
	at time.Duration
	Tl ledger.Timeline
}

// Wait lets session time pass.
func (l *Line) Wait(d time.Duration) *Line { l.at += d; return l }

// Add appends an event at the present session time and returns its number.
func (l *Line) Add(e ledger.Event) int {
	e.Seq, e.At = len(l.Tl)+1, l.at
	l.Tl = append(l.Tl, e)
	return e.Seq
}

func (l *Line) Verb(verb, instance string) int {
	return l.Add(ledger.Event{Who: ledger.Test, Kind: ledger.Verb, Verb: verb, Instance: instance})
}

func (l *Line) host(kind ledger.Kind, socket int64) int {
	return l.Add(
		ledger.Event{Who: ledger.Host, Kind: kind, Socket: socket,
			URL: "wss://wlnimsc0.netease.im/socket.io/1/websocket/a1b2c3"})
}

func (l *Line) Server(kind ledger.Kind, socket int64, detail string) int {
	return l.Add(ledger.Event{Who: ledger.Server, Kind: kind, Socket: socket, Detail: detail})
}

func (l *Line) Client(kind ledger.Kind, instance string) int {
	return l.Add(ledger.Event{Who: ledger.Client, Kind: kind, Instance: instance})
}

// Login is what a login over socket n looks like, in about 15 ms.
func (l *Line) Login(n int64, instance string) *Line {
	l.Add(ledger.Event{Who: ledger.Host, Kind: ledger.RequestStart,
		URL: "https://lbs.netease.im/lbs/wxwebconf.jsp?id=" + instance, Detail: "GET"})
	l.Wait(2*time.Millisecond).Server(ledger.LBSRequest, 0, instance)
	l.Wait(time.Millisecond).Add(
		ledger.Event{Who: ledger.Host, Kind: ledger.RequestEnd,
			URL: "https://lbs.netease.im/lbs/wxwebconf.jsp?id=" + instance, Status: "200"})
	l.Wait(time.Millisecond).Client(ledger.Attempt, instance)
	l.Wait(time.Millisecond).Server(ledger.Handshake, 0, "200")
	l.open(n)
	l.Wait(2 * time.Millisecond).Add(
		ledger.Event{Who: ledger.Server, Kind: ledger.Login, Socket: n, Instance: instance, Detail: "manual"})
	l.Wait(time.Millisecond).Client(ledger.Connected, instance)
	l.Wait(2*time.Millisecond).Client(ledger.SyncDone, instance)
	return l
}

func (l *Line) open(n int64) *Line {
	l.Wait(time.Millisecond).host(ledger.SocketConnecting, n)
	l.Wait(2*time.Millisecond).Server(ledger.LinkOpen, n, "")
	l.Wait(time.Millisecond).host(ledger.SocketOpen, n)
	return l
}

func (l *Line) closed(n int64, code, reason string) int {
	return l.Add(ledger.Event{Who: ledger.Host, Kind: ledger.SocketClosed, Socket: n, CloseCode: code, Reason: reason})
}

func Subject() clients.Subject {
	return clients.Subject{Name: "@yxim/nim-web-sdk", Version: "9.21.12", Build: "NIM_Web_SDK_miniapp.js",
		SHA512: "3f0c1f9d6a2b4e8c7d5a9b1e2f3c4d5e6f708192a3b4c5d6e7f8091a2b3c4d5e" +
			"6f708192a3b4c5d6e7f8091a2b3c4d5e6f708192a3b4c5d6e7f8091a2b3c4d5e",
		SHA256: "b02d6e3f6dde890fa409c74e98e0c081cbe9c3b48f26aa5a92a8f8efed587f36"}
}

// Chatroom is the build of a chatroom SDK that is a file of its own.
func Chatroom() clients.File { return clients.NewFile("CHATROOM_MINIAPP_SDK.js", []byte("rooms")) }

func Run(cases ...verdict.Case) verdict.Run {
	r := verdict.Run{Subject: Subject(), Cases: cases, Clock: "skip", Seed: 42, Cap: 2,
		Started: time.Date(2026, 3, 4, 10, 30, 0, 0, time.UTC),
		Seconds: 6.4, Harness: "0.1.0", Rerun: "nimcert certify --sdk nim-web-sdk-9.21.12 --seed 42"}
	for _, c := range cases {
		if !Contains(r.Asked, c.Requirement) {
			r.Asked = append(r.Asked, c.Requirement)
		}
	}
	return r
}

func Contains(s []string, v string) bool {
	for _, x := range s {
		if x == v {
			return true
		}
	}
	return false
}

func Passing(id, condition string) verdict.Case {
	return verdict.Case{Requirement: id, Slug: slug(id, condition), Condition: condition, Seconds: 0.1}
}

func Failing(id, condition string, texts ...string) verdict.Case {
	c := Passing(id, condition)
	for _, t := range texts {
		c.Findings = append(c.Findings, verdict.Finding{Phrase: judgement.Plain(t)})
	}
	return c
}

func Known(c verdict.Case, reason string) verdict.Case { c.Known = reason; return c }

func Wide(c verdict.Case) verdict.Case { c.KnownWide = true; return c }

func Broke(id, condition, reason string) verdict.Case {
	return verdict.Case{Requirement: id, Slug: slug(id, condition), Condition: condition,
		Broke: judgement.Plain(reason)}
}

func Inapplicable(id, reason string) verdict.Case {
	return verdict.Case{Requirement: id, NotApplicable: judgement.Plain(reason)}
}

// slug is a slug for a condition that no spec has: its name with dashes between the words.
func slug(id, condition string) string {
	return catalogue.Slug(id, strings.Join(strings.FieldsFunc(strings.ToLower(condition), func(r rune) bool {
		return !(r >= 'a' && r <= 'z' || r >= '0' && r <= '9')
	}), "-"))
}
