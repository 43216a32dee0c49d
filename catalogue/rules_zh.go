package catalogue

// ruleChinese are the Rules in Simplified Chinese.
var ruleChinese = map[string]Chinese{
	"USE-01": {Title: "连接数不超过 socket 数", Statement: "只有平台还有空闲 socket 时才建立连接，正在关闭的连接也计入。",
		Why: "平台会拒绝这个 socket，onconnect 和 ondisconnect 都不会触发。"},
	"USE-02": {Title: "done 之后才建立新连接", Statement: "前一个账号的 done 回调之后才登录新账号，前一个聊天室的 done 回调之后才进入新聊天室。",
		Why: "旧 socket 仍占着名额，新实例还可能收到旧实例的结束事件。"},
	"USE-03": {Title: "自己的计数等于实际数目", Statement: "静止时，应用自己统计的 socket 数与平台上的一致。",
		Why: "数多了，聊天室再也不会打开；数少了，平台会拒绝连接。"},
	"USE-04": {Title: "用户离开之后什么都不留", Statement: "用户退出的账号和离开的聊天室，在 done 的时限之后一分钟内结束，并且不再打开。",
		Why: "没有人使用的连接一直占着 socket，直到小程序结束；已退出的用户还会收到消息。"},
	"USE-05": {Title: "能恢复连接，否则告知用户", Statement: "最后一个故障结束十分钟后，账号已连接或正在连接，否则应用明确表示未连接；用户重试时会重新连接。",
		Why: "用户一直在等收不到的消息，而屏幕上没有任何提示。"},
	"USE-06": {Title: "被踢之后不自动登录", Statement: "被踢的账号或聊天室只由用户自己重新打开。",
		Why: "两台设备都自动登录，就会互相踢个不停。"},
	"USE-07": {Title: "没有未捕获的异常", Statement: "应用自己的脚本不会抛出未捕获的异常。",
		Why: "抛出异常的那一行之后的代码不会执行：标志没有清除，连接没有结束。"},
	"USE-08": {Title: "会静止下来", Statement: "无论什么失败，应用都不会无休止地建立连接。",
		Why: "没有等待的循环会使手机发热，服务端会封禁账号。"},
}
