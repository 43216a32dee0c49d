package page

// pageWords are the texts of the pages in Simplified Chinese. # stands for a number or a duration, in the order of the
// English; #2 for the second where the order differs.
var pageWords = map[string]string{
	// The frame.
	"connection certification": "连接行为认证", "Skip to the verdict": "跳到结论", "Skip to the matrix": "跳到矩阵",
	"Every build that was tried": "所有检查过的版本",
	"Build":                      "版本", "Verdict": "结论", "Gate": "门禁", "Pass": "通过", "Fail": "失败", "Known": "已知",
	"Error": "出错", "Needs attention": "需要关注", "open": "打开", "closed": "关闭",
	"error": "出错", "pass": "通过", "fail": "失败", "known failure": "已知问题", "not applicable": "不适用", "certified": "通过认证",
	"not certified": "未通过认证", "partial": "部分认证",
	"known failure, SHOULD": "已知问题，SHOULD", "fail, SHOULD": "失败，SHOULD", "error, SHOULD": "出错，SHOULD",
	"Connection certification":                 "连接行为认证",
	"What breaks in an application, and where": "应用会在哪里出问题", "breaks at": "出错的行", "Requirements": "要求",
	"Requirement": "要求", "Level": "级别", "Reason": "原因", "Open all": "全部展开", "Close all": "全部收起",
	"What was certified": "认证对象", "Run it again": "重新运行", "Run it again:": "重新运行：", "SHA-512": "SHA-512",
	"Chatroom build": "聊天室构建文件", "SHA-512 of that": "其 SHA-512", "Size, of a 2 MiB package": "大小，占 2 MiB 代码包的比例",
	"Size of that, of a 2 MiB package": "其大小，占 2 MiB 代码包的比例", "Family": "SDK 系列", "SHA-512 of its files": "其文件的 " +
		"SHA-512", "Socket cap": "socket 上限", "Clock": "时钟", "Seed": "随机种子", "Sample": "抽样复测", "Harness": "测试框架",
	"Run":          "运行时间",
	"requirements": "条要求", "# requirements": "# 条要求", "# requirement": "# 条要求",
	"No script runs here: the filters, the zoom and the Chinese texts need one.": "脚本没有运行：筛选、缩放和中文都需要脚本。",
	"What passed, and the time lines of what failed, are packed in this page to keep it small; showing them needs " +
		"scripts. What needs attention is said without.": "为减小体积，通过的部分以及失败项的时间线以压缩形式存放，需要脚本才能显示；需要关注的内容的文字说明不需要脚本。",
	"Not in this catalogue": "不在本目录中", "Language": "语言", "English": "English",
	// Why a run is none.
	"it was interrupted after # schedules": "运行 # 个时间表后被中断", "it was interrupted after # schedule": "运行 # 个时间表后被中断",
	"the run was interrupted; this build was tried to the end": "运行被中断；这个版本已全部检查",
	// The filters.
	"Filter the requirements": "筛选要求", "Any group": "全部分组", "Any condition": "全部条件", "Group": "分组", "Condition": "条件",
	"Search": "搜索", "Text in the requirement or its reason": "要求或原因中的文字",
	"Show everything": "清除筛选", "No requirement matches.": "没有符合条件的要求。", "# of # requirements shown": "显示 # / # 条要求",
	"# of # requirement shown": "显示 # / # 条要求", "Nothing here matches the filter.": "这里没有符合筛选条件的要求。",
	// A requirement.
	"Why it matters:": "为什么重要：", "What breaks in an application": "应用里会出什么问题",
	"as written for @yxim/nim-web-sdk": "以 @yxim/nim-web-sdk 的写法为例", "as written for the V1 API": "以 V1 API 的写法为例",
	"as written for the V2 API": "以 V2 API 的写法为例", "The marked line breaks.": "标出的这一行会出错。",
	"What to do:": "怎么办：", "It holds in": "满足这一条的版本：", "Application code; the marked line breaks": "应用代码，标出的行会出错",
	"Pin one of these, or report it to the SDK's maintainers with the evidence below.": "可以固定使用其中一个版本，" +
		"或者把下面的证据提交给 SDK 维护方。",
	"Report it to the SDK's maintainers with the evidence below.":              "把下面的证据提交给 SDK 维护方。",
	"It is the application's own doing: mend it, and play its schedule again.": "这是应用自己的问题：请修改应用，并重新运行它的时间表。",
	"Look at the evidence below: the client or the harness broke before it could be judged.": "请看下面的证据：" +
		"客户端或测试框架在得出结论之前就出错了。",
	"Statement": "说明", "A note on the guide:": "关于接入指南：", "Evidence": "证据", "Statement and time line": "说明和时间线",
	"Evidence: # of # conditions": "证据：# / # 个条件", "Evidence: # of # condition": "证据：# / # 个条件",
	"Statement and # conditions": "说明和 # 个条件", "as stated": "按要求原文", "Recorded as known:": "已登记为已知问题：",
	"and # more in the log": "日志中还有 # 处",
	"and # more":            "另有 # 处", "Held in # scenario:": "在 # 个场景中满足：", "Held in # scenarios:": "在 # 个场景中满足：",
	"What was found": "发现的问题",
	"Confirmed in a second, fresh session: the same findings.": "已在第二个全新会话中确认：发现的问题相同。",
	"A second, fresh session found something else:":            "第二个全新会话发现的问题不同：",
	"A second, fresh session found nothing: the two contradict one another, " +
		"so neither proves anything.": "第二个全新会话没有发现问题：两次结果矛盾，都不能作为证明。",
	"A second, fresh session broke:": "第二个全新会话出错：",
	"The first session found:":       "第一个会话发现：",
	"event":                          "事件",
	"# of session time in #": "会话时间 " +
		"#，实际用时 #", "# of session time in #, nothing seen in the last #": "会话时间 #，实际用时 #，最后 # 没有动静",
	"# event in the middle left out of the drawing.":             "图中省略了中间 # 个事件。",
	"# events in the middle left out of the drawing.":            "图中省略了中间 # 个事件。",
	"The events that decided it (marked), and those around them": "决定结论的事件（已标出）及其前后的事件", "The last events": "最后的事件",
	"Mark": "标记", "Time, s": "时间（秒）", "Who": "来源", "What": "内容",
	"⋮ # event before": "⋮ 之前 # 个事件", "⋮ # events before": "⋮ 之前 # 个事件", "⋮ # event after": "⋮ 之后 # 个事件",
	"⋮ # events after": "⋮ 之后 # 个事件", "⋮ # event in #": "⋮ # 个事件，历时 #", "⋮ # events in #": "⋮ # 个事件，历时 #",
	"platform": "平台", "network": "网络", "service": "服务端", "test": "测试", "SDK": "SDK", "Whole log, # event": "完整日志，# 个事件",
	"Whole log, # events":            "完整日志，# 个事件",
	"What test and SDK did, # event": "测试与 SDK 的动作，# 个事件", "What test and SDK did, # events": "测试与 SDK 的动作，# 个事件",
	// The drawing.
	"Test": "测试", "Platform": "平台",
	"Engine": "JavaScript 引擎", "Service": "服务端", "Waits": "等待", "Count": "连接数", "Sockets": "socket",
	"cap #": "上限 #", "retry #: #": "第 # 次：#", "# event left out": "省略 # 个", "# events left out": "省略 # 个",
	"attempt": "尝试连接", "connected": "已连接", "login": "登录", "logout": "登出", "socket refused": "socket 被拒绝",
	"destroy": "destroy", "disconnected": "已断开", "disconnected: kicked": "已断开：被踢",
	"login refused": "登录被拒绝", "link lost": "断线", "send text": "发送文本", "message sent": "消息已发送", "message": "消息",
	"enter chatroom": "进入聊天室", "send file": "发送文件", "upload": "上传",
	"uncaught": "未捕获的异常", "done of destroy": "destroy 的 done", "done of disconnect": "disconnect 的 done",
	"disconnected: logout": "已断开：logout",
	"refuse":               "拒绝连接", "drop": "断开连接", "heal": "网络恢复", "reset": "RST", "latency #": "延迟 #",
	"connect again": "再次 connect",
	"Zoom in":       "放大", "Zoom out": "缩小", "Earlier": "向前", "Later": "向后", "The deciding moment": "决定性时刻",
	"Whole time line": "完整时间线", "To scale throughout": "全程等比例", "Time line": "时间线",
	"Drawing, scrolls sideways": "时间线，可横向滚动", "Log": "日志",
	"Keys: + and − zoom, ← and → move, 0 shows all. Ctrl and the wheel zoom, too.": "按键：+ 和 − 缩放，← 和 → 移动，0 " +
		"显示全部；也可按住 Ctrl 滚动滚轮缩放。",
	"# times": "# 倍",
	// The legend.
	"How to read the drawings": "怎样看时间线",
	"Time runs from left to right, in the session's own time. Between the cuts the axis is to scale, the same in " +
		"the whole drawing. A long stretch in which nothing happens, or nothing but heartbeats, is cut: it is " +
		"shaded, the axis shows a zigzag there, and its length is written below. “To scale throughout” takes the " +
		"cuts out; zoom in to see the bursts.": "时间从左到右，是会话自身的时间。两处截断之间的坐标轴是等比例的，整张图比例相同。长时间没有动静或只有心跳的部分被截断：画成阴影，" +
		"坐标轴上有折线，下方标出时长。“全程等比例”会去掉截断，放大后可以看清密集的部分。",
	"a socket that is connecting": "正在连接的 socket", "closing: it still counts": "正在关闭：仍然计数",
	"open as the service sees it": "服务端看到的打开状态", "how many sockets the platform counts": "平台统计的 socket 数",
	"the platform's cap": "平台的上限",
	"above the cap":      "超出上限", "an announced wait before a reconnect": "预告的重连等待", "a cut in the axis": "坐标轴截断处",
	"an event that decided, as in the table": "决定结论的事件，与表格编号一致", "the test calls the SDK": "测试调用 SDK",
	"the test acts on the service: a restart, a message": "测试对服务端的操作：重启、消息", "a kick": "踢下线",
	"a fault of the network": "网络故障", "connected, logged in": "已连接、已登录", "disconnected, logged out": "已断开、已登出",
	"done is called":            "调用 done",
	"an attempt to open a link": "尝试建立连接", "refused": "被拒绝", "an error": "错误",
	"a request, a packet, a message": "请求、数据包、消息",
	// Facts.
	"# socket": "# 个 socket", "# sockets": "# 个 socket",
	"skip: waits in which nothing happens take no time": "skip：没有动静的等待不花时间",
	"real: every wait takes its time":                   "real：每次等待都是真实时间",
	"the client has no mini program":                    "客户端不是小程序",
	// The matrix.
	"Releases": "各版本", "the reports of all releases, with the evidence": "所有版本的报告和证据",
	"What changed from each release to the next":                                      "每个版本相对上一个版本的变化",
	"# of # requirements hold in every release.":                                      "# / # 条要求在每个版本中都满足。",
	"A verdict leads to its evidence. A framed one changed since the release before;": "点击结论可看证据。带边框的表示与上一版本不同；",
	"# of #": "# / #",
	"is the number of conditions with that verdict. A requirement is a MUST where nothing is said.": "表示有该结论的条件数。" +
		"没有注明的都是 MUST 要求。",
	"Show the # that hold everywhere, too": "也显示处处满足的 # 条", "The matrix, scrolls sideways": "矩阵，可横向滚动",
	"not tried": "未检查", "broke": "变坏", "fixed": "修复", "changed": "有变化", "new": "新增", "gone": "不再检查",
	"no longer tried":   "不再检查",
	"no longer applies": "不再适用", "tried less": "检查变少", "Families": "SDK 系列",
}
