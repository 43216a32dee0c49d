package scenario_test

import (
	"testing"

	. "github.com/onsi/gomega"

	"nimcert/scenario"
)

const whole = `# A comment, and a header.
requirement: DST-10
slug: connect-before-done
title: connect before disconnect has called done
title-zh: disconnect 的 done 之前调用 connect

at 0s: login alice attempts=3 delay=2s # behind a line
after connected alice +1s: enter lobby no-reconnect
+0s: hold room-login
+1m30s: fail handshake 503
and: answer-close never
after connected alice #2: kick lobby 2
in done alice: login bob
and: send bob
after held #3 +10ms: release room-login
+30ms: disconnect alice
and: connect alice
`

func TestAScheduleIsReadAndWritten(t *testing.T) {
	g := NewWithT(t)
	s, err := scenario.Parse(whole)
	g.Expect(err).NotTo(HaveOccurred())
	g.Expect(s.Requirement).To(Equal("DST-10"))
	g.Expect(s.Chinese).To(Equal("disconnect 的 done 之前调用 connect"))
	g.Expect(s.Steps).To(HaveLen(11))
	again, err := scenario.Parse(s.String())
	g.Expect(err).NotTo(HaveOccurred())
	g.Expect(again.String()).To(Equal(s.String()))
}

func TestAScheduleOfAnEditorOfWindows(t *testing.T) {
	g := NewWithT(t)
	s, err := scenario.Parse("\ufeffat 0s: login alice\r\n+5s: heal\r\n")
	g.Expect(err).NotTo(HaveOccurred())
	g.Expect(s.Steps).To(HaveLen(2))
}

func TestWhatIsNoScheduleSaysWhereAndHowToMendIt(t *testing.T) {
	const login = "at 0s: login alice\n"
	for text, want := range map[string]string{
		"":                                           "there is no step in it",
		"requirement: DST-10":                        "there is no step in it",
		"requirement: DST-99\n" + login:              "line 1: unknown requirement \"DST-99\"",
		"requirement: DST\n" + login:                 "line 1: \"DST\" is a group",
		"slug: Not One\n" + login:                    "line 1: \"Not One\" is no slug",
		"title: a\ntitle: b\n" + login:               "line 2: title is said twice",
		"login alice":                                "line 1: there is no colon",
		login + "\n+1s: drob":                        "line 3: unknown verb \"drob\": did you mean drop?",
		login + "+1s: disconect alice":               "line 2: unknown verb \"disconect\": did you mean disconnect?",
		login + "+1s:":                               "line 2: no verb stands behind the colon",
		login + "1s: drop":                           "line 2: \"1s\" is no moment",
		login + "+1: drop":                           "line 2: \"1\" is no time",
		login + "+1x: drop":                          "line 2: \"1x\" is no time",
		login + "+1us: drop":                         "line 2: \"1us\" is finer than a millisecond",
		login + "+-1s: drop":                         "line 2: \"-1s\" is out of bounds",
		login + "+1s: connect":                       "line 2: connect needs an instance",
		login + "+1s: cut 3\n+1s: drop":              "line 3: drop cannot stand beside cut",
		login + "+1s: cut -1":                        "line 2: \"-1\" is no number of bytes",
		login + "+1s: kick alice 100":                "line 2: \"100\" is no reason",
		"+0s: login alice token=0":                   "line 1: \"0\" is no number of a token",
		"+0s: login alice token=2\n+0s: enter lobby": "line 1: alice cannot get another token here",
		login + "+1s: connect alise":                 "line 2: unknown instance \"alise\": did you mean alice?",
		login + "+1s: connect bob":                   "line 2: no line makes bob: did you mean alice?",
		login + "+1s: send-team alice now":           "line 2: \"now\" is one word too many",
		login + "after conected alice: drop":         "line 2: unknown event \"conected\": did you mean connected?",
		login + "after connected: drop":              "line 2: connected needs an instance",
		login + "after connected alice 2: drop":      "line 2: \"2\" does not belong behind connected",
		login + "after connected bob: drop":          "line 2: no line makes bob",
		login + "in held: drop":                      "line 2: held is no callback",
		login + "in connected alice: drop":           "line 2: drop is not the application's to do",
		login + "and: drop":                          "line 2: \"and\" joins what one actor does",
		"and: login alice":                           "line 1: the first line has none above it",
		"at 0s: login alice atempts=3":               "line 1: unknown option \"atempts\": did you mean attempts?",
		"at 0s: login alice attempts=x":              "line 1: \"x\" is no number of attempts",
		login + "+1s: hold logim":                    "line 2: unknown step \"logim\": did you mean login?",
		login + "+1s: drop\n+1s: reset":              "line 3: reset cannot stand beside drop",
	} {
		t.Run(text, func(t *testing.T) {
			_, err := scenario.Parse(text)
			NewWithT(t).Expect(err).To(MatchError(ContainSubstring(want)))
		})
	}
}

func TestWhatAScheduleNeeds(t *testing.T) {
	g := NewWithT(t)
	s, err := scenario.Parse("at 0s: enter lobby\n+0s: enter attic\n+1s: destroy lobby\nin done lobby: enter lobby\n" +
		"+1s: destroy attic\n+1s: login alice\n+1s: disconnect alice\n+1s: enter lobby\n")
	g.Expect(err).NotTo(HaveOccurred())
	var accounts, rooms []int
	for a, r := range s.AtOnce() {
		accounts, rooms = append(accounts, a), append(rooms, r)
	}
	g.Expect(accounts).To(Equal([]int{0, 0, 0, 0, 0, 1, 1, 1}))
	g.Expect(rooms).To(Equal([]int{1, 2, 1, 2, 1, 1, 1, 1}))
	g.Expect(s.Has("destroy")).To(BeTrue())
	g.Expect(s.Has("cap")).To(BeFalse())
}

func FuzzParse(f *testing.F) {
	f.Add(whole)
	f.Add("at 0s: login alice\nin done alice #2: login bob\n")
	f.Fuzz(func(t *testing.T, text string) {
		s, err := scenario.Parse(text)
		if err != nil {
			return
		}
		again, err := scenario.Parse(s.String())
		if err != nil {
			t.Fatalf("what was printed cannot be read: %s\n%s", err, s)
		}
		if again.String() != s.String() {
			t.Fatalf("printed twice it is another:\n%s\n%s", s, again)
		}
	})
}
