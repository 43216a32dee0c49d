package assumptions

// browser are the assumptions about builds for browsers, which run in a page of headless Chromium: see clients/browser.
var browser = []Assumption{
	{
		ID: "page-events-in-order",
		Text: "DevTools tells of a page's sockets and of what its script reports in the order in which the page's " +
			"thread met them.",
		Chinese: "DevTools 按网页线程遇到的先后顺序报告其 socket 和脚本上报的事件。",
		Hints: "In Chromium both come from that thread, over one session (third_party/blink/renderer/core/inspector/" +
			"inspector_network_agent.cc, DidCloseWebSocket; V8's inspector). What is tried is about orders that are " +
			"seconds apart, or bounds of a second or more.",
	},
	{
		ID:      "page-date",
		Text:    "A page may have another date than the service: the machine's, and one that is drawn.",
		Chinese: "网页的日期可以与服务端不同：前者是本机日期，后者是随机抽取的。",
		Hints:   "Users' clocks are wrong, too; the published builds log in.",
	},
	{
		ID:      "page-own-connections",
		Text:    "Each HTTP request of a page has a connection of its own: none is kept alive for the next.",
		Chinese: "网页的每个 HTTP 请求使用独立的连接，不会保活复用。",
		Hints:   "Chromium keeps them alive. No requirement counts the connections of requests.",
	},
}
