package reports

// momentConditions are the names of the conditions about single moments: when program and network come and go, and what else applications met.
var momentConditions = [][2]string{
	{"$1, and then program and network come and go", "$1，随后小程序与网络来回切换"}, {"disconnect of a chatroom", "disconnect 聊天室"},
	{"hidden for a minute", "在后台一分钟"}, {"hidden for two seconds, three times", "在后台两秒，三次"}, {"hidden for ten seconds, three times", "在后台十秒，三次"},
	{"hidden in the wait before a reconnect", "重连等待中进入后台"}, {"hidden while an automatic login is pending", "自动登录等待应答时进入后台"},
	{"the device's network goes and comes", "设备的网络断开又恢复"}, {"the device changes its network every second", "设备每秒切换一次网络"},
}

// momentFindings are what the specs of those conditions find.
var momentFindings = [][2]string{
	{"the client opens a link again although it was ended", "实例已经结束，客户端却又打开连接"}, {"a socket is opened although the instance was ended", "实例已经结束，却又打开 socket"},
	{"a connection or a reconnect is told although the instance was ended", "实例已经结束，却又通知连接或重连"},
	{"ten minutes after the program and the network came and went", "小程序与网络来回切换之后过了十分钟"},
	{"two minutes after the last change of network", "最后一次切换网络之后过了两分钟"},
}
