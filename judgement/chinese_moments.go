package judgement

// momentConditions are the names of the conditions about single moments: when program and network come and go, and what else applications met.
var momentConditions = [][2]string{
	{"$1, and then program and network come and go", "$1，随后小程序与网络来回切换"}, {"disconnect of a chatroom", "disconnect 聊天室"},
	{"hidden for a minute", "在后台一分钟"}, {"hidden for two seconds, three times", "在后台两秒，三次"}, {"hidden for ten seconds, three times", "在后台十秒，三次"},
	{"hidden in the wait before a reconnect", "重连等待中进入后台"}, {"hidden while an automatic login is pending", "自动登录等待应答时进入后台"},
	{"the device's network goes and comes", "设备的网络断开又恢复"}, {"the device changes its network every second", "设备每秒切换一次网络"},
	{"after a switch of the account", "切换账号之后"}, {"after a switch there and back", "切换账号再切回之后"}, {"after a login with a renewed token", "用新 token 登录之后"},
	{"IM, with a renewed token", "IM，使用新的 token"}, {"IM, with another number of attempts", "IM，使用另一个尝试次数"},
	{"on its way when $1", "$1时正在发送"}, {"on its way to a chatroom when $1", "$1时正在发往聊天室"}, {"the link is closed", "连接被关闭"}, {"the link falls silent", "连接没有应答"},
	{"the attempts are used up", "尝试次数用尽"}, {"the account is kicked", "账号被踢"}, {"a message that came 10 ms before", "10 毫秒前到达的消息"},
	{"$1, a message having come 10 ms before", "$1，10 毫秒前有消息到达"},
	{"a sync that takes 15 s", "同步耗时 15 秒"}, {"connect, when the attempts are used up", "尝试次数用尽时调用 connect"},
	{"the instance is asked for again, when the attempts are used up", "尝试次数用尽时再次获取实例"}, {"N = 2, after an instance of the account that used them up was destroyed", "N = 2，该账号用尽次数的实例已被销毁"},
	{"N = 2, IM and a chatroom at once", "N = 2，IM 和聊天室同时"}, {"heartbeats that are answered 2 s late", "心跳晚 2 秒应答"}, {"two chatrooms", "两个聊天室"}, {"sixty messages while away", "离线期间六十条消息"},
	{"what is stored does not grow with the messages", "存储不随消息增长"}, {"a day's session", "日常的会话"}, {"refused, kicked, silent, hidden, and a failed upload", "被拒绝、被踢、没有应答、进入后台，以及上传失败"},
}

// momentFindings are what the specs of those conditions find.
var momentFindings = [][2]string{
	{"the client opens a link again although it was ended", "实例已经结束，客户端却又打开连接"}, {"a socket is opened although the instance was ended", "实例已经结束，却又打开 socket"},
	{"a connection or a reconnect is told although the instance was ended", "实例已经结束，却又通知连接或重连"},
	{"ten minutes after the program and the network came and went", "小程序与网络来回切换之后过了十分钟"},
	{"two minutes after the last change of network", "最后一次切换网络之后过了两分钟"},
	{"the login at $1 is $2's, and $3 was to come back", "$=1 的登录是 $=2 的，应该回来的是 $=3"},
	{"a minute after the login with another token", "用另一个 token 登录一分钟之后"},
	{"attempts with reconnectionAttempts 1, given to a new instance of the account", "该账号的新实例设置 reconnectionAttempts 为 1 时的尝试"},
	{"the message sent at $1 was reported as sent $2 and as failed $3; it must be one of them, once", "$=1 发送的消息被报告发送成功 $2、失败 $3；应当只有其中之一，且只有 1 次"},
	{"done with an error, for a message sent when the attempts are used up", "尝试次数用尽时发送的消息，done 应带着错误"},
	{"a message was delivered after done at $1", "$=1 的 done 之后仍投递了消息"},
	{"the message is with the service", "消息已到服务端"},
	{"attempts with reconnectionAttempts $1", "reconnectionAttempts 为 $1 时的尝试"},
	{"the link is opened anew although each heartbeat was answered within 2 s", "每次心跳都在 2 秒内得到应答，却重新打开连接"}, {"a heartbeat is sent", "发送心跳"},
	{"a minute after the last heartbeat that was late", "最后一次晚应答的心跳之后一分钟"},
	{"with db: false the storage grew by $1 entries and $2 characters while $3 messages of $4 characters came", "db: false 时，收到 $3 条各 $4 个字符的消息期间，存储增加了 $1 项、$2 个字符"},
	{"only $1 of $2 messages were delivered, so nothing was shown", "$2 条消息只投递了 $1 条，所以没有证明任何东西"},
}
