package judgement

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
