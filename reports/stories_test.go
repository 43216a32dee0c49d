package reports_test

import (
	"fmt"
	"time"

	"nimcert/catalogue"
	"nimcert/ledger"
	"nimcert/reports"
)

const ms = time.Millisecond // the unit of a burst

// The stories are time lines as real builds leave them behind, one for each thing that the page must tell well.

func storyLogin() reports.Case {
	l := &line{}
	l.verb("login", "alice")
	l.login(1, "alice")
	l.wait(200 * ms).add(ledger.Event{Who: ledger.Test, Kind: ledger.Mark, Detail: "census taken"})
	return reports.Case{Requirement: "LIM-01", Timeline: l.tl, Seconds: 0.04, Session: 0.22, File: "suites/limit.go", Line: 31}
}

// storyAttempts is REC-01: n attempts after the server went away, and a quiet window of ten minutes. extra adds attempts beyond n.
func storyAttempts(n, extra int) reports.Case {
	l := &line{}
	l.verb("login", "alice")
	l.login(1, "alice")
	l.wait(5 * ms).add(ledger.Event{Who: ledger.Test, Kind: ledger.Fault, Detail: "refuse new connections, reset those that exist"})
	l.wait(1*ms).server(ledger.LinkClosed, 1, "RST")
	l.wait(1*ms).closed(1, "1006", "abnormal closure")
	var beyond []int
	delay := 1600 * ms
	for i := 1; i <= n+extra; i++ {
		l.add(ledger.Event{Who: ledger.Client, Kind: ledger.WillReconnect, Instance: "alice", Count: i, Duration: delay})
		l.wait(delay)
		seq := l.client(ledger.Attempt, "alice")
		if i > n {
			beyond = append(beyond, seq)
		}
		l.wait(ms).add(ledger.Event{Who: ledger.Host, Kind: ledger.RequestStart, URL: "https://wlnimsc0.netease.im/socket.io/1/?t=1", Detail: "GET"})
		l.wait(2 * ms).add(ledger.Event{Who: ledger.Host, Kind: ledger.RequestEnd, Reason: "request:fail connection refused"})
		delay = min(2*delay, 8*time.Second)
	}
	l.wait(ms).add(ledger.Event{Who: ledger.Client, Kind: ledger.Disconnected, Instance: "alice", Code: "allAttemptsFailed"})
	c := reports.Case{Requirement: "REC-01", Condition: fmt.Sprintf("N = %d", n), Timeline: l.tl, Seconds: 0.3, Session: l.at.Seconds() + 600, File: "suites/reconnection.go", Line: 44}
	if extra > 0 {
		c.Findings = []reports.Finding{{Text: fmt.Sprintf("With reconnectionAttempts %d the SDK made %d attempts: the one too many begins at %.3f s.", n, n+extra,
			l.tl[beyond[0]-1].At.Seconds()), Events: beyond}}
	}
	return c
}

// storyEarlyDone is DST-02 on a slow link: done comes 2 ms after destroy, the socket closes 3 s later.
func storyEarlyDone() reports.Case {
	l := &line{}
	l.verb("login", "alice")
	l.login(1, "alice")
	l.wait(20 * ms).add(ledger.Event{Who: ledger.Test, Kind: ledger.Fault, Detail: "the peer answers the close 3 s late"})
	l.wait(ms).verb("destroy", "alice")
	l.wait(ms).server(ledger.Logout, 1, "")
	l.host(ledger.SocketClosing, 1)
	l.add(ledger.Event{Who: ledger.Host, Kind: ledger.Console, Detail: "[NIM] socket closing"})
	l.wait(ms)
	done := l.add(ledger.Event{Who: ledger.Client, Kind: ledger.Done, Instance: "alice", Verb: "destroy"})
	l.wait(ms).server(ledger.CloseReceived, 1, "1000")
	l.wait(3*time.Second).server(ledger.CloseSent, 1, "1000")
	l.server(ledger.LinkClosed, 1, "")
	l.wait(ms)
	closed := l.closed(1, "1000", "")
	return reports.Case{Requirement: "DST-02", Condition: "peer answers the close 3 s late", Timeline: l.tl, Seconds: 3.1, Session: 3.2, File: "suites/destroy.go", Line: 61,
		Findings: []reports.Finding{{Text: "destroy's done came at 0.037 s, while the host still counted 1 socket; it closed at 3.039 s",
			Events: []int{done, closed}}}}
}

// storyOverflow is a switch with every slot in use: three sockets where two are allowed.
func storyOverflow() reports.Case {
	l := &line{}
	l.verb("login", "alice")
	l.login(1, "alice")
	l.wait(10*ms).verb("enterChatroom", "room-7")
	l.open(2)
	l.wait(3 * ms).add(ledger.Event{Who: ledger.Server, Kind: ledger.Login, Socket: 2, Instance: "room-7"})
	l.wait(ms).client(ledger.Connected, "room-7")
	l.wait(30 * ms).add(ledger.Event{Who: ledger.Test, Kind: ledger.Fault, Detail: "250 ms each way"})
	l.wait(250 * ms).add(ledger.Event{Who: ledger.Test, Kind: ledger.Act, Detail: "close 1001 from the service"})
	l.wait(250*ms).host(ledger.SocketClosing, 1)
	l.wait(ms).add(ledger.Event{Who: ledger.Client, Kind: ledger.WillReconnect, Instance: "alice", Count: 1, Duration: 100 * ms})
	l.wait(100*ms).client(ledger.Attempt, "alice")
	third := l.host(ledger.SocketConnecting, 3)
	refused := l.wait(ms).add(ledger.Event{Who: ledger.Host, Kind: ledger.SocketRefused, Instance: "alice", Reason: "connectSocket:fail exceed max concurrent count"})
	l.wait(149*ms).closed(1, "1001", "going away")
	l.wait(250*ms).server(ledger.LinkOpen, 3, "")
	l.wait(250*ms).host(ledger.SocketOpen, 3)
	l.wait(500 * ms).add(ledger.Event{Who: ledger.Server, Kind: ledger.Login, Socket: 3, Instance: "alice", Detail: "automatic"})
	l.wait(250*ms).client(ledger.Connected, "alice")
	l.wait(250*ms).server(ledger.LinkClosed, 1, "")
	return reports.Case{Requirement: "LIM-07", Condition: "250 ms link, close 1001", Timeline: l.tl, Seconds: 2.4, Session: l.at.Seconds(),
		Findings: []reports.Finding{
			{Text: "Three sockets existed at the platform from 0.663 s to 0.813 s, where 2 are allowed.", Events: []int{third}},
			{Text: "The platform refused a socket at 0.664 s (connectSocket:fail exceed max concurrent count).", Events: []int{refused}},
		}}
}

func storyKick() reports.Case {
	l := &line{}
	l.verb("login", "alice")
	l.login(1, "alice")
	l.wait(50 * ms).add(ledger.Event{Who: ledger.Test, Kind: ledger.Act, Detail: "kick with reason 1 (samePlatformKick)"})
	l.wait(ms).add(ledger.Event{Who: ledger.Server, Kind: ledger.PacketSent, Socket: 1, Detail: "2_5 kicked"})
	l.wait(2 * ms).add(ledger.Event{Who: ledger.Client, Kind: ledger.Disconnected, Instance: "alice", Code: "kicked", Reason: "samePlatformKick"})
	l.wait(ms).host(ledger.SocketClosing, 1)
	l.wait(2*ms).server(ledger.CloseReceived, 1, "1000")
	l.server(ledger.LinkClosed, 1, "")
	l.wait(ms).closed(1, "1000", "")
	return reports.Case{Requirement: "KCK-01", Condition: "reason 1", Timeline: l.tl, Seconds: 0.08, Session: l.at.Seconds() + 600}
}

func storyBroke() reports.Case {
	l := &line{}
	l.verb("login", "alice")
	l.wait(2 * ms).add(ledger.Event{Who: ledger.Host, Kind: ledger.Console, Detail: "[NIM] init"})
	l.wait(ms).add(ledger.Event{Who: ledger.Host, Kind: ledger.Broken, Reason: "the SDK's script ran for 5 s without giving the platform a turn"})
	return reports.Case{Requirement: "REC-06", Timeline: l.tl, Seconds: 5, Session: 0.003, Broke: "The client stopped: its script ran for 5 s without giving the platform a turn."}
}

func storyKnown() reports.Case {
	c := storyAttempts(1, 1)
	c.Requirement, c.Condition = "REC-02", ""
	last := c.Timeline[len(c.Timeline)-1].Seq
	c.Findings = []reports.Finding{{Text: "ondisconnect was raised twice after the last attempt, at 4.833 s and 4.834 s; once is expected.", Events: []int{last}}}
	c.Known = "Fixed in 9.22; see the release plan."
	return c
}

const hostileText = `</script><script>alert(1)</script><img src=x onerror=alert(2)>"'` + "\x1b[31m\u202e]]>"

func storyHostile() reports.Case {
	l := &line{}
	l.verb("login", hostileText)
	l.login(1, hostileText)
	l.wait(3 * ms).add(ledger.Event{Who: ledger.Host, Kind: ledger.Console, Detail: hostileText})
	seq := l.wait(3 * ms).add(ledger.Event{Who: ledger.Host, Kind: ledger.Uncaught, Reason: hostileText, URL: "javascript:" + hostileText, Detail: "at NIM.onmsg (NIM_Web_SDK_miniapp.js:1:48213)"})
	l.wait(3 * ms).add(ledger.Event{Who: ledger.Client, Kind: ledger.Disconnected, Code: hostileText, Reason: hostileText, Instance: hostileText})
	return reports.Case{Requirement: "GLB-04", Scenario: "REC-09", Condition: "RST " + hostileText, Timeline: l.tl, Seconds: 0.1, Session: l.at.Seconds(),
		Findings: []reports.Finding{{Text: "an exception was not caught at 0.020 s: " + hostileText, Events: []int{seq}}}}
}

// storyRounds is LIM-06: a hundred logins and destroys.
func storyRounds() reports.Case {
	l := &line{}
	for i := range 100 {
		name := fmt.Sprintf("user-%d", i)
		l.wait(ms).verb("login", name)
		l.login(int64(i+1), name)
		l.wait(ms).verb("destroy", name)
		l.wait(ms).host(ledger.SocketClosing, int64(i+1))
		l.wait(2*ms).server(ledger.LinkClosed, int64(i+1), "")
		l.wait(ms).closed(int64(i+1), "1000", "")
		l.wait(ms).add(ledger.Event{Who: ledger.Client, Kind: ledger.Done, Instance: name, Verb: "destroy"})
	}
	return reports.Case{Requirement: "LIM-06", Timeline: l.tl, Seconds: 1.2, Session: l.at.Seconds()}
}

// story is a run with one of each.
func story() reports.Run {
	second := storyEarlyDone()
	second.Condition, second.Findings = "fast peer", nil
	alone := storyKick()
	alone.Requirement, alone.Condition, alone.Known = "KCK-05", "", ""
	should := storyAttempts(3, 0)
	should.Requirement, should.Condition = "REC-14", ""
	should.Findings = []reports.Finding{{Text: "1,000 clients came back within 16 ms of each other; 160 ms is expected."}}
	cases := []reports.Case{
		storyLogin(), {Requirement: "LIM-02", NotApplicable: "this build has no chatroom"}, storyRounds(), storyOverflow(),
		storyAttempts(0, 0), storyAttempts(1, 0), storyAttempts(3, 0), storyAttempts(10, 2), storyKnown(), storyBroke(), should, storyKick(), alone,
		second, storyEarlyDone(), storyHostile(),
	}
	for _, c := range cases[:12] {
		cases = append(cases, reports.Case{Requirement: "GLB-04", Scenario: c.Requirement, Condition: c.Condition, Timeline: c.Timeline})
	}
	return run(cases...)
}

// crowd is a run of the whole catalogue that passes, under so many conditions.
func crowd(version string, conditions int) reports.Run {
	kinds := []func() reports.Case{storyLogin, func() reports.Case { return storyAttempts(3, 0) }, storyKick, func() reports.Case { return storyAttempts(10, 0) },
		func() reports.Case { c := storyOverflow(); c.Findings = nil; return c }, func() reports.Case { c := storyEarlyDone(); c.Findings = nil; return c }}
	var cases []reports.Case
	all := catalogue.All()
	for i := range conditions {
		c := kinds[i%len(kinds)]()
		c.Requirement, c.Condition = all[i%len(all)].ID, fmt.Sprintf("condition %d", i/len(all)+1)
		glb := c
		glb.Scenario, glb.Requirement = c.Requirement, "GLB-04"
		cases = append(cases, c, glb)
	}
	r := run(cases...)
	r.Subject.Version = version
	return r
}
