// What happens to the device, or to another instance, in each state of an instance: it is no business of the
// instance's, and most clients do without a thought what must be done. Those that keep something for all instances, or
// act on what the platform tells, go wrong in one state and not in another.

package schedules

import (
	"slices"
	"strings"
)

// state is what an instance is in when something happens beside it that is no business of its own. What must hold is
// what holds without that.
type state struct {
	requirement, slug, english, chinese string
	shows                               string
	before                              []string // steps that lead there, the first without its moment
	at                                  string   // the moment of the accident
	after                               []string
	more                                []accident // beside those that every state meets
}

// accident is what happens to the device or to another instance.
type accident struct {
	slug, english, chinese string
	before                 []string // steps in front of all others; the last is the moment of the state's first
	here                   []string // the first comes at the state's moment
}

// another is there from the beginning.
var another = []string{"at 0s: %comes", "+1s: "}

var accidents = []accident{
	{"hidden", "hidden for two seconds", "进入后台两秒", nil, []string{"background", "+2s: foreground"}},
	{"another-network", "the network changes", "切换网络", nil, []string{"network-change"}},
	{"no-network", "no network for three seconds", "断网三秒", nil, []string{"network-off", "+3s: network-on"}},
	{"other-comes", "%O comes", "%O上线", nil, []string{"%comes"}},
	{"other-leaves", "%O leaves", "%O离开", another, []string{"destroy %other"}},
	{"other-kicked", "%O is kicked", "%O被踢", another, []string{"%kicks-other"}},
	{"other-lost", "%O loses its link", "%O断线", another, []string{"close %other 1001"}},
	{"former-destroyed", "its former instance is destroyed again", "再次 destroy 它的旧实例", []string{
		"at 0s: %makes", "after connected %it +1s: destroy %it", "after done %it +1s: "},
		[]string{"destroy %it former"}},
	shown,
}

// shown comes to the front in a state that what was seen in the background led to.
var shown = accident{"shown", "hidden before, shown", "此前进入后台，此时回到前台", nil, []string{"foreground"}}

var (
	hiddenBehind = accident{"other-leaves-hidden", "%O leaves, then hidden for two seconds", "%O离开，随后进入后台两秒",
		another, []string{"destroy %other", "+200ms: background", "+2s: foreground"}}
	networkBehind = accident{"other-leaves-network", "%O leaves, then the network changes",
		"%O离开，随后切换网络", another, []string{"destroy %other", "+200ms: network-change"}}
	newestLeaves = accident{"other-comes-and-leaves", "%O comes, and leaves", "%O上线后离开", nil,
		[]string{"%comes", "after connected %other +5s: destroy %other"}}
	anotherSort = accident{"another-sort", "4g becomes 5g and its connections stay", "4G 变为 5G、连接不断",
		[]string{"at 0s: mobile-sort", "+0s: "}, []string{"mobile-sort"}}
	clockBack = accident{"clock-back", "the clock is set back by two hours", "手机时钟被调回两小时", nil,
		[]string{"clock-back 2h"}}
	clockAhead = accident{"clock-ahead", "the clock is set ahead by two hours", "手机时钟被调快两小时", nil,
		[]string{"clock-ahead 2h"}}
	disturbed = accident{"disturbed", "the phone tells of little memory, a call and a weak network",
		"手机通知内存不足、来电、弱网", nil, []string{"disturb"}}
	connected = accident{"connect", "connect is called", "调用 connect", nil, []string{"connect %it"}}
)

var states = []state{
	{"LIM-01", "logged-in", "while everything works", "一切正常时",
		"LIM-01 LIM-04 REC-09 REC-11",
		[]string{"%makes"}, "after connected %it +10s", nil,
		[]accident{hiddenBehind, networkBehind, disturbed, clockAhead, anotherSort, newestLeaves}},
	{"REC-09", "in-the-wait", "in the wait before a reconnect", "等待重连时", "REC-09 REC-03 REC-04 REC-05",
		[]string{"%makes", "after connected %it +1s: refuse"}, "after will-reconnect %it +500ms",
		[]string{"+20s: heal"}, []accident{hiddenBehind, networkBehind, anotherSort}},
	{"LIM-09", "first-login-pending", "while the first login is pending", "首次登录等待应答时",
		"LIM-01 LIM-04 REC-09 REC-11",
		[]string{"hold %login", "+0s: %makes"}, "after held +500ms", []string{"+1s: release %login"},
		[]accident{anotherSort}},
	{"REC-11", "lookup-pending", "while the first lookup of the address is pending", "首次查询地址等待应答时",
		"LIM-01 LIM-04 REC-09 REC-11",
		[]string{"hold lbs", "+0s: %makes"}, "after held +500ms", []string{"+1s: release lbs"}, nil},
	{"REC-11", "handshake-pending", "while the first handshake is pending", "首次握手等待应答时",
		"LIM-01 LIM-04 REC-09 REC-11",
		[]string{"hold handshake", "+0s: %makes"}, "after held +500ms", []string{"+1s: release handshake"}, nil},
	{"REC-11", "socket-pending", "while the first socket opens", "首次打开 socket 时",
		"LIM-01 LIM-04 REC-09 REC-11",
		[]string{"hold upgrade", "+0s: %makes"}, "after held +500ms", []string{"+1s: release upgrade"}, nil},
	{"REC-09", "handshake-back-pending", "while the handshake of a reconnect is pending", "重连的握手等待应答时",
		"REC-09",
		[]string{"%makes", "after connected %it +1s: hold handshake", "+0s: close %it 1001"}, "after held +500ms",
		[]string{"+1s: release handshake"}, nil},
	{"REC-09", "socket-back-pending", "while the socket of a reconnect opens", "重连时打开 socket 期间",
		"REC-09",
		[]string{"%makes", "after connected %it +1s: hold upgrade", "+0s: close %it 1001"}, "after held +500ms",
		[]string{"+1s: release upgrade"}, nil},
	{"LIM-04", "automatic-login-pending", "while the automatic login is pending", "自动登录等待应答时",
		"LIM-01 LIM-04 REC-09",
		[]string{"%makes", "after connected %it +1s: hold %login", "+0s: drop"}, "after held +500ms",
		[]string{"+1s: release %login"}, []accident{anotherSort}},
	{"DST-09", "leaving", "between disconnect and its done", "disconnect 与其 done 之间",
		"DST-01 DST-03 DST-04 DST-07 DST-09",
		[]string{"%makes", "after connected %it +1s: answer-close never", "+0s: disconnect %it"}, "+500ms", nil, nil},
	{"DST-01", "destroying", "between destroy and its done", "destroy 与其 done 之间", "DST-01 DST-03 DST-04 DST-07",
		[]string{"%makes", "after connected %it +1s: answer-close never", "+0s: destroy %it"}, "+500ms", nil, nil},
	{"DST-10", "left", "behind disconnect", "disconnect 之后", "DST-07 DST-10 REC-09 REC-12",
		[]string{"%makes", "after connected %it +1s: disconnect %it"}, "after done %it +1s", nil, nil},
	{"DST-10", "asked-back", "when connect was called before disconnect called done", "disconnect 的 done 之前已调用 connect",
		"DST-01 DST-10 REC-09",
		[]string{"%makes", "after connected %it +1s: answer-close 4s", "+0s: disconnect %it", "+500ms: connect %it"},
		"+500ms", nil, nil},
	{"KCK-03", "kicked", "behind a kick", "被踢之后", "KCK-03 DST-07 LIM-01 REC-09",
		[]string{"%makes", "after connected %it +1s: %kicks"}, "+2s", nil, nil},
	{"REC-02", "used-up", "when the attempts are used up", "次数用尽之后", "REC-01 REC-02 REC-03 REC-09",
		[]string{"%makes attempts=1", "after connected %it +1s: refuse"}, "after disconnected %it +1s",
		[]string{"+20s: heal"}, nil},
	{"REC-08", "refused", "behind a login refused for good", "登录被永久拒绝之后", "REC-08 REC-09 LIM-01 REC-01 REC-03",
		[]string{"%refuse", "+0s: %makes"}, "+10s", []string{"+20s: %accept"}, nil},
	{"REC-10", "then-silent", "and then the link falls silent", "随后连接没有应答", "REC-10",
		[]string{"%makes"}, "after connected %it +10s", []string{"+1m: black-hole", "+3m: heal"},
		[]accident{hiddenBehind, networkBehind, clockBack, connected, disturbed}},
	{"MSG-01", "then-messages", "and then messages go and come", "随后收发消息", "MSG-01 MSG-02 MSG-05",
		[]string{"%makes"}, "after connected %it +10s",
		[]string{"+5s: push %it times=3", "+1s: send %it", "and: send %it"},
		[]accident{clockBack, clockAhead, connected, disturbed}},
	{"MSG-05", "message-on-its-way", "while a message is not confirmed", "消息等待确认时", "MSG-05",
		[]string{"%makes", "after connected %it +1s: hold message", "+0s: send %it"}, "after held +500ms",
		[]string{"+20s: release message"}, nil},
	{"MSG-05", "message-never-confirmed", "while a message is not confirmed, and never will be", "消息永远得不到确认时",
		"MSG-05",
		[]string{"%makes", "after connected %it +1s: hold message", "+0s: send %it"}, "after held +500ms",
		[]string{"+2m: forget message"}, nil},
	{"UPL-03", "upload-on-its-way", "while a picture is uploaded", "上传图片时", "MSG-05 UPL-03 UPL-04",
		[]string{"%makes", "after connected %it +1s: hold upload", "+0s: send-file %it"}, "after held +500ms",
		[]string{"+20s: release upload"}, nil},
}

// who are the words for an instance, and those for another one beside it.
type who struct {
	slug, english, chinese, other, otherInChinese string // slug, english and chinese stand in front of a name
	words                                         []string
	states                                        []string // nil: all
	beside                                        bool     // what the device does is left out: it was tried
}

var ofIM = who{"", "", "", "a chatroom", "聊天室", []string{
	"%it", "alice", "%other", "lobby", "%makes", "login alice", "%comes", "enter lobby", "%login", "login",
	"%refuse", "refuse-login 302", "%accept", "refuse-login 0",
	"%kicks-other", "kick lobby 2", "%kicks", "kick alice 1",
}, nil, false}

var ofRoom = who{"room-", "a chatroom, ", "聊天室，", "IM", " IM ", []string{
	"%it", "lobby", "%other", "alice", "%makes", "enter lobby", "%comes", "login alice", "%login", "room-login",
	"%kicks-other", "kick alice 1", "%kicks", "kick lobby 2",
}, []string{"logged-in", "in-the-wait", "leaving", "left", "asked-back", "kicked", "used-up", "then-silent",
	"then-messages"}, false}

// Two of one sort: what a client keeps for all accounts, or for all chatrooms, is not what it keeps for both.
// Where both log in at one instant, which of them the service hears first depends on the machine: that is left out.
var ofSameSort = []string{"logged-in", "in-the-wait", "leaving", "left", "asked-back", "kicked", "then-silent"}

var ofAccounts = who{"ims-", "", "", "another account", "另一个账号", []string{
	"%it", "alice", "%other", "dave", "%makes", "login alice", "%comes", "login dave", "%login", "login",
	"%kicks-other", "kick dave 1", "%kicks", "kick alice 1",
}, ofSameSort, true}

var ofRooms = who{"hall-", "a chatroom, ", "聊天室，", "another one", "另一个聊天室", []string{
	"%it", "lobby", "%other", "attic", "%makes", "enter lobby", "%comes", "enter attic", "%login", "room-login",
	"%kicks-other", "kick attic 2", "%kicks", "kick lobby 2",
}, ofSameSort, true}

// matrix makes a schedule of each state and each accident.
func matrix() (out []File) {
	for _, w := range []who{ofIM, ofRoom, ofAccounts, ofRooms} {
		for _, s := range states {
			if w.states != nil && !slices.Contains(w.states, s.slug) {
				continue
			}
			for _, a := range slices.Concat(accidents, s.more) {
				if w.beside && !strings.HasPrefix(a.slug, "other-") || a.slug == shown.slug && !s.isLedTo() {
					continue
				}
				slug := w.slug + s.slug + "-" + a.slug
				out = append(out, File{Name: strings.ToLower(w.requirement(s)) + "-" + slug, Text: w.text(s, a, slug)})
			}
		}
	}
	return out
}

// loggedIn is the moment of the first thing that leads to a state.
const loggedIn = "after connected %it +1s: "

// isLedTo reports whether something leads to the state that may come while the program is hidden.
func (s state) isLedTo() bool { return len(s.before) > 1 && strings.HasPrefix(s.before[1], loggedIn) }

// hidden are the steps that lead to the state, the first of them in the background.
func (s state) hidden() []string {
	first := "+200ms: " + strings.TrimPrefix(s.before[1], loggedIn)
	return slices.Concat(s.before[:1], []string{loggedIn + "background", first}, s.before[2:])
}

// requirement is what a state is about: messages of chatrooms have a requirement of their own.
func (w who) requirement(s state) string {
	if s.requirement == "MSG-01" && w.slug == ofRoom.slug {
		return "MSG-03"
	}
	return s.requirement
}

func (w who) text(s state, a accident, slug string) string {
	between, behind := " ", "："
	english, chinese := a.english, s.chinese+behind+a.chinese
	if strings.HasPrefix(s.english, "and ") {
		between, chinese = ", ", a.chinese+"，"+s.chinese
	}
	lines := []string{
		"requirement: " + w.requirement(s), "slug: " + slug,
		"title: a schedule: " + w.english + english + between + s.english,
		"title-zh: 日程：" + w.chinese + chinese, "shows: " + s.shows,
	}
	front := a.before
	if front == nil {
		front = []string{"at 0s: "}
	}
	last := len(front) - 1
	lines = append(lines, front[:last]...)
	before := s.before
	if a.slug == shown.slug {
		before = s.hidden()
	}
	lines = append(lines, front[last]+before[0])
	lines = append(lines, before[1:]...)
	lines = append(lines, s.at+": "+a.here[0])
	lines = append(lines, a.here[1:]...)
	lines = append(lines, s.after...)
	text := strings.NewReplacer(w.words...).Replace(strings.Join(lines, "\n") + "\n")
	title, steps, _ := strings.Cut(text, "title-zh: ")
	return strings.ReplaceAll(title, "%O", w.other) + "title-zh: " + strings.ReplaceAll(steps, "%O", w.otherInChinese)
}
