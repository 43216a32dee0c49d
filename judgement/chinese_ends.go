package judgement

// endConditions are the names of the conditions about kicks, refusals and ends, and about what an application does inside its callbacks.
var endConditions = [][2]string{
	{"no kick: $1", "没有被踢：$1"}, {"the application disconnects", "应用调用 disconnect"}, {"the application leaves a chatroom", "应用离开聊天室"}, {"the application destroys", "应用调用 destroy"},
	{"the login is refused", "登录被拒绝"}, {"the service closes the $1 at once", "服务端随即关闭$1"}, {"the service closes the $1 200 ms later", "200 毫秒后服务端关闭$1"},
	{"the link ends without a close frame 10 ms later", "10 毫秒后连接中断，没有关闭帧"}, {"link", "连接"}, {"chatroom's link", "聊天室的连接"}, {"a reason that the SDK does not know", "SDK 不认识的原因"},
	{"after a login refused for good", "登录被永久拒绝之后"}, {"after an automatic login refused for good", "自动登录被永久拒绝之后"}, {"after a kick: $1", "被踢之后：$1"}, {"at once", "立即"},
	{"a second after the kick", "被踢一秒之后"}, {"ten minutes after the kick", "被踢十分钟之后"},
	{"the chatroom is kicked while $1", "聊天室被踢，$1"}, {"IM is kicked while $1", "IM 被踢，$1"}, {"IM is destroyed while $1", "IM 被销毁，$1"}, {"IM is disconnected while $1", "IM 断开，$1"},
	{"IM waits to reconnect", "IM 正在等待重连"}, {"the chatroom waits to reconnect", "聊天室正在等待重连"}, {"another account connects", "另一个账号正在连接"}, {"another account waits to reconnect", "另一个账号正在等待重连"},
	{"logins refused for now, $1", "登录暂时被拒绝，返回 $1"}, {"a web page instead of LBS and the handshake", "LBS 和握手都返回网页"}, {"a web page instead of LBS", "LBS 返回网页"},
	{"a web page instead of the handshake", "握手返回网页"}, {"a web page instead of everything", "一切都返回网页"}, {"LBS answers a web page, and the handshake 500", "LBS 返回网页，握手返回 500"},
	{"the login is marked manual on the wire", "登录在线上标记为手动"}, {"the chatroom's login is marked manual on the wire", "聊天室登录在线上标记为手动"}, {"the same by asking for the instance again", "重新获取实例，同样如此"},
}

// endFindings are what the specs of those conditions find.
var endFindings = [][2]string{
	{"ondisconnect tells of a kick although nobody was kicked", "没有人被踢，ondisconnect 却报告被踢"},
	{"the login at $1, which the application asked for, is marked $2 on the wire", "$=1 的登录是应用要求的，在线上却标记为 $=2"},
	{"an attempt at $1 and the next at $2: $3 apart, less than the documented minimum of $4", "$=1 的尝试和下一次 $=2 只隔 $=3，小于文档规定的最小值 $=4"},
	{"ondisconnect after a login that was refused for now", "登录暂时被拒绝之后的 ondisconnect"},
	{"the link is opened again although the application was told that it is not", "已通知应用不再重连，却又打开连接"},
	{"$1 waits to reconnect", "$=1 等待重连"}, {"$1 is connected", "$=1 已连接"}, {"a minute after the other was ended", "另一个结束之后一分钟"},
	{"ten minutes after disconnect", "disconnect 之后过了十分钟"}, {"ten minutes after destroy", "destroy 之后过了十分钟"},
}
