package assumptions

// node are the assumptions about builds for Node.js, whose timers and network are the session's: see
// clients/child/machine.js.
var node = []Assumption{
	{
		ID: "node-redirects",
		Text: "Redirects of HTTP are followed, whether a build for Node.js asks with fetch, which follows them, or " +
			"with http, which does not.",
		Chinese: "HTTP 重定向总会被跟随，无论 Node.js 版本使用会跟随的 fetch 还是不会跟随的 http。",
		Source:  "Node.js, https://nodejs.org/docs/latest-v20.x/api/http.html, http.request hands a 3xx to its caller",
		Hints:   "No service that nimcert plays redirects.",
	},
	{
		ID: "node-ends-with-fin",
		Text: "An open link that is lost ends as if the peer had closed it: a build for Node.js sees its end, and no " +
			"ECONNRESET.",
		Chinese: "断开的连接如同对端正常关闭：Node.js 版本看到连接结束，而不是 ECONNRESET。",
		Hints: "The library ws says close with 1006 after either, and of a reset no more than that (npm " +
			"ws@8.23.0, lib/websocket.js, socketOnError).",
	},
	{
		ID: "node-own-connections",
		Text: "Each HTTP request of a build for Node.js has a connection of its own: none is kept alive for the " +
			"next.",
		Chinese: "Node.js 版本的每个 HTTP 请求使用独立的连接，不会保活复用。",
		Hints: "Node.js keeps them alive by itself since version 19. No requirement counts the connections of " +
			"requests.",
	},
	{
		ID:      "node-least-immediate",
		Text:    "setImmediate of a build for Node.js waits for 1 ms, as the shortest timer does.",
		Chinese: "Node.js 版本的 setImmediate 等待 1 毫秒，与最短的定时器相同。",
		Hints:   "On Node.js it runs in the same round of the loop; a skipping clock has to move to come to it.",
	},
}
