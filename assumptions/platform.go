package assumptions

const (
	typings = "npm miniprogram-api-typings@5.2.3, types/wx/lib.wx.api.d.ts"
	network = "WeChat's guide to the network, " +
		"https://developers.weixin.qq.com/miniprogram/dev/framework/ability/network.html"
	mechanism = "WeChat's guide to the life of a program, " +
		"https://developers.weixin.qq.com/miniprogram/dev/framework/runtime/operating-mechanism.html,"
	laterText = "https://doc.yunxin.163.com/messaging-enhanced/docs/jE5NTczNTI?platform=web, WebSocket 连接限制"
)

// limits are the assumptions about the number of sockets, and their times.
var limits = []Assumption{
	{
		ID:      "two-sockets",
		Text:    "A program may hold 2 sockets (profile guide, the default).",
		Chinese: "一个小程序最多 2 个 socket（默认的 guide 平台）。",
		Source:  "the integration guide that this project serves",
		Hints: "Users of WeChat have asked since 2018 why only two connect. The profiles wechat and uni-app are " +
			"other answers.",
	},
	{
		ID:      "five-sockets",
		Text:    "A program may hold 5 sockets, 2 of them to one host name (profile wechat).",
		Chinese: "一个小程序最多 5 个 socket，其中同一域名 2 个（wechat 平台）。",
		Source: typings + ", connectSocket (5 since base library 1.7.0); the 2 to one domain: the vendor's later " +
			"guide, " + laterText,
		Hints: "WeChat's own documents name no limit for a domain.",
	},
	{
		ID:      "one-socket",
		Text:    "A program may hold 1 socket (profile uni-app).",
		Chinese: "一个程序只能有 1 个 socket（uni-app 平台）。",
		Source:  "the vendor's later guide, of uni-app programs that run as an app: " + laterText,
		Hints:   "uni-app's own documents say so of its versions before 2.2.6, and that later ones have no limit.",
	},
	{
		ID: "host-name-counts",
		Text: "Where a domain has a limit, sockets are counted by the host name of their address, whatever the " +
			"port; all accounts are at one host name of the service, and all chatrooms at another.",
		Chinese: "域名的上限按地址中的主机名计数，与端口无关；所有账号在一个主机名上，所有聊天室在另一个主机名上。",
		Hints:   "The vendor's guide lists wlnimsc0.netease.im for IM and wlnimsc1.netease.im for chatrooms.",
	},
	{
		ID: "refusal-is-fail-alone",
		Text: "A socket beyond the limit is refused: connectSocket calls fail and complete, and the task that it " +
			"returns raises no event.",
		Chinese: "超出上限的 socket 被拒绝：connectSocket 调用 fail 和 complete，返回的 task 不触发任何事件。",
		Source:  typings + ", ConnectSocketOption.fail; that the task stays silent is not documented",
		Hints: "Developer tools were seen to behave otherwise than phones. dimina returns a task that is " +
			"sealed, and calls fail (" + dimina + ", 1.2).",
	},
	{
		ID: "refusal-words",
		Text: "The refusal says \"connectSocket:fail exceed max concurrent count\", \"cocurrent\" in its place, or " +
			"\"createSocketTask:fail exceed max cocurrent count\": one of them, drawn for each session.",
		Chinese: "拒绝时的 errMsg 是 \"connectSocket:fail exceed max concurrent count\"，或其中的 concurrent 写作 cocurrent，" +
			"或 \"createSocketTask:fail exceed max cocurrent count\"，每个会话抽取其一。",
		Hints: "Users of the vendor's demo quote the last one (netease-im/NIM_Web_Weapp_Demo#9).",
	},
	{
		ID:      "open-timeout",
		Text:    "A socket that does not open within 60 s, or the timeout that was given, fails.",
		Chinese: "socket 在 60 秒（或给定的 timeout）内没有打开即失败。",
		Source:  network + ", networkTimeout.connectSocket, and " + typings + ", ConnectSocketOption.timeout",
	},
	{
		ID: "abort-while-opening",
		Text: "Closing a socket that opens ends its connection at once: onClose comes with 1000, and neither " +
			"onOpen nor onError does.",
		Chinese: "关闭正在打开的 socket 会立刻断开连接：触发 onClose（1000），不触发 onOpen 和 onError。",
	},
	{
		ID:      "failed-open-tells-error-and-close",
		Text:    "A socket that does not open raises onError, and then onClose with 1006.",
		Chinese: "socket 打开失败时先触发 onError，再触发 onClose（1006）。",
		Hints:   "Browsers do so (WHATWG WebSockets).",
	},
	{
		ID: "lost-socket-tells-close-alone",
		Text: "An open socket whose connection ends without a Close frame raises onClose with 1006 and the " +
			"reason abnormal closure, and no onError.",
		Chinese: "已打开的 socket 在没有 Close 帧的情况下断开时，只触发 onClose（1006，abnormal closure），不触发 onError。",
		Hints:   "Browsers raise error before close (WHATWG WebSockets); users quote 1006 and abnormal closure.",
	},
	{
		ID:      "close-takes-any-code",
		Text:    "close takes any code, and cuts a reason of more than 123 bytes.",
		Chinese: "close 接受任意 code；超过 123 字节的 reason 会被截断。",
		Hints: typings + ", CloseOption.reason: it must not be longer; what becomes of one that is, and which " +
			"codes are taken, is not documented. dimina takes 1000 and 3000 to 4999 (" + dimina + ", 1.3); " +
			"the published builds close with 1000.",
	},
	{
		ID:      "send-queue",
		Text:    "A socket takes 1,024 messages that have not left yet, and refuses one more.",
		Chinese: "socket 最多容纳 1,024 条未发出的消息，再多即拒绝。",
	},
	{
		ID:      "dead-task-refuses",
		Text:    "send and close of a task whose socket closes, is closed or was refused call fail.",
		Chinese: "socket 正在关闭、已关闭或被拒绝时，task 的 send 和 close 调用 fail。",
	},
	{
		ID: "global-socket-calls",
		Text: "wx.sendSocketMessage and wx.closeSocket mean the task that was opened last; the events of " +
			"wx.onSocketOpen and its like are those of every task.",
		Chinese: "wx.sendSocketMessage 和 wx.closeSocket 指最后打开的 task；wx.onSocketOpen 等事件是所有 task 的事件。",
		Source:  typings + ", connectSocket warns of surprises with several sockets and says no more",
	},
	{
		ID: "other-platforms",
		Text: "What no document says of Alipay, Baidu, Douyin and QQ is as on WeChat: 5 sockets on QQ, the 5 s in " +
			"the background on Alipay and Baidu, error texts, and what calls there are. What is about that number " +
			"does not apply on QQ (LIM-03, LIM-07, SWI-03, SWI-05), and what is about sockets in the background not " +
			"on Alipay and Baidu (REC-19).",
		Chinese: "支付宝、百度、抖音和 QQ 的文档没有写明的，与微信相同：QQ 的 5 个 socket、支付宝和百度的后台 5 秒、错误文本以及有哪些调用。" +
			"与 socket 数量有关的要求在 QQ 上不适用（LIM-03、LIM-07、SWI-03、SWI-05），与后台 socket 有关的要求在支付宝和百度上不适用（REC-19）。",
		Source: "clients/profile.go and clients/weapp/platforms.go have the documents of each",
	},
	{
		ID: "promises-are-tasks",
		Text: "On iOS up to 15 (profile ios-15) the callbacks of promises run in a setTimeout of 0, those that come " +
			"meanwhile in the same one; a rejection that nobody handles is told a task later.",
		Chinese: "iOS 15 及以下（ios-15 平台）Promise 的回调在一个 setTimeout(0) 中执行，期间新产生的回调也在其中；无人处理的拒绝在下一个任务中报告。",
		Source: "WeChat's guide, JavaScript support, " +
			"https://developers.weixin.qq.com/miniprogram/dev/framework/runtime/js-support.html: Promise is made of " +
			"setTimeout there; whether callbacks share a timer, and when a rejection is told, is not documented",
		Hints: "An async function that was not compiled away has the engine's own promises, and so microtasks. What " +
			"a promise of the platform's own API is there is not documented either: here it is one of these.",
	},
	{
		ID:      "background-after-5-s",
		Text:    "The sockets of a program that is hidden end after 5 s.",
		Chinese: "小程序进入后台 5 秒后 socket 被断开。",
		Source:  network + ", has the 5 s for what asks of the network and is not over; it does not name open sockets",
		Hints: "Users say of sockets that they end after 5 s, and cite that sentence; dimina ends them then " +
			"(" + dimina + ", 3.3).",
	},
	{
		ID: "hidden-timers-fire-once",
		Text: "Where timers stand still in the background, one that was due meanwhile fires when the program is " +
			"shown, once.",
		Chinese: "后台定时器停止时，期间到期的定时器在回到前台时触发一次。",
		Hints:   "A user saw every run of an interval that had been due, one after the other, on some Android phones.",
	},
}

// program are the assumptions about what a program sees of the platform besides its sockets.
var program = []Assumption{
	{
		ID: "callbacks-later",
		Text: "success, fail and complete come in a turn of their own after the call, complete last; an event of " +
			"the network comes after them.",
		Chinese: "success、fail、complete 在调用之后的下一轮执行，complete 最后；网络事件在它们之后。",
		Source:  typings + " (complete is called in both cases); the order is not documented",
	},
	{
		ID:      "least-timer",
		Text:    "A timer waits for 1 ms at least.",
		Chinese: "定时器最短等待 1 毫秒。",
		Hints: "Browsers did so for years; without it a timer of 0 ms that arms itself again would stop a " +
			"skipping clock.",
	},
	{
		ID:      "computing-takes-no-time",
		Text:    "What the program computes takes no session time, and timers fire when they are due.",
		Chinese: "程序计算不占用会话时间，定时器准时触发。",
		Hints:   "On --clock real both take what the machine takes.",
	},
	{
		ID: "request-words",
		Text: "A request that gets no answer fails with the words of nimcert: timeout, abort, connection " +
			"refused, connection reset, network error. Its errno is 5 for a timeout, 600003 for interrupted, and " +
			"600001 for any other; on Douyin a timeout has errNo 21103, on Baidu errCode 1, on Alipay error 13.",
		Chinese: "没有应答的请求失败时，errMsg 用 nimcert 自己的措辞：timeout、abort、connection refused 等；errno 超时为 5，" +
			"interrupted 为 600003，其余为 600001；超时在抖音为 errNo 21103，百度为 errCode 1，支付宝为 error 13。",
		Source: typings + ", RequestFailCallbackErr documents errMsg and errno, and no words; the numbers are of " +
			"https://developers.weixin.qq.com/miniprogram/dev/framework/usability/PublicErrno.html, which does not " +
			"say which failure gets which",
		Hints: "nim-web-sdk-ng 10.8.1 takes each of these numbers for a timeout on its platform; users quote errno 5 " +
			"(lei-mu/luch-request#153).",
	},
	{
		ID:      "request-timeout",
		Text:    "A request without an answer fails after 60 s, or the timeout that was given.",
		Chinese: "请求在 60 秒（或给定的 timeout）内没有应答即失败。",
		Source:  network + ", networkTimeout.request",
	},
	{
		ID:      "requests-have-no-limit",
		Text:    "A program may make as many requests at once as it likes.",
		Chinese: "同时进行的请求数量没有上限。",
		Hints: "A document says otherwise: " + network + ", allows 10 at once of request, uploadFile and " +
			"downloadFile together. What becomes of one more, it does not say; an instance of a published build " +
			"makes a few at once.",
	},
	{
		ID: "connection-headers",
		Text: "What a request's header says about its connection (Host, Connection, Upgrade, Content-Length " +
			"and the like) is left out.",
		Chinese: "请求 header 中关于连接本身的字段（Host、Connection、Upgrade、Content-Length 等）会被忽略。",
		Hints: "Browsers forbid them (the fetch standard, forbidden request-headers); of WeChat only Referer " +
			"is documented to be fixed, which no build sets.",
	},
	{
		ID: "no-size-limits",
		Text: "No URL, header or message of an SDK is too long for the platform. Past 256 KiB of URL and " +
			"headers, and 16 MiB of data, nimcert does not judge: the session is an error.",
		Chinese: "SDK 的 URL、header 和消息不会超过平台的长度上限。URL 与 header 超过 256 KiB、数据超过 16 MiB 时不做判定，会话记为 error。",
		Hints:   "The longest URL of a published build has 1 kB, the largest message 10 kB.",
	},
	{
		ID:      "nothing-is-drawn",
		Text:    "A selector finds no node: select answers null, and selectAll an empty list.",
		Chinese: "选择器找不到任何节点：select 返回 null，selectAll 返回空数组。",
		Source:  typings + ", SelectorQuery documents the calls, and not what is answered where no node matches",
		Hints:   "nimcert draws no page. No published build asks.",
	},
	{
		ID:      "upload-progress",
		Text:    "An upload tells its progress at 50 % and at 100 %.",
		Chinese: "上传在 50% 和 100% 时报告进度。",
		Source:  typings + ", UploadTask.onProgressUpdate documents the event and no steps",
	},
	{
		ID: "code-from-strings",
		Text: "Code made from strings does not run, but for new Function(\"return this\"); a string given to a " +
			"timer is passed over.",
		Chinese: "字符串代码不执行，new Function(\"return this\") 除外；传给定时器的字符串被忽略。",
		Source:  "WeChat's guide, JavaScript support; what a timer does with a string is not documented",
	},
	{
		ID:      "ready-state",
		Text:    "A task has readyState and its four constants.",
		Chinese: "task 有 readyState 及四个常量。",
		Hints:   "It is there on phones, and said to be for internal use (wechat-miniprogram/api-typings#73).",
	},
	{
		ID: "program-configuration",
		Text: "The global __wxConfig, and __qqConfig on QQ, is there and says debug, envVersion, pages, platform and " +
			"accountInfo.appId.",
		Chinese: "全局变量 __wxConfig（QQ 上还有 __qqConfig）存在，含 debug、envVersion、pages、platform 和 accountInfo.appId。",
		Hints: "Public SDKs and applications read these fields on phones, some without asking whether the global is " +
			"there (npm @tencentcloud/chat@3.6.6, wxapp-socket-io@1.0.0).",
	},
	{
		ID: "console-of-browsers",
		Text: "The console has the calls of browsers beside the documented ones: time, trace, table, assert and " +
			"the like. They write nothing.",
		Chinese: "console 除文档列出的方法外还有浏览器的方法：time、trace、table、assert 等；它们不输出任何内容。",
		Hints: "npm miniprogram-api-typings@5.2.3, types/wx/lib.wx.api.d.ts, Console documents seven; both engines " +
			"of phones have a console of their own with the others.",
	},
	{
		ID:      "observers-hear-of-set-data",
		Text:    "The observers of a page that Component makes hear of setData, and not of the page's parameters.",
		Chinese: "由 Component 构造的页面，其 observers 只监听 setData，不监听页面参数。",
		Source: "WeChat's guide to observers, " +
			"https://developers.weixin.qq.com/miniprogram/dev/framework/custom-component/observer.html; of a page's " +
			"parameters it says nothing",
	},
	{
		ID:      "device",
		Text:    "The device is one of eleven phones, drawn for each session.",
		Chinese: "设备从十款手机中为每个会话抽取。",
		Hints: "Public logs name models, systems and versions; heights of bars and benchmark levels were not " +
			"found for all.",
	},
	{
		ID: "offline-is-silent",
		Text: "A device that loses its network ends no live socket; what is begun without a network fails at " +
			"once, and moving to another network ends live sockets.",
		Chinese: "设备失去网络时不会断开现有 socket；无网络时新发起的立刻失败；切换网络会断开现有 socket。",
		Hints:   "Users report both that sockets stay open without a word (dcloudio/uni-app#744) and that they end.",
	},
	{
		ID: "proxy-ends-tls",
		Text: "TLS, compression and sub-protocols change nothing that is certified: wss and https run as ws and " +
			"http.",
		Chinese: "TLS、压缩和子协议不影响认证内容：wss 和 https 以 ws 和 http 运行。",
	},
}
