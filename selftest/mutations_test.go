package selftest

// mutation is a change of the code that judges. The zoo and the packages' own tests must notice it.
type mutation struct {
	// file is where it is made; old, which occurs there once, becomes new.
	file, old, new string
	// what says what the changed code lets pass.
	what string
	// ask names the requirements whose mutants should notice it, and are asked first; empty: those of the file's group.
	ask string
	// survives is the reason why nothing notices it. One that is noticed all the same has to lose it.
	survives string
}

// mutations are the changes that `make mutation` tries.
var mutations = []mutation{
	{"suites/checks.go", "if n := t.Census(w); n != want {",
		"if n := t.Census(w); n > want {",
		"fewer sockets than wanted pass", "LIM-01", ""},
	{"suites/checks.go", "if n := t.Census(w); n != want {",
		"if n := t.Census(w); n < want {",
		"more sockets than wanted pass", "LIM-08", ""},
	{"suites/checks.go", "if n, e := t.Peak(w); n > bound {",
		"if n, e := t.Peak(w); n > bound+1 {",
		"one socket over the bound passes", "LIM-04", ""},
	{"suites/checks.go", `	if len(t) == want {
		return nil`,
		`	if len(t) >= want {
		return nil`,
		"more events than wanted pass", "REC-01", ""},
	{"suites/checks.go", `	if len(t) == want {
		return nil`,
		`	if len(t) <= want {
		return nil`,
		"fewer events than wanted pass", "REC-01", ""},
	{"suites/checks.go", `	if len(t) == 0 {
		return nil
	}
	return []verdict.Finding{finding(t, countNone`,
		`	if len(t) <= 1 {
		return nil
	}
	return []verdict.Finding{finding(t, countNone`,
		"what must never happen may happen once", "REC-07", ""},
	{"suites/checks.go", `		case e.Kind == ledger.Connected && e.Instance == instance:
			count, will = 0, nil`,
		`		case e.Kind == ledger.Connected && e.Instance == instance:
			will = nil`,
		"retryCount need not begin anew after a success", "REC-04", ""},
	{"suites/checks.go", `			if will != nil {
				out = append(out, finding([]ledger.Event{*will, e}, againUnattempted`,
		`			if will == nil {
				continue
			}
			if false {
				out = append(out, finding([]ledger.Event{*will, e}, againUnattempted`,
		"announcements are not looked at", "REC-04", ""},
	{"suites/checks.go", "\t\t\tif e.Count != count {",
		"\t\t\tif e.Count < count {",
		"a retryCount that is too high passes", "REC-04", ""},
	{"suites/checks.go", "\t\t\tif e.Count != count {",
		"\t\t\tif e.Count > count {",
		"a retryCount that is too low passes", "REC-04", ""},
	{"suites/checks.go", "d > slack || d < -slack",
		"d > slack",
		"an attempt that comes too early passes", "REC-04", ""},
	{"suites/checks.go", "d > slack || d < -slack",
		"d < -slack",
		"an attempt that comes too late passes", "REC-04", ""},
	{"suites/checks.go", "float64(will.Duration)*0.05",
		"float64(will.Duration)*0.5",
		"the tolerance of an announced wait is ten times what it is", "REC-04", ""},
	{"suites/checks.go", "\tif will != nil && will.Due()+will.Duration+time.Second < now {",
		"\tif false {",
		"an attempt that is announced and not made passes", "REC-04", ""},
	{"suites/checks.go", "\tif first := waits[0]; !near(first.Duration, minimum) {",
		"\tif first := waits[0]; first.Duration > 2*minimum {",
		"a first wait below the minimum passes", "REC-05", ""},
	{"suites/checks.go", "case longer(longest, e, -jitter):",
		"case true:",
		"waits may shrink, and need not stay at the maximum", "REC-05", ""},
	{"suites/rec_delays.go", "\tcase !longer(late[0], late[len(late)-1], t.Policy.Jitter):",
		"\tcase false:",
		"a few waits need not grow", "REC-05", ""},
	{"suites/checks.go", "\t\tif e.Duration > maximum && !near(e.Duration, maximum) {",
		"\t\tif false {",
		"waits beyond the maximum are not a finding of their own", "REC-05", ""},
	{"suites/rec_delays.go", "\tcase a.attempts == many:",
		"\tcase false:",
		"the maximum need not be reached", "REC-05", ""},
	{"suites/glb_globals.go", "ledger.Is(ledger.Uncaught, ledger.Unhandled)",
		"ledger.Is(ledger.Uncaught)",
		"unhandled rejections pass", "GLB-04", ""},
	{"suites/glb_globals.go", "ledger.Is(ledger.Uncaught, ledger.Unhandled)",
		"ledger.Is(ledger.Unhandled)",
		"uncaught exceptions pass", "GLB-04", ""},
	{"suites/checks.go", "t.Where(ledger.Is(ledger.Threw))",
		"t.Where(ledger.Is(ledger.Uncaught))",
		"calls that throw pass", "DST-06", ""},
	{"suites/loss_causes.go", `	if l.room {
		return lobby
	}
	return alice`,
		"\treturn alice",
		"the loss of a chatroom is taken for one of IM", "REC-09", ""},
	{"suites/loss_causes.go", "\tsilent := t.AnswerCloseAfter(fakeserver.Never)",
		"\tsilent := t.AnswerCloseAfter(0)",
		"a silent peer answers the close", "LIM-04", ""},
	{"suites/loss_causes.go", `		if i > 0 {
			t.Let(quiet)
		}`,
		`		if i > 0 {
			t.Let(time.Second)
		}`,
		"a second loss comes soon after the first", "REC-09", ""},
	{"suites/loss_causes.go", "\tfor i := range 2 {",
		"\tfor i := range 1 {",
		"there is one loss only", "REC-09", ""},
	{"suites/loss_causes.go", "\tfor _, step := range linkSteps {\n\t\tt.Forget(step)",
		"\tfor _, step := range linkSteps {\n\t\tt.Release(step)",
		"a handshake that timed out is answered in the end", "REC-09", ""},
	{"suites/loss_causes.go", "ledger.By(ledger.Host), ledger.Is(ledger.SocketClosed)); !ok {",
		"ledger.By(ledger.Host), ledger.Is(ledger.SocketClosed)); !ok && false {",
		"a loss need not reach the client", "REC-07",
		"it looks for a fault that the harness did not bring about; no client can keep its socket through one"},
	{"suites/lim_sockets.go", `	t.Check(exactly(attempts(t.Timeline()), want, healthyLogins.Of(want)))`,
		"",
		"a healthy link may be opened anew", "", ""},
	{"suites/lim_sockets.go", "\tt.Check(withinCap(t.Timeline()))\n", "",
		"a third socket may be asked for beside IM and a chatroom", "", ""},
	{"suites/lim_refused_socket.go", "\tif n := len(attempts(after)); n > allowed {",
		"\tif n := len(attempts(after)); n > allowed+1 {",
		"a refused socket may be asked for once too often", "", ""},
	{"suites/lim_refused_socket.go", `	t.Check(Uncaught(after))
	t.Check(threw(after))
	for _, socket`,
		"\tfor _, socket",
		"a refusal may throw", "", ""},
	{"suites/lim_sockets.go", "left.Timers+left.Requests+left.Sockets > 0",
		"left.Requests+left.Sockets > 0",
		"timers may be left after a hundred rounds", "", ""},
	{"suites/lim_login_times_out.go", `	t.Let(t.Policy.AttemptTimeout + time.Second)
`,
		`	t.Let(quiet)
`,
		"a timed-out login may keep its socket for ten minutes", "", ""},
	{"suites/messages.go", `	t.Check(exactly(sent, 1, confirmationThrough.Of(instance)))`,
		"",
		"a message may be confirmed twice", "", ""},
	{"suites/messages.go", "if e := carried[0]; e.Text != text {",
		`if e := carried[0]; e.Text == "" {`,
		"the text that arrives need not be the one that was sent", "", ""},
	{"suites/rec_attempts.go", `	t.Let(t.exhaust(a.attempts))
	t.Let(quiet)
	return t.Timeline().After(lost.Seq)
}`,
		`	t.Let(t.exhaust(a.attempts))
	return t.Timeline().After(lost.Seq)
}`,
		"nobody looks on for ten minutes after the attempts", "", ""},
	{"suites/rec_attempts.go", "\tcase first.Seq < last.Seq:",
		"\tcase false:",
		"ondisconnect may come before the last attempt", "", ""},
	{"suites/rec_attempts.go", "\tcase first.Due()-last.At > t.within(a):",
		"\tcase false:",
		"ondisconnect may come late", "", ""},
	{"suites/rec_attempts.go", "	for range 31 {\n",
		"	for range 6 {\n",
		"nobody looks on for an hour", "", ""},
	{"suites/rec_attempts.go", "if gap := tries[i].Due() - tries[i-1].Due(); gap < least {",
		"if gap := tries[i].Due() - tries[i-1].Due(); gap < least/100 {",
		"two attempts may come in a burst", "", ""},
	{"suites/rec_attempts.go", "const n, gaps = 3, 3",
		"const n, gaps = 3, 1",
		"there is one reconnect before the last loss", "", ""},
	{"suites/rec_refused_for_good.go", "func(e ledger.Event) bool { return e.Code == fmt.Sprint(r.code) })",
		"func(e ledger.Event) bool { return true })",
		"a refusal may be told with any code", "", ""},
	{"suites/rec_refused_for_good.go", `	t.Check(none(attempts(after.After(refused.Seq)), linkAfterRefusal`,
		`	t.Check(none(attempts(nil), linkAfterRefusal`,
		"a link may be opened after a refusal", "", ""},
	{"suites/rec_silent_link.go", "silent, t.Policy.Heartbeat,\n\t\t\tledger.Is(",
		"silent, quiet,\n\t\t\tledger.Is(",
		"silence may be noticed late", "", ""},
	{"suites/rec_first_connection.go", "case len(tries) > 1+n:",
		"case len(tries) > 2+n:",
		"a first connection may be tried once too often", "", ""},
	{"suites/rec_automatic_login.go", `		if login.Detail == "manual" {`,
		`		if login.Detail == "by hand" {`,
		"an automatic login may be marked manual", "", ""},
	{"suites/rec_flapping.go", "after.Timers > before.Timers ",
		"after.Timers > before.Timers+50 ",
		"timers may be left after twenty flaps", "", ""},
	{"suites/kck_reported.go", "late > time.Second",
		"late > quiet",
		"a kick may be told late", "", ""},
	{"suites/kck_reported.go", `		if e.Code != "kicked" {`,
		`		if e.Code == "" {`,
		"a kick may be told with another code", "", ""},
	{"suites/kck_reported.go", "\t\tif e.Reason != k.name {",
		`		if e.Reason == "" {`,
		"a kick may be told with another reason", "", ""},
	{"suites/kck_no_return.go", `	kicked := k.kick(t)
	t.Let(time.Second)
`,
		`	kicked := k.kick(t)
	t.Let(time.Minute)
`,
		"a kicked socket may linger", "", ""},
	{"suites/kck_no_return.go", `	after := t.Timeline().After(kicked.Seq)
	t.Check(none(attempts(after), opensAfterKick))
	t.Check(none(after.Where(ledger.Is(ledger.WillReconnect)), announcedAfterKick))`,
		`	after := t.Timeline().After(kicked.Seq)
	t.Check(none(attempts(after), opensAfterKick))`,
		"a return may be announced after a kick", "", ""},
	{"suites/kck_spares_the_other.go", "\tt.sends(theirs, to)",
		"	_ = to",
		"the connection that was not kicked need not work", "", ""},
	{"suites/kck_afterwards.go", `	t.Check(t.doneOnce("destroy", k.instance(), begin))`,
		"",
		"done after a kick is not counted", "", ""},
	{"suites/kck_afterwards.go", "\tt.backAs(k.instance(), t.Drop()) // it is",
		"\t// it is",
		"a login after a kick need not survive a loss", "", ""},
	{"suites/dst_done.go", `	out := exactly(calls, 1, doneOfVerb.Of(verb))`,
		`	out := exactly(calls, max(1, len(calls)), doneOfVerb.Of(verb))`,
		"done may come twice", "", ""},
	{"suites/dst_done.go", `e.Due()-begin.At > within {
			out`,
		`e.Due()-begin.At > time.Hour {
			out`,
		"done may come late, in doneOnce", "", ""},
	{"suites/dst_done.go", "if open := t.Timeline().Before(e.Seq).Live(ledger.Host); len(open) > 0 {",
		"if open := t.Timeline().Live(ledger.Host); len(open) > 0 {",
		"a socket may close after done", "", ""},
	{"suites/dst_done.go", "\tcase calls[0].Due()-begin.At > within:",
		"\tcase calls[0].Due()-begin.At > 2*within:",
		"done may come late when the peer is mute", "", ""},
	{"suites/dst_while_connecting.go", `Before(end.Seq), 0, destroyCalled`,
		`Before(destroyed.Seq), 0, destroyCalled`,
		"sockets after a destroy while connecting are not counted", "", ""},
	{"suites/dst_logout.go", "\tcase gone && closed.Seq < logout.Seq:",
		"\tcase gone && false:",
		"a logout may follow the close", "", ""},
	{"suites/dst_logout.go", `	case !sent:
`,
		`	case !sent && false:
`,
		"there need be no logout", "", ""},
	{"suites/dst_after_done.go", `			ledger.Failed, ledger.SyncDone),
		func(c`,
		`			ledger.SyncDone),
		func(c`,
		"a failure may be told after done", "", ""},
	{"suites/dst_after_done.go", ` || e.Due()-done.Due() > 50*time.Millisecond {`,
		` {`,
		"a call may be answered late after done", "", ""},
	{"suites/dst_after_done.go", `	return ok && !answered
`,
		`	return ok && (answered || !answered)
`,
		"a call may be answered again in the turn of done", "", ""},
	{"suites/dst_after_done.go",
		`ledger.Is(ledger.RequestStart, ledger.UploadStart, ledger.DownloadStart)),
		requestAfterDone))`,
		`ledger.Is(ledger.UploadStart, ledger.DownloadStart)),
		requestAfterDone))`,
		"a request may follow done", "", ""},
	{"suites/swi.go", "\tcase closed.Seq > opened.Seq:",
		"\tcase false:",
		"the next link may open before the old one is closed", "", ""},
	{"suites/swi.go", "t.Check(withinCap(t.Timeline().After(begin.Seq)))",
		"",
		"a switch in a full house may ask for one socket too many", "", ""},
	{"suites/swi.go", "\tfor i := range 20 {",
		"\tfor i := range 5 {",
		"there are five switches", "", ""},
	{"suites/swi.go", `	t.Check(holds(t.Timeline(), 1+len(others), afterSwitches`,
		`	t.Check(holds(t.Timeline(), t.Timeline().Census(ledger.Host), afterSwitches`,
		"sockets may be left after twenty switches", "",
		"a socket that is left makes the next switch ask for one too many, which is a finding of its own"},
	{"suites/messages.go", "\t\tif e.Text != text {",
		`		if e.Text == "" {`,
		"the text that is delivered need not be the one that was sent", "", ""},
	{"suites/messages.go", "\t\tif e.From != bob {",
		"\t\tif false {",
		"a message may come without its sender", "", ""},
	{"suites/msg.go", `	exchange()
	t.Let(quiet)
	exchange()`,
		"\texchange()",
		"nothing is sent after a silence", "", ""},
	{"suites/msg.go", "\t\tif n < last {",
		"\t\tif false {",
		"messages may come out of order", "", ""},
	{"suites/msg.go", `	t.Check(none(sentMessages(after, to), sentAfterAll`,
		`	t.Check(none(sentMessages(nil, to), sentAfterAll`,
		"a message that failed may be sent later", "", ""},
	{"suites/app_counts.go", "n != census {",
		"n > census {",
		"a count that is too low passes", "", ""},
	{"suites/app_counts.go", "n != census {",
		"n < census {",
		"a count that is too high passes", "", ""},
	{"suites/trial.go", `		if t.Err() == nil {
			t.Check`,
		`		if false {
			t.Check`,
		"what is expected need not happen", "REC-09", ""},
	{"runner/case.go",
		"glb.Broke, glb.Findings, glb.Timeline = first.broke, suites.Uncaught(first.timeline), c.Timeline",
		"glb.Broke, glb.Findings, glb.Timeline = first.broke, nil, c.Timeline",
		"GLB-04 is not looked at", "GLB-04", ""},
	{"verdict/verdict.go", `	case len(c.Findings) > 0:
		return Fail`,
		`	case len(c.Findings) > 1:
		return Fail`,
		"one finding is no failure", "REC-06", ""},
	{"verdict/verdict.go", `	case !c.Broke.IsZero():
		return Error`,
		`	case c.Broke.Text == "never":
		return Error`,
		"what broke may pass", "", ""},
	{"verdict/verdict.go", "var Weight = []Verdict{Error, Fail, KnownFailure, Pass, NotApplicable}",
		"var Weight = []Verdict{Pass, Error, Fail, KnownFailure, NotApplicable}",
		"one condition that passes outweighs the rest", "", ""},
	{"verdict/verdict.go", "\t\tout.Verdict, out.Reason = Error, NothingExecuted",
		"\t\tout.Verdict, out.Reason = Pass, NothingExecuted",
		"nothing executed is a pass", "", ""},
	{"verdict/verdict.go", "q.Requirement.Level == catalogue.Must && q.Verdict == Fail {",
		"q.Requirement.Level == catalogue.Should && q.Verdict == Fail {",
		"a SHOULD closes the gate, a MUST does not", "", ""},
	{"verdict/verdict.go", `	case c.Known != "" && !elsewhere:`,
		"\tcase false:",
		"a recorded failure that is gone passes", "", ""},
	{"verdict/verdict.go", `	if r.Broke != "" || !r.Executed() {
		return GateError`,
		`	if r.Broke != "" {
		return GateError`,
		"the gate opens when nothing was executed", "", ""},
	{"verdict/verdict.go", `		if q.Verdict == Error {
			return GateError`,
		`		if false {
			return GateError`,
		"the gate opens over errors", "", ""},
	{"verdict/verdict.go", `	if len(runs) == 0 {
		return ExitError`,
		`	if len(runs) == 0 {
		return ExitOpen`,
		"no run at all opens the gate", "", ""},
	{"verdict/verdict.go", `		case Closed:
			code = ExitClosed`,
		`		case Closed:
			code = ExitOpen`,
		"a closed gate ends with 0", "", ""},
	{"ledger/timeline.go", "\t\tif e.Seq > seq {",
		"\t\tif e.Seq >= seq {",
		"After has the event itself", "", ""},
	{"ledger/timeline.go", `		if e.Seq >= seq {
			return t[:i]`,
		`		if e.Seq > seq {
			return t[:i]`,
		"Before has the event itself", "", ""},
	{"ledger/timeline.go", "slices.DeleteFunc(began, func(s int64) bool { return !open[s] })",
		"began",
		"sockets are never taken off the census", "", ""},
	{"ledger/timeline.go", "\t\t\tif n++; n > peak {",
		"\t\t\tif n++; n > peak+1 {",
		"the peak is one too low", "", ""},
	{"ledger/timeline.go", "if !ended[e.Socket] {",
		"if false {",
		"the peak never falls", "", ""},
	{"ledger/timeline.go", `			if !f(e) {
				return false`,
		`			if !f(e) {
				return true`,
		"filters match anything", "", ""},
	{"ledger/timeline.go", "\tfor i := len(t) - 1; i >= 0; i-- {",
		"\tfor i := len(t) - 1; i > 0; i-- {",
		"Last does not look at the first event", "", ""},
}
