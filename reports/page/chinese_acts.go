package page

import (
	"strings"

	"nimcert/internal/words"
	"nimcert/reports/evidence"
)

// actWords are what drawings say that a schedule and an application's user do, in Simplified Chinese. The English is an
// example of the whole sentence: a drawing shows its beginning. %s is an account of a schedule, and # a number.
var actWords = map[string]string{
	"the schedule begins": "时间表开始", "the faults are over": "故障结束", "ten minutes later": "十分钟后",
	"who is not connected tries again": "未连接的用户重试", "everything is over": "全部结束",
	"the user leaves everything": "用户全部退出", "%s is not connected: the user tries again": "%s 未连接，用户重试",
	"the user logs %s in": "用户登录 %s", "the user logs out": "用户登出", "the user enters a chatroom": "用户进入聊天室",
	"the user leaves the chatroom": "用户离开聊天室", "the user does not log in: another page is on the screen": "用户没有登录…",
	"the user does not log out: nobody is logged in":        "用户没有登出…",
	"the user does not enter: nobody is logged in":          "用户没有进入…",
	"the user does not leave: no chatroom is on the screen": "用户没有离开…",
	"the user does not leave a page: none is open":          "用户没有离开…",
	"the application says of its number of sockets: 2":      "应用给出的 socket 数…",
	"the service refuses logins with code 302":              "服务端拒绝登录…",
	"the service refuses entries of a chatroom with code 1": "服务端拒绝进入聊天室…",
	"the service refuses messages with code 1":              "服务端拒绝消息…",
	"the service answers a close never":                     "服务端对关闭的应答…",
	"the service closes the link with code 1001":            "服务端关闭连接…", "the service stops": "服务端停止",
	"the service starts again": "服务端重新启动", "kick %s, reason 1": "踢 %s 下线，原因 #",
	"kick out of chatroom 1001, reason 1": "踢出聊天室 #…", "nobody was there to be kicked": "没有可踢的连接",
	"nobody is there to be kicked: %s is not logged in": "没有可踢的连接", "every host can be reached": "所有主机均可访问",
	"wlnimsc0.netease.im is unreachable": "wlnimsc#netease.im 不可访问", "the device has no network": "设备无网络",
	"the device has a network again: wifi":                            "设备恢复网络…",
	"the device keeps its address, and is on another network now: 4g": "设备网络制式变化…",
	"the device changes to another network: 4g":                       "设备切换网络…", "black hole": "黑洞", "broken": "出错",
	"the platform tells of little memory, a call, a weak network, and an error of the application's": "平台通知内存不足、来电、" +
		"弱网和应用自身的错误",
	"the program is ended, and started again on the same device": "程序被结束，并在同一设备上重新启动",
	"the clock of the device is turned by -2h0m0s":               "设备时钟被调整…",
	"the service answers every address lookup with null":         "服务端对每次地址查询…",
}

// accounts are those of schedules.
var accounts = []string{"alice", "bob", "carol", "dave"}

// drawnActs are actWords as drawings show them.
func drawnActs() map[string]string {
	out := map[string]string{}
	put := func(en, zh string) {
		out[measured.ReplaceAllString(words.CutText(words.Flat(en), evidence.ShortLimit), "#")] = zh
	}
	for en, zh := range actWords {
		if !strings.Contains(en, "%s") {
			put(en, zh)
			continue
		}
		for _, name := range accounts {
			put(strings.ReplaceAll(en, "%s", name), strings.ReplaceAll(zh, "%s", name))
		}
	}
	return out
}

// chineseOf is a text of the page in Chinese, as the page's script finds it. What the dictionary does not know stays.
func chineseOf(en string) string {
	if zh, ok := pageWords[en]; ok {
		return zh
	}
	zh, ok := pageWords[measured.ReplaceAllString(en, "#")]
	if !ok {
		return en
	}
	for _, found := range measured.FindAllString(en, -1) {
		zh = strings.Replace(zh, "#", found, 1)
	}
	return zh
}
