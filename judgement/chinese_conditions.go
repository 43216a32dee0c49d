package judgement

import (
	"slices"

	"nimcert/schedules"
)

// conditionWords are the names of the suites' conditions, and what they are made of.
var conditionWords = [][2]string{
	{"N = $1, $2", "N = $1，$2"}, {"N = $1", "N = $1"},
	{"done once, $1", "done 一次，$1"}, {"done once", "done 一次"},
	{"a chatroom: $1", "聊天室：$1"}, {"a chatroom, $1", "聊天室，$1"}, {"the chatroom, $1", "聊天室，$1"},
	{"out of a chatroom, $1", "被踢出聊天室，$1"}, {"reason $1, $2", "原因 $1，$2"},
	{"IM is kicked, $1", "IM 被踢，$1"}, {"the chatroom is kicked, $1", "聊天室被踢，$1"}, {"IM is kicked", "IM 被踢"}, {"the chatroom is kicked", "聊天室被踢"},
	{"logged in, $1", "已登录，$1"},
	{"$1, 3 s late", "$1，晚 3 秒"}, {"$1, on the way back", "$1，重连途中"}, {"$1, and no answer ever comes", "$1，始终没有应答"},
	// After what else.
	{"$1, after an attempt that failed", "$1，在一次失败的尝试之后"}, {"$1, after connect was called again", "$1，再次调用 connect 之后"}, {"$1 at a login by connect, after disconnect", "disconnect 之后用 connect 登录返回 $1"},
	{"beside a chatroom", "另有聊天室"}, {"used up a second time", "第二次用尽"}, {"$1, at the second loss", "$1，第二次断线时"}, {"$1, and once more", "$1，再来一次"},
	{"$1, the link having been silent", "$1，此前连接没有应答"}, {"$1, and the login takes longer than the wait", "$1，登录比等待还久"}, {"$1, and a close $2 s late", "$1，关闭晚 $2 秒应答"},
	{"closed with $1, and $2", "以 $1 关闭，$2"}, {"$1 at an automatic entry", "自动进入返回 $1"}, {"$1 at the first entry", "首次进入返回 $1"},
	{"$1 at an automatic login", "自动登录返回 $1"}, {"$1 at the first login", "首次登录返回 $1"}, {"at an automatic login", "自动登录时"}, {"at the first login", "首次登录时"},

	// Who.
	{"IM", "IM"}, {"IM first", "先 IM"}, {"a chatroom", "聊天室"}, {"the chatroom first", "先聊天室"}, {"accounts", "账号"}, {"chatrooms", "聊天室"}, {"one account", "一个账号"}, {"two accounts", "两个账号"},
	{"between two accounts", "两个账号之间"}, {"in a chatroom", "在聊天室中"}, {"logged in", "已登录"},

	// How a connection is lost.
	{"RST", "RST"}, {"RST inside a frame", "帧中途 RST"}, {"FIN without a close frame", "没有关闭帧的 FIN"}, {"close $1", "关闭码 $1"}, {"server restart", "服务重启"}, {"black hole", "黑洞（数据全部丢失）"},
	{"silence, and a close that nobody answers", "没有应答，关闭也没有应答"}, {"the link is lost", "断线"}, {"the link stays", "连接保持"}, {"the service stays away", "服务一直不可用"}, {"the service stops", "服务停机"},

	// What the device does.
	{"the device changes to another network", "设备切换到另一个网络"}, {"the device has no network for two minutes", "设备断网两分钟"},

	// What the service and the network do.
	{"with the service", "与服务端"}, {"with a message that is not confirmed", "有消息没有得到确认"}, {"with $1", "$1"},
	{"a fast peer, 25 ms away", "快速的对端，距离 25 ms"}, {"25 ms away", "距离 25 ms"}, {"a link of 250 ms", "250 ms 的链路"}, {"3 s", "3 秒"}, {"3 s late", "晚 3 秒"},
	{"a peer that answers the close $1 s late", "对端晚 $1 秒应答关闭"}, {"a peer that never answers $1", "对端始终不应答$1"}, {"the logout and the close", "登出和关闭"}, {"the login and the close", "登录和关闭"},
	{"the close of a chatroom", "聊天室的关闭"}, {"the close", "关闭"}, {"the logout", "登出"}, {"the login", "登录"}, {"the handshake", "握手"}, {"the upgrade", "升级（upgrade）"},
	{"every handshake is answered with $1", "每次握手都返回 $1"}, {"no handshake is answered", "握手都没有应答"}, {"no socket is greeted", "服务端始终不问候"}, {"no login is answered", "登录都没有应答"}, {"connections are refused", "连接被拒绝"},
	{"the first handshake is answered with $1", "首次握手返回 $1"}, {"the first handshake is not answered", "首次握手没有应答"}, {"the first login is not answered", "首次登录没有应答"}, {"the first connection fails", "首次连接失败"},
	{"every login ends in a close", "每次登录都以关闭告终"}, {"every socket is refused with $1", "每个 socket 都被拒绝（$1）"}, {"everything falls silent", "一切都没有应答"}, {"no socket opens", "socket 都打不开"},
	{"every login is refused for now", "登录暂时都被拒绝"}, {"the first login is refused for now", "首次登录暂时被拒绝"}, {"the first entry is not answered", "首次进入没有应答"}, {"the first socket does not open", "首个 socket 打不开"},
	{"the first socket is not greeted", "首个 socket 没有得到问候"}, {"the first socket is refused with $1", "首个 socket 被拒绝（$1）"}, {"lost again before the service greets", "服务端问候之前再次断线"},
	{"lost again while the login is pending", "登录等待应答时再次断线"}, {"an automatic login that is not answered", "自动登录没有应答"}, {"the one in use dies", "正在使用的一个失效"}, {"the first of two", "两个中的第一个"}, {"the last of two", "两个中的最后一个"},
	{"on a link of 500 ms", "在 500 ms 的链路上"}, {"$1 s, above the maximum of the SDK's own", "$1 秒，高于 SDK 自己的最大值"},
	{"handshake refused", "握手被拒绝"}, {"handshake timed out", "握手超时"}, {"handshake $1", "握手返回 $1"}, {"status $1", "状态码 $1"}, {"no answer", "没有应答"}, {"LBS down during the reconnect", "重连时 LBS 不可用"},
	{"on the way back, when the platform gives one socket less", "重连时平台少给一个 socket"}, {"one socket too many: another account", "超出上限的 socket：另一个账号"}, {"one socket too many: another chatroom", "超出上限的 socket：另一个聊天室"},

	// When.
	{"in LBS", "LBS 阶段"}, {"in the handshake", "握手中"}, {"while the socket opens", "socket 打开过程中"}, {"before the service greets", "服务端问候之前"}, {"while the login is pending", "登录等待应答时"},
	{"while the sync is pending", "同步等待应答时"}, {"while a heartbeat is not answered", "心跳没有应答时"}, {"when the attempts are used up", "尝试次数用尽时"}, {"in the callback that tells of the login", "在通知登录成功的回调里"},
	{"in the wait before a reconnect", "重连等待中"}, {"in the wait of a chatroom", "聊天室的重连等待中"}, {"in the third wait", "第三次等待中"}, {"in the wait", "等待重连时"}, {"the wait of a chatroom", "聊天室的等待"},
	{"the first wait", "第一次等待"}, {"the third wait", "第三次等待"}, {"while connecting", "连接中"}, {"while a chatroom connects", "聊天室连接中"}, {"during the sync", "同步中"}, {"writing throws", "写入抛异常"}, {"every call throws", "所有调用都抛异常"},
	{"while the socket of an automatic attempt opens", "自动重连的 socket 打开过程中"}, {"while the socket of a chatroom opens", "聊天室的 socket 打开过程中"}, {"while an automatic login is pending", "自动登录等待应答时"},
	{"while the entry of a chatroom is pending", "进入聊天室等待应答时"}, {"while an automatic entry of a chatroom is pending", "自动进入聊天室等待应答时"}, {"at an automatic entry of a chatroom", "自动进入聊天室时"},
	{"in the wait before a chatroom is entered again", "再次进入聊天室之前的等待中"}, {"the wait after a login that is not answered", "登录没有应答之后的等待"}, {"the wait after a second loss", "第二次断线之后的等待"}, {"the wait after silence", "没有应答之后的等待"},
	{"after a chatroom was left", "离开聊天室之后"}, {"after a login that was not answered", "登录没有应答之后"},
	{"straight after a reconnect", "刚重连之后"}, {"after an automatic reconnect", "自动重连之后"}, {"after disconnect", "disconnect 之后"}, {"after a kick and a new login", "被踢并再次登录之后"},
	{"at once and a minute later", "立刻，以及一分钟之后"}, {"at once", "立刻"}, {"a minute after the kick", "被踢一分钟之后"}, {"a second after the kick", "被踢一秒之后"}, {"ten minutes after the kick", "被踢十分钟之后"}, {"ten minutes after the login", "登录十分钟之后"}, {"after a kick", "被踢之后"}, {"half a second, below the floor", "半秒，低于下限"},

	// What is done.
	{"connected again after disconnect", "disconnect 之后再次连接"}, {"a message sent while the sync is pending", "同步等待应答时发送的消息"}, {"messages go and come before", "之前有消息收发"}, {"three switches of the chatroom", "切换聊天室三次"},
	{"IM and a chatroom", "IM 和聊天室"},
	{"connect and destroy", "连接并销毁"}, {"connect is called again", "再次调用 connect"}, {"disconnect of a chatroom", "disconnect 聊天室"}, {"destroy of a chatroom", "destroy 聊天室"}, {"destroy of the second account", "destroy 第二个账号"},
	{"kick and a new login", "被踢并再次登录"}, {"kick out of the chatroom", "被踢出聊天室"}, {"kick", "被踢"}, {"three switches", "切换三次"},
	{"the instance is destroyed, and a new one asked for", "销毁实例，再获取新的"}, {"the instance is asked for again", "再次获取实例"},
	{"a message sent to a chatroom after", "之后发送到聊天室的消息"}, {"a message sent after", "之后发送的消息"}, {"a message sent meanwhile", "期间发送的消息"}, {"a message goes and one comes", "收发各一条消息"},
	{"disconnect $1", "disconnect（$1）"}, {"disconnect", "disconnect"}, {"destroy $1", "destroy（$1）"}, {"destroy", "destroy"}, {"connect $1", "connect（$1）"},

	// A scenario and its condition: "REC-17, a message sent after".
	{"$1, $2", "$1，$2"},
}

var conditionPatterns = patterns(slices.Concat(meetConditions, scheduleConditions(), insideConditions, momentConditions, endConditions, conditionWords))

// ConditionInChinese says the name of a condition in Simplified Chinese. It reports false where it knows no pattern; the name then stays as it is.
func ConditionInChinese(name string) (string, bool) { return inChinese(conditionPatterns(), name) }

// scheduleConditions are the names of the conditions that are schedules: each file has its own in both languages.
func scheduleConditions() [][2]string {
	var out [][2]string
	for _, f := range schedules.All() {
		out = append(out, [2]string{f.Title, f.Chinese})
	}
	return out
}
