package verdicttest

import (
	"fmt"
	"time"

	"nimcert/catalogue"
	"nimcert/judgement"
	"nimcert/ledger"
	"nimcert/verdict"
)

const Millisecond = time.Millisecond // the unit of a burst

// The stories are time lines like those of real builds, one for each thing that the page must show well.

func StoryLogin() verdict.Case {
	l := &Line{}
	l.Verb("login", "alice")
	l.Login(1, "alice")
	l.Wait(200 * Millisecond).Add(ledger.Event{Who: ledger.Test, Kind: ledger.Mark, Detail: "census taken"})
	return verdict.Case{Requirement: "LIM-01", Timeline: l.Tl.Pack(),
		Seconds: 0.04, Session: 0.22, File: "suites/limit.go",
		Line: 31}
}

// StoryAttempts is REC-01: n attempts after the server went away, and a quiet window of ten minutes. extra adds
// attempts beyond n.
func StoryAttempts(n, extra int) verdict.Case {
	l := &Line{}
	l.Verb("login", "alice")
	l.Login(1, "alice")
	l.Wait(5 * Millisecond).Add(
		ledger.Event{Who: ledger.Test, Kind: ledger.Fault, Detail: "refuse new connections, reset those that exist"})
	l.Wait(1*Millisecond).Server(ledger.LinkClosed, 1, "RST")
	l.Wait(1*Millisecond).closed(1, "1006", "abnormal closure")
	var beyond []int
	delay := 1600 * Millisecond
	for i := 1; i <= n+extra; i++ {
		l.Add(ledger.Event{Who: ledger.Client, Kind: ledger.WillReconnect, Instance: "alice", Count: i,
			Duration: delay})
		l.Wait(delay)
		seq := l.Client(ledger.Attempt, "alice")
		if i > n {
			beyond = append(beyond, seq)
		}
		l.Wait(Millisecond).Add(
			ledger.Event{Who: ledger.Host, Kind: ledger.RequestStart,
				URL: "https://wlnimsc0.netease.im/socket.io/1/?t=1", Detail: "GET"})
		l.Wait(2 * Millisecond).Add(
			ledger.Event{Who: ledger.Host, Kind: ledger.RequestEnd, Reason: "request:fail connection refused"})
		delay = min(2*delay, 8*time.Second)
	}
	l.Wait(Millisecond).Add(
		ledger.Event{Who: ledger.Client, Kind: ledger.Disconnected, Instance: "alice", Code: "allAttemptsFailed"})
	c := verdict.Case{Requirement: "REC-01", Condition: fmt.Sprintf("N = %d", n), Timeline: l.Tl.Pack(), Seconds: 0.3,
		Session: l.at.Seconds() + 600, File: "suites/reconnection.go", Line: 44}
	if extra > 0 {
		c.Findings = []verdict.Finding{{Phrase: judgement.Plain(fmt.Sprintf("With reconnectionAttempts %d the SDK "+
			"made %d attempts: the one too many begins at %.3f s.", n, n+extra,
			l.Tl[beyond[0]-1].At.Seconds())), Events: beyond}}
	}
	return c
}

// The findings of the stories, in both languages.
var (
	earlyDone = judgement.Say("story.early-done",
		"destroy's done came at {at}, while the host still counted 1 socket; it closed at {closed}",
		"destroy 的 done 在 {at} 触发，此时平台上还有 1 个 socket；它在 {closed} 关闭")
	hostile = judgement.Say("story.hostile", "an exception was not caught at {at}: {what}", "{at} 有异常没有被捕获：{what}")
)

// StoryEarlyDone is DST-02 on a slow link: done comes 2 ms after destroy, the socket closes 3 s later.
func StoryEarlyDone() verdict.Case {
	l := &Line{}
	l.Verb("login", "alice")
	l.Login(1, "alice")
	l.Wait(20 * Millisecond).Add(
		ledger.Event{Who: ledger.Test, Kind: ledger.Fault, Detail: "the peer answers the close 3 s late"})
	l.Wait(Millisecond).Verb("destroy", "alice")
	l.Wait(Millisecond).Server(ledger.Logout, 1, "")
	l.host(ledger.SocketClosing, 1)
	l.Add(ledger.Event{Who: ledger.Host, Kind: ledger.Console, Detail: "[NIM] socket closing"})
	l.Wait(Millisecond)
	done := l.Add(ledger.Event{Who: ledger.Client, Kind: ledger.Done, Instance: "alice", Verb: "destroy"})
	l.Wait(Millisecond).Server(ledger.CloseReceived, 1, "1000")
	l.Wait(3*time.Second).Server(ledger.CloseSent, 1, "1000")
	l.Server(ledger.LinkClosed, 1, "")
	l.Wait(Millisecond)
	closed := l.closed(1, "1000", "")
	return verdict.Case{Requirement: "DST-02", Condition: "peer answers the close 3 s late", Timeline: l.Tl.Pack(),
		Seconds: 3.1, Session: 3.2, File: "suites/destroy.go", Line: 61,
		Findings: []verdict.Finding{{Phrase: earlyDone.Of(37*time.Millisecond, 3039*time.Millisecond),
			Events: []int{done, closed}}}}
}

// StoryOverflow is a switch with every slot in use: three sockets where two are allowed.
func StoryOverflow() verdict.Case {
	l := &Line{}
	l.Verb("login", "alice")
	l.Login(1, "alice")
	l.Wait(10*Millisecond).Verb("enterChatroom", "room-7")
	l.open(2)
	l.Wait(3 * Millisecond).Add(ledger.Event{Who: ledger.Server, Kind: ledger.Login, Socket: 2, Instance: "room-7"})
	l.Wait(Millisecond).Client(ledger.Connected, "room-7")
	l.Wait(30 * Millisecond).Add(ledger.Event{Who: ledger.Test, Kind: ledger.Fault, Detail: "250 ms each way"})
	l.Wait(250 * Millisecond).Add(
		ledger.Event{Who: ledger.Test, Kind: ledger.Act, Detail: "close 1001 from the service"})
	l.Wait(250*Millisecond).host(ledger.SocketClosing, 1)
	l.Wait(Millisecond).Add(
		ledger.Event{Who: ledger.Client, Kind: ledger.WillReconnect, Instance: "alice", Count: 1,
			Duration: 100 * Millisecond})
	l.Wait(100*Millisecond).Client(ledger.Attempt, "alice")
	third := l.host(ledger.SocketConnecting, 3)
	refused := l.Wait(Millisecond).Add(
		ledger.Event{Who: ledger.Host, Kind: ledger.SocketRefused, Instance: "alice",
			Reason: "connectSocket:fail exceed max concurrent count"})
	l.Wait(149*Millisecond).closed(1, "1001", "going away")
	l.Wait(250*Millisecond).Server(ledger.LinkOpen, 3, "")
	l.Wait(250*Millisecond).host(ledger.SocketOpen, 3)
	l.Wait(500 * Millisecond).Add(
		ledger.Event{Who: ledger.Server, Kind: ledger.Login, Socket: 3, Instance: "alice", Detail: "automatic"})
	l.Wait(250*Millisecond).Client(ledger.Connected, "alice")
	l.Wait(250*Millisecond).Server(ledger.LinkClosed, 1, "")
	return verdict.Case{Requirement: "LIM-07", Condition: "250 ms link, close 1001",
		Timeline: l.Tl.Pack(), Seconds: 2.4,
		Session: l.at.Seconds(),
		Findings: []verdict.Finding{
			{Phrase: judgement.Plain("Three sockets existed at the platform from 0.663 s to 0.813 s, where 2 are " +
				"allowed."), Events: []int{third}},
			{Phrase: judgement.Plain("The platform refused a socket at 0.664 s (connectSocket:fail exceed max " +
				"concurrent count)."), Events: []int{refused}},
		}}
}

func storyKick() verdict.Case {
	l := &Line{}
	l.Verb("login", "alice")
	l.Login(1, "alice")
	l.Wait(50 * Millisecond).Add(
		ledger.Event{Who: ledger.Test, Kind: ledger.Act, Detail: "kick with reason 1 (samePlatformKick)"})
	l.Wait(Millisecond).Add(ledger.Event{Who: ledger.Server, Kind: ledger.PacketSent, Socket: 1, Detail: "2_5 kicked"})
	l.Wait(2 * Millisecond).Add(
		ledger.Event{Who: ledger.Client, Kind: ledger.Disconnected, Instance: "alice", Code: "kicked",
			Reason: "samePlatformKick"})
	l.Wait(Millisecond).host(ledger.SocketClosing, 1)
	l.Wait(2*Millisecond).Server(ledger.CloseReceived, 1, "1000")
	l.Server(ledger.LinkClosed, 1, "")
	l.Wait(Millisecond).closed(1, "1000", "")
	return verdict.Case{Requirement: "KCK-01", Condition: "reason 1", Timeline: l.Tl.Pack(), Seconds: 0.08,
		Session: l.at.Seconds() + 600}
}

func StoryBroke() verdict.Case {
	l := &Line{}
	l.Verb("login", "alice")
	l.Wait(2 * Millisecond).Add(ledger.Event{Who: ledger.Host, Kind: ledger.Console, Detail: "[NIM] init"})
	l.Wait(Millisecond).Add(ledger.Event{Who: ledger.Host, Kind: ledger.Broken, Reason: "the SDK's script ran for 5 " +
		"s without giving the platform a turn"})
	return verdict.Case{Requirement: "REC-06", Timeline: l.Tl.Pack(), Seconds: 5, Session: 0.003,
		Broke: judgement.Plain("The client stopped: its script ran for 5 s without giving the platform a turn.")}
}

func storyKnown() verdict.Case {
	c := StoryAttempts(1, 1)
	c.Requirement, c.Condition = "REC-02", ""
	line := c.Timeline.Unpack()
	last := line[len(line)-1].Seq
	c.Findings = []verdict.Finding{{Phrase: judgement.Plain(
		"ondisconnect was raised twice after the last attempt, at 4.833 s and 4.834 s; once is expected."),
		Events: []int{last}}}
	c.Known = "Fixed in 9.22; see the release plan."
	return c
}

const HostileText = `</script><script>alert(1)</script><img src=x onerror=alert(2)>"'` + "\x1b[31m\u202e]]>"

func StoryHostile() verdict.Case {
	l := &Line{}
	l.Verb("login", HostileText)
	l.Login(1, HostileText)
	l.Wait(3 * Millisecond).Add(ledger.Event{Who: ledger.Host, Kind: ledger.Console, Detail: HostileText})
	seq := l.Wait(3 * Millisecond).Add(
		ledger.Event{Who: ledger.Host, Kind: ledger.Uncaught, Reason: HostileText, URL: "javascript:" + HostileText,
			Detail: "at NIM.onmsg (NIM_Web_SDK_miniapp.js:1:48213)"})
	l.Wait(3 * Millisecond).Add(
		ledger.Event{Who: ledger.Client, Kind: ledger.Disconnected, Code: HostileText, Reason: HostileText,
			Instance: HostileText})
	return verdict.Case{Requirement: "GLB-04", Scenario: "REC-09", Condition: "RST " + HostileText,
		Timeline: l.Tl.Pack(),
		Seconds:  0.1, Session: l.at.Seconds(),
		Findings: []verdict.Finding{{Phrase: hostile.Of(20*time.Millisecond, HostileText), Events: []int{seq}}}}
}

// StoryRounds is LIM-06: a hundred logins and destroys.
func StoryRounds() verdict.Case {
	l := &Line{}
	for i := range 100 {
		name := fmt.Sprintf("user-%d", i)
		l.Wait(Millisecond).Verb("login", name)
		l.Login(int64(i+1), name)
		l.Wait(Millisecond).Verb("destroy", name)
		l.Wait(Millisecond).host(ledger.SocketClosing, int64(i+1))
		l.Wait(2*Millisecond).Server(ledger.LinkClosed, int64(i+1), "")
		l.Wait(Millisecond).closed(int64(i+1), "1000", "")
		l.Wait(Millisecond).Add(ledger.Event{Who: ledger.Client, Kind: ledger.Done, Instance: name, Verb: "destroy"})
	}
	return verdict.Case{Requirement: "LIM-06", Timeline: l.Tl.Pack(), Seconds: 1.2, Session: l.at.Seconds()}
}

// Story is a run with one case of each story.
func Story() verdict.Run {
	second := StoryEarlyDone()
	second.Condition, second.Findings = "fast peer", nil
	alone := storyKick()
	alone.Requirement, alone.Condition, alone.Known = "KCK-05", "", ""
	should := StoryAttempts(3, 0)
	should.Requirement, should.Condition = "REC-14", ""
	should.Findings = []verdict.Finding{{Phrase: judgement.Plain(
		"1,000 clients came back within 16 ms of each other; 160 ms is expected.")}}
	cases := []verdict.Case{
		StoryLogin(), {Requirement: "LIM-02", NotApplicable: judgement.Plain("this build has no chatroom")},
		StoryRounds(), StoryOverflow(),
		StoryAttempts(0, 0), StoryAttempts(1, 0), StoryAttempts(3, 0), StoryAttempts(10, 2), storyKnown(), StoryBroke(),
		should, storyKick(), alone,
		second, StoryEarlyDone(), StoryHostile(),
	}
	for _, c := range cases[:12] {
		cases = append(cases,
			verdict.Case{Requirement: "GLB-04", Scenario: c.Requirement, Condition: c.Condition, Timeline: c.Timeline})
	}
	return Run(cases...)
}

// Crowd is a run of the whole catalogue that passes, under so many conditions.
func Crowd(version string, conditions int) verdict.Run {
	kinds := []func() verdict.Case{StoryLogin, func() verdict.Case { return StoryAttempts(3, 0) }, storyKick,
		func() verdict.Case { return StoryAttempts(10, 0) },
		func() verdict.Case { c := StoryOverflow(); c.Findings = nil; return c },
		func() verdict.Case { c := StoryEarlyDone(); c.Findings = nil; return c }}
	var cases []verdict.Case
	all := catalogue.All()
	for i := range conditions {
		c := kinds[i%len(kinds)]()
		c.Requirement, c.Condition = all[i%len(all)].ID, fmt.Sprintf("condition %d", i/len(all)+1)
		glb := c
		glb.Scenario, glb.Requirement = c.Requirement, "GLB-04"
		cases = append(cases, c, glb)
	}
	r := Run(cases...)
	r.Subject.Version = version
	return r
}
