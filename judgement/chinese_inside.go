package judgement

// insideConditions are the names of the conditions about what an application does inside its callbacks.
var insideConditions = [][2]string{
	{"inside ondisconnect, with no attempt left, and once more", "在 ondisconnect 中（已无重连次数），再来一次"}, {"inside ondisconnect, kicked, and once more", "在被踢的 ondisconnect 中，再来一次"},
	{"inside a chatroom's ondisconnect, kicked, and once more", "在聊天室被踢的 ondisconnect 中，再来一次"},
	{"$1 inside ondisconnect, with no attempt left", "在 ondisconnect 中（已无重连次数）：$1"}, {"$1 inside ondisconnect, kicked", "在被踢的 ondisconnect 中：$1"},
	{"$1 inside a chatroom's ondisconnect, kicked", "在聊天室被踢的 ondisconnect 中：$1"}, {"$1 inside the callback that tells of a refusal", "在通知登录被拒绝的回调中：$1"},
	{"a chatroom, inside ondisconnect", "聊天室，在 ondisconnect 中"}, {"inside ondisconnect", "在 ondisconnect 中"},
	{"$1 inside the third onwillreconnect", "在第三次 onwillreconnect 中：$1"}, {"$1 inside onwillreconnect", "在 onwillreconnect 中：$1"},
	{"$1 inside onconnect on the way back", "在重连后的 onconnect 中：$1"}, {"$1 inside a chatroom's onconnect", "在聊天室的 onconnect 中：$1"}, {"$1 inside onconnect", "在 onconnect 中：$1"},
	{"$1 inside onsyncdone", "在 onsyncdone 中：$1"}, {"$1 inside a chatroom's onmsgs", "在聊天室的 onmsgs 中：$1"}, {"$1 inside onmsgs", "在 onmsgs 中：$1"}, {"$1 inside onmsg", "在 onmsg 中：$1"},
	{"$1 inside a message's done", "在消息的 done 中：$1"}, {"$1 inside a picture's done", "在图片的 done 中：$1"}, {"$1 inside disconnect's done", "在 disconnect 的 done 中：$1"},
	{"a chatroom, inside done", "聊天室，在 done 中"}, {"inside done", "在 done 中"},
	{"another account logs in", "另一个账号登录"}, {"the chatroom", "聊天室"}, {"sent", "发送"}, {"connected again", "再次连接"},
}

// insideFindings are what the specs of those conditions find.
var insideFindings = [][2]string{
	{"an attempt followed although $1 was called inside onwillreconnect", "在 onwillreconnect 中调用了 $1，之后仍有连接尝试"},
	{"a reconnect was announced although $1 was called inside onwillreconnect", "在 onwillreconnect 中调用了 $1，之后仍通知重连"},
	{"the callback in which $1 is called", "调用 $1 的回调"}, {"attempts behind a connect inside a callback", "在回调中调用 connect 之后的连接尝试"},
	{"a connection or its loss is told although nothing happened", "什么也没有发生，却通知连接或断线"}, {"a minute after another account logged in", "另一个账号登录之后一分钟"},
	{"confirmation of a message sent inside a callback", "在回调中发送的消息的确认"}, {"a message sent inside a callback is reported as failed", "在回调中发送的消息被报告为失败"},
	{"arrival at the service of a message sent inside a callback", "在回调中发送的消息到达服务端"},
}
