package assumptions

import (
	"time"

	"nimcert/clients"
	"nimcert/ledger"
)

// dimina is a hint, not a source: another platform that intends to behave like WeChat.
const dimina = "didi/dimina, docs/websocket-architecture.md at e1fe0d5"

// soon is how long a platform waits for the answer to a Close frame if it waits only for a short time. Every live peer
// answers sooner or, in some conditions, 3 s late. Real builds that open their next socket while the old close is
// unanswered do so 1.6 s after it, and the chatrooms of nim-web-sdk-ng 1 s after it: with a limit of 1 s the two would
// fall into one instant.
const soon = 900 * time.Millisecond

// sockets are the assumptions about the platform's sockets.
var sockets = []Assumption{
	{
		ID:      "closing-counts",
		Text:    "A socket takes its slot until it is closed: one whose close has begun still counts.",
		Chinese: "socket 在关闭完成之前一直占用名额：已开始关闭的仍然计数。",
		Hints: "The vendor's own answer to applications that are refused: make a new instance when the old " +
			"one's connection has ended, which done tells (netease-im/NIM_Web_Weapp_Demo#9). " +
			"dimina, an open mini-program runtime by didi, counts sockets that open, are open and close " +
			"(" + dimina + ", 3.2).",
		Flip: &Flip{
			Name: "closing-is-free", Text: "A socket whose close has begun takes no slot.",
			Chinese:   "已开始关闭的 socket 不占用名额。",
			Turn:      func(p *clients.Profile, on bool) { p.ClosingCounts = !on },
			Turned:    func(p clients.Profile) bool { return !p.ClosingCounts },
			Exercised: askedWhileClosing,
		},
	},
	{
		ID:      "close-wait",
		Text:    "A close that nobody answers takes up to 60 s; so long is the socket not closed.",
		Chinese: "无人应答的关闭最长持续 60 秒；在此期间 socket 未关闭。",
		Hints: "OkHttp, the WebSocket client of Android, waits for 60 s " +
			"(RealWebSocket.CANCEL_AFTER_CLOSE_MILLIS), and so does Chromium (net/websockets/websocket_channel.cc, " +
			"kClosingHandshakeTimeoutSeconds).",
		Flip: &Flip{
			Name: "unanswered-close-is-short", Text: "A close that nobody answers takes 0.9 s.",
			Chinese: "无人应答的关闭只持续 0.9 秒。",
			Turn: func(p *clients.Profile, on bool) {
				if p.CloseWait = clients.DefaultProfile().CloseWait; on {
					p.CloseWait = soon
				}
			},
			Turned:    func(p clients.Profile) bool { return p.CloseWait <= soon },
			Exercised: unanswered,
		},
	},
	{
		ID: "malformed-url-fails",
		Text: "connectSocket calls fail for an address with < or >, and its task raises no event. Such " +
			"an address is what some builds make of a web page that stands where the handshake's answer should be.",
		Chinese: "地址含 < 或 > 时 connectSocket 调用 fail，其 task 不触发任何事件。有的构建会把握手应答处的网页拼进地址。",
		Hints: "Alipay documents errors 2 and 4 of my.connectSocket's fail for an address that is not legal. The " +
			"URL class of iOS makes nothing of such a text. Builds that wait for a timer of their own when fail " +
			"is called wait without end when error and close come instead, and others the other way round.",
		Flip: &Flip{
			Name:      "malformed-url-is-dialled",
			Text:      "It is dialled as any other: its socket tells its error and its close.",
			Chinese:   "照常连接：其 socket 触发 onError 和 onClose。",
			Turn:      func(p *clients.Profile, on bool) { p.DialsAnyURL = on },
			Turned:    func(p clients.Profile) bool { return p.DialsAnyURL },
			Exercised: malformed,
		},
	},
}

// background are the assumptions about a program that is not on the screen.
var background = []Assumption{
	{
		ID: "background-close-is-told",
		Text: "When the platform closes the sockets of a program that is not on the screen, it raises onClose " +
			"with 1000 and the reason interrupted.",
		Chinese: "平台关闭后台小程序的 socket 时会触发 onClose，code 为 1000，reason 为 interrupted。",
		Hints: "WeChat's guide to the network names \"interrupted\" for requests; users report of iOS that " +
			"onClose is not raised. dimina raises it with 1006 and the reason interrupted (" +
			dimina + ", 3.3).",
		Flip: &Flip{
			Name: "background-close-is-silent", Text: "It raises nothing.", Chinese: "不触发任何事件。",
			Turn:      func(p *clients.Profile, on bool) { p.Background.RaisesClose = !on },
			Turned:    func(p clients.Profile) bool { return !p.Background.RaisesClose },
			Exercised: hidden,
		},
	},
	{
		ID:      "background-timers-go-on",
		Text:    "The timers of a program that is not on the screen go on.",
		Chinese: "后台小程序的定时器继续运行。",
		Hints: "A document says otherwise: " + mechanism + " stops the code of a program that has been hidden " +
			"for 5 s, and its callbacks come when it is shown; one that plays music or follows " +
			"the device's place goes on. Users see some devices stop timers and others not.",
		Flip: &Flip{
			Name: "background-timers-stop", Text: "They stand still until it is shown.", Chinese: "定时器停止，直到回到前台。",
			Turn:      func(p *clients.Profile, on bool) { p.Background.TimersStop = on },
			Turned:    func(p clients.Profile) bool { return p.Background.TimersStop },
			Exercised: hidden,
		},
	},
	{
		ID:      "background-network-goes-on",
		Text:    "A program that is not on the screen may open sockets and make requests.",
		Chinese: "后台小程序可以打开 socket、发起请求。",
		Hints: "A document says otherwise: " + network + ", fails as interrupted what is not over 5 s after the " +
			"program was hidden, and then no call of the network can be made until it is " +
			"shown.",
		Flip: &Flip{
			Name: "background-network-stops", Text: "It gets no network until it is shown.", Chinese: "回到前台之前没有网络。",
			Turn:      func(p *clients.Profile, on bool) { p.Background.NetworkStops = on },
			Turned:    func(p clients.Profile) bool { return p.Background.NetworkStops },
			Exercised: hidden,
		},
	},
}

// askedWhileClosing reports whether a socket was asked for while another one was closing. Only then does it matter
// whether a closing socket takes a slot.
func askedWhileClosing(t ledger.Timeline, _ clients.Profile) bool {
	closing := map[int64]bool{}
	for _, e := range t.Where(ledger.By(ledger.Host)) {
		switch e.Kind {
		case ledger.SocketClosing:
			closing[e.Socket] = true
		case ledger.SocketClosed:
			delete(closing, e.Socket)
		case ledger.SocketConnecting, ledger.SocketRefused:
			if len(closing) > 0 {
				return true
			}
		}
	}
	return false
}

// unanswered reports whether a close took, or still takes, at least as long as a platform waits that waits only for a
// short time. There a later answer comes too late.
func unanswered(t ledger.Timeline, _ clients.Profile) bool {
	closing := map[int64]time.Duration{}
	for _, e := range t.Where(ledger.By(ledger.Host)) {
		switch e.Kind {
		case ledger.SocketClosing:
			closing[e.Socket] = e.At
		case ledger.SocketClosed:
			if at, ok := closing[e.Socket]; ok && e.At-at >= soon {
				return true
			}
			delete(closing, e.Socket)
		}
	}
	end, _ := t.Last()
	for _, at := range closing {
		if end.At-at > soon {
			return true
		}
	}
	return false
}

// hidden reports whether the platform closed the program's sockets because it was not on the screen.
func hidden(t ledger.Timeline, _ clients.Profile) bool {
	_, ok := t.First(ledger.By(ledger.Host), ledger.Is(ledger.SocketClosing),
		func(e ledger.Event) bool { return e.Reason == "interrupted" })
	return ok
}

// malformed says that the client asked for a socket to an address that is none.
func malformed(t ledger.Timeline, _ clients.Profile) bool {
	_, asked := t.First(func(e ledger.Event) bool {
		return e.Who == ledger.Host && (e.Kind == ledger.SocketConnecting && clients.Malformed(e.URL) ||
			e.Kind == ledger.Console && e.Detail == "connectSocket:fail invalid url")
	})
	return asked
}
