package assumptions

// storage are the assumptions about what a device keeps for a program.
var storage = []Assumption{
	{
		ID:      "full-storage-throws",
		Text:    "Storage that is full throws at what would store more, and at nothing else.",
		Chinese: "存储已满时，只有会占用更多空间的写入才抛异常。",
		Hints: "WeChat's documents name a quota of 1 MB for a key and 10 MB for a program, and guard the calls " +
			"whose names end in Sync with try and catch in their examples.",
	},
}

// service are the assumptions about the vendor's service, which publishes no protocol.
var service = []Assumption{
	{
		ID:      "kick-follows-the-login",
		Text:    "The service kicks whom it has let in: no kick comes ahead of the answer to a login.",
		Chinese: "服务端只踢已登录的连接：登录应答之前不会有踢下线通知。",
		Hints:   "None was ever seen.",
	},
	{
		ID:      "kick-reasons-grow",
		Text:    "A kick for a reason that the SDK does not know is a kick all the same.",
		Chinese: "原因未知的踢下线仍然是踢下线。",
		Hints: "The reasons are numbers on the wire; the typings of nim-web-sdk-ng name \"unknow\" among them, " +
			"and every build of releases.yml reports one.",
	},
	{
		ID:      "kicked-client-closes",
		Text:    "The service closes nothing after a kick, unless a scenario says otherwise: the client does.",
		Chinese: "踢下线之后服务端不关闭连接，由客户端关闭，除非场景另有安排。",
		Hints: "The builds of releases.yml close by themselves within a second. With a service that closes first, " +
			"KCK-02 would find less.",
	},
	{
		ID: "away-messages-follow-the-sync",
		Text: "A message for an account that is away waits, and is pushed when the sync of its next login is " +
			"answered.",
		Chinese: "发给离线账号的消息会保留，在下次登录的同步得到应答之后推送。",
		Hints: "An application expects its messages; by which packet the service brings them is not known. " +
			"REC-17 and MSG-04 rest on it.",
	},
	{
		ID: "channels-are-subscribed",
		Text: "An account of QChat is given what is sent to its channels, without having subscribed to them, and " +
			"nothing of what was sent while it was away.",
		Chinese: "圈组账号无需订阅即可收到其频道的消息；离线期间的消息不会补发。",
		Hints: "npm nim-web-sdk-ng@10.8.1, dist/v1/QCHAT_UNIAPP_SDK/QChatChannelServiceInterface.d.ts, has it " +
			"subscribe (subscribeChannel), and the sync of its builds (24_19) asks for system notifications alone. A " +
			"message shows that a connection works; what is subscribed is not certified.",
	},
	{
		ID: "uploads-show-their-token",
		Text: "The service takes a file for the place that it named only with the token that it gave for that " +
			"place, and answers any other upload with 403.",
		Chinese: "上传文件时必须带上服务端为该位置发放的 token，否则以 403 应答。",
		Hints: "The service gives both in one answer (6_2), and every published build that was read sends them in " +
			"one form, as Object and x-nos-token. UPL-01 rests on it.",
	},
	{
		ID:      "long-texts",
		Text:    "The service takes a text of 4,000 characters whole.",
		Chinese: "服务端完整接收 4000 字的文本。",
		Hints: "No limit of a text's length is known here; the published builds that were tried send it whole. " +
			"MSG-01 rests on it.",
	},
	{
		ID:      "out-of-turn-is-refused",
		Text:    "The service answers what it does not know with 500, and what is asked ahead of the login with 403.",
		Chinese: "服务端对未知请求应答 500，对登录之前的请求应答 403。",
		Hints:   "A success without content makes some builds throw where nobody looks for the cause.",
	},
	{
		ID:      "statistics-are-answered",
		Text:    "The hosts of statistics and of A/B tests can be reached, and want nothing.",
		Chinese: "统计和 A/B 测试的主机可以访问，并且不要求任何操作。",
		Hints: "DOM-06 tries what an SDK does without them. Builds ask again where they are refused; after destroy " +
			"and a minute none was seen to.",
	},
	{
		ID:      "silent-after-logout",
		Text:    "Whoever logged out gets no answer any more, to nothing that was asked before or is asked after.",
		Chinese: "登出之后服务端不再应答，无论请求是在登出之前还是之后发出的。",
		Hints: "What the service does to such a link is not known. DST-07 rests on it where a message or a " +
			"heartbeat is not confirmed when the instance ends: with an answer behind the logout an SDK would " +
			"have nothing left to tell after done.",
	},
	{
		ID: "logins-are-accepted",
		Text: "The service accepts every account with its token, and answers at once, unless a scenario says " +
			"otherwise.",
		Chinese: "除非场景另有安排，服务端接受每个账号及其 token，并立刻应答。",
	},
	{
		ID:      "wire",
		Text:    "The wire (packets, fields, paths, codes) is what published builds were seen to speak.",
		Chinese: "线路协议（数据包、字段、路径、错误码）是已发布版本实际使用的。",
		Hints:   "Captured frames of the builds of releases.yml are tests of the fake service.",
	},
	{
		ID: "closing-service",
		Text: "The service answers a Close frame at once, and ends a link that it closes without waiting for the " +
			"answer, unless a scenario says otherwise.",
		Chinese: "除非场景另有安排，服务端立刻应答 Close 帧，自己关闭连接时不等待应答。",
	},
}
