package suites

import (
	"nimcert/judgement"
)

// The sentences of more than one file.
var (
	logsIn                = say("event.logs-in", "{who} logs in", "{who} 登录")
	logsInAgain           = say("event.logs-in-again", "{who} logs in again", "{who} 再次登录")
	isConnected           = say("event.connected", "{who} is connected", "{who} 已连接")
	comesBack             = say("event.comes-back", "{who} comes back", "{who} 恢复连接")
	callsDone             = say("event.done", "{verb} calls done", "{verb} 触发 done")
	waitBegins            = say("event.wait-begins", "the wait before a reconnect begins", "重连前的等待开始")
	serviceRefuses        = say("event.login-refused", "the service refuses a login", "服务端拒绝一次登录")
	givesUpSilentLink     = say("event.gives-up-link", "the client gives the silent link up", "客户端放弃没有应答的连接")
	minuteAfterConnect    = say("when.minute-after-connect", "a minute after connect", "connect 之后一分钟")
	afterReconnect        = say("when.after-reconnect", "after the reconnect", "重连之后")
	tenMinutesAfter       = say("when.ten-minutes-after", "ten minutes after {verb}", "{verb} 之后过了十分钟")
	tenMinutesAfterAnswer = say("when.ten-minutes-after-answer",
		"ten minutes after the login was answered",
		"登录得到应答之后过了十分钟")
	tenMinutesAfterKick = say("when.ten-minutes-after-kick", "ten minutes after the kick", "被踢之后过了十分钟")
	secondAfterKick     = say("when.second-after-kick", "one second after the kick at {at}", "{at} 被踢之后一秒")
	inOneChatroom       = say("when.in-one-chatroom", "logged in, in one chatroom", "已登录，并在一个聊天室里")
	opensAgain          = say("link.opened-again", "the client opens a link again", "客户端又打开连接")
	opensAfterKick      = say("link.opened-after-kick", "the client opens a link again after the kick", "被踢之后客户端又打开连接")
	opensAfterEnd       = say("link.opened-after-end",
		"the client opens a link again although it was ended",
		"实例已经结束，客户端却又打开连接")
	openedThoughUp      = say("link.opened-though-up", "the link is opened anew although it is up", "连接正常，却又重新打开")
	disconnectAfterKick = say("disconnect.after-kick", "ondisconnect after the kick", "被踢之后的 ondisconnect")
	codeOther           = say("disconnect.code",
		"ondisconnect at {at} has the code {code:q}, not {want:q}",
		"{at} 的 ondisconnect 的 code 是 {code:q}，应为 {want:q}")
	failedForGood = say("login.failed-silently",
		"the first connection failed for good, and no callback says so",
		"首次连接彻底失败，却没有任何回调说明")
	deliveryOf             = say("message.delivery", "delivery of message {i} of {n}", "第 {i} 条消息（共 {n} 条）的投递")
	confirmedThoughOffline = say("message.confirmed-offline",
		"the message sent while disconnected is confirmed",
		"断线时发送的消息得到了确认")
	deliveredAfterKick = say("message.after-kick", "a message was delivered after the kick", "被踢之后仍投递了消息")
	notAnAddress       = say("address.invalid", "{url:q} is no address", "{url:q} 不是地址")
	connects           = say("event.connects", "{who} connects", "{who} 开始连接")
	between            = say("wait.between", "{least} to {most}", "{least} 到 {most}")
)

// marks lists the ways in which a login is marked, as the service's events name them.
var marks = map[string]judgement.Sentence{
	"manual":    say("login.manual", "manual", "手动"),
	"automatic": say("login.automatic", "automatic", "自动"),
}
