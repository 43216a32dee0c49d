package judgement

// insideFindings are what the specs of those conditions find.
var insideFindings = [][2]string{
	{"an attempt followed although $1 was called inside onwillreconnect", "在 onwillreconnect 中调用了 $1，之后仍有连接尝试"},
	{"a reconnect was announced although $1 was called inside onwillreconnect", "在 onwillreconnect 中调用了 $1，之后仍通知重连"},
	{"the callback in which $1 is called", "调用 $1 的回调"}, {"attempts behind a connect inside a callback", "在回调中调用 connect 之后的连接尝试"},
	{"a connection or its loss is told although nothing happened", "什么也没有发生，却通知连接或断线"}, {"a minute after another account logged in", "另一个账号登录之后一分钟"},
	{"confirmation of a message sent inside a callback", "在回调中发送的消息的确认"}, {"a message sent inside a callback is reported as failed", "在回调中发送的消息被报告为失败"},
	{"arrival at the service of a message sent inside a callback", "在回调中发送的消息到达服务端"},
}
