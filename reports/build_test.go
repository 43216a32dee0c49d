package reports_test

import (
	"time"

	"nimcert/clients"
	"nimcert/ledger"
	"nimcert/reports"
)

// line writes time lines that look like those of a session, for the tests of everything that reads them.
type line struct {
	at time.Duration
	tl ledger.Timeline
}

// wait lets session time pass.
func (l *line) wait(d time.Duration) *line { l.at += d; return l }

// add appends an event at the present session time and returns its number.
func (l *line) add(e ledger.Event) int {
	e.Seq, e.At = len(l.tl)+1, l.at
	l.tl = append(l.tl, e)
	return e.Seq
}

func (l *line) verb(verb, instance string) int {
	return l.add(ledger.Event{Who: ledger.Test, Kind: ledger.Verb, Verb: verb, Instance: instance})
}

func (l *line) host(kind ledger.Kind, socket int64) int {
	return l.add(ledger.Event{Who: ledger.Host, Kind: kind, Socket: socket, URL: "wss://wlnimsc0.netease.im/socket.io/1/websocket/a1b2c3"})
}

func (l *line) server(kind ledger.Kind, socket int64, detail string) int {
	return l.add(ledger.Event{Who: ledger.Server, Kind: kind, Socket: socket, Detail: detail})
}

func (l *line) client(kind ledger.Kind, instance string) int {
	return l.add(ledger.Event{Who: ledger.Client, Kind: kind, Instance: instance})
}

// login is what a login over socket n looks like, in about 15 ms.
func (l *line) login(n int64, instance string) *line {
	l.add(ledger.Event{Who: ledger.Host, Kind: ledger.RequestStart, URL: "https://lbs.netease.im/lbs/wxwebconf.jsp?id=" + instance, Detail: "GET"})
	l.wait(2*time.Millisecond).server(ledger.LBSRequest, 0, instance)
	l.wait(time.Millisecond).add(ledger.Event{Who: ledger.Host, Kind: ledger.RequestEnd, URL: "https://lbs.netease.im/lbs/wxwebconf.jsp?id=" + instance, Code: "200"})
	l.wait(time.Millisecond).client(ledger.Attempt, instance)
	l.wait(time.Millisecond).server(ledger.Handshake, 0, "200")
	l.open(n)
	l.wait(2 * time.Millisecond).add(ledger.Event{Who: ledger.Server, Kind: ledger.Login, Socket: n, Instance: instance, Detail: "manual"})
	l.wait(time.Millisecond).client(ledger.Connected, instance)
	l.wait(2*time.Millisecond).client(ledger.SyncDone, instance)
	return l
}

func (l *line) open(n int64) *line {
	l.wait(time.Millisecond).host(ledger.SocketConnecting, n)
	l.wait(2*time.Millisecond).server(ledger.LinkOpen, n, "")
	l.wait(time.Millisecond).host(ledger.SocketOpen, n)
	return l
}

func (l *line) closed(n int64, code, reason string) int {
	return l.add(ledger.Event{Who: ledger.Host, Kind: ledger.SocketClosed, Socket: n, Code: code, Reason: reason})
}

func subject() clients.Subject {
	return clients.Subject{Name: "@yxim/nim-web-sdk", Version: "9.21.12", Build: "NIM_Web_SDK_miniapp.js",
		SHA512: "3f0c1f9d6a2b4e8c7d5a9b1e2f3c4d5e6f708192a3b4c5d6e7f8091a2b3c4d5e6f708192a3b4c5d6e7f8091a2b3c4d5e6f708192a3b4c5d6e7f8091a2b3c4d5e",
		SHA256: "b02d6e3f6dde890fa409c74e98e0c081cbe9c3b48f26aa5a92a8f8efed587f36"}
}

// chatroom is the build of a chatroom SDK that is a file of its own.
func chatroom() clients.File { return clients.NewFile("CHATROOM_MINIAPP_SDK.js", []byte("rooms")) }

func run(cases ...reports.Case) reports.Run {
	r := reports.Run{Subject: subject(), Cases: cases, Clock: "skip", Seed: 42, Cap: 2, Started: time.Date(2026, 3, 4, 10, 30, 0, 0, time.UTC),
		Seconds: 6.4, Harness: "0.1.0", Rerun: "nimcert certify --sdk nim-web-sdk-9.21.12 --seed 42"}
	for _, c := range cases {
		if !contains(r.Asked, c.Requirement) {
			r.Asked = append(r.Asked, c.Requirement)
		}
	}
	return r
}

func contains(s []string, v string) bool {
	for _, x := range s {
		if x == v {
			return true
		}
	}
	return false
}

func passing(id, condition string) reports.Case {
	return reports.Case{Requirement: id, Condition: condition, Seconds: 0.1}
}

func failing(id, condition string, texts ...string) reports.Case {
	c := passing(id, condition)
	for _, t := range texts {
		c.Findings = append(c.Findings, reports.Finding{Text: t})
	}
	return c
}
