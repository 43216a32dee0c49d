package judgement

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
