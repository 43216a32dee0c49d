package judgement

import (
	"html/template"
	"slices"

	"nimcert/internal/words"
)

// findingWords are the sentences of findings and reasons, and what they are made of. What no pattern knows stays as it is: times, names, and what an SDK said.
var findingWords = [][2]string{
	{"$1. Recorded as known: $2", "$1。已登记为已知问题：$=2"}, {"$1 Recorded as known: $2", "$1。已登记为已知问题：$=2"},
	{"$1 (and $2 more)", "$1（另有 $2 处）"},

	// What an SDK said comes first, because anything may stand in it; $=2 leaves it as it stands.
	{"a rejected promise was not handled at $1: $2", "$=1 有 Promise 被拒绝而无人处理：$=2"},
	{"an exception was not caught at $1: $2", "$=1 有异常没有被捕获：$=2"},
	{"the call of $1 at $2 threw at the application: $3", "$=2 对 $=1 的调用向应用抛出异常：$=3"},
	{"the message delivered to $1 at $2 says $3 and is from $4, not $5 from $6", "$=2 投递给 $=1 的消息内容是 $=3、来自 $=4，应为来自 $=6 的 $=5"},
	{"the message delivered at $1 is from $2, not $3", "$=1 投递的消息来自 $=2，应为 $=3"},
	{"the message delivered at $1 says $2, not $3", "$=1 投递的消息内容是 $=2，应为 $=3"},
	{"the message that arrived at the service at $1 says $2, not $3", "$=1 到达服务端的消息内容是 $=2，应为 $=3"},
	{"with db: false the text of a message stands in the storage, under $1", "db: false 时，存储的 $=1 里有消息内容"},
	{"$1 is contacted by $2 and is not on the list of $3 domains: $4, first at $5 ($6)", "$=1 被 $=2 访问，却不在 $=3 合法域名列表中：$4，首次在 $5（$=6）"},
	{"$1 at $2 uses neither https nor wss: $3", "$=2 的 $=1 用的既不是 https 也不是 wss：$=3"},
	{"ondisconnect at $1 has the code $2 and the reason $3, not $4 and $5", "$=1 的 ondisconnect 的 code 是 $=2、reason 是 $=3，应为 $=4 和 $=5"},
	{"ondisconnect at $1 has the code $2, not $3", "$=1 的 ondisconnect 的 code 是 $=2，应为 $=3"},
	{"ondisconnect at $1 has the reason $2, not $3", "$=1 的 ondisconnect 的 reason 是 $=2，应为 $=3"},
	{"a login refused with $1 is not reported with that code; there was no callback at all", "登录以 $=1 被拒绝，却没有带着这个错误码通知应用：没有任何回调"},
	{"a login refused with $1 is not reported with that code; there was \"$2\" without a code", "登录以 $=1 被拒绝，却没有带着这个错误码通知应用：$2，没有 code"},
	{"a login refused with $1 is not reported with that code; there was \"$2\" with the code $3", "登录以 $=1 被拒绝，却没有带着这个错误码通知应用：$2，code 为 $=3"},
	{"it takes $1 at once, and the platform $2 allows $3", "需要同时有 $1，而平台 $=2 只允许 $3 个"},
	{"it takes $1 to one host name at once, and the platform $2 allows $3", "需要同时有 $1 连到同一个域名，而平台 $=2 只允许 $3 个"},
	{"the client has no $1: $2", "客户端没有$1：$2"},
	{"the client has no $1", "客户端没有$1"},

	// What sentences are made into.
	{"$1: it did not happen within $2 of session time (since $3)", "$1：在会话时间 $2 内没有发生（从 $3 起）"},
	{"$1: $2 instead of $3 (at $4)", "$1：$2，应为 $3（$4）"},
	{"$1: $2 instead of $3", "$1：$2，应为 $3"},
	{"$1: $2, first at $3", "$1：$2，首次在 $3"},
	{"$1: the recipe counts $2, the host $3", "$1：指南方法的计数是 $2，平台上有 $3"},
	{"$1, and $2 is logged in from $3 on", "$1，而且 $2 从 $3 起处于登录状态"},
	{"$1; socket connecting at $2", "$1；$2 时 socket 开始连接"},
	{"$1; socket open at $2", "$1；$2 时 socket 打开"},
	{"$1: $2 at the host, not $3", "$1：平台上有 $2，应为 $3"},
	{"$1: $2 at the server, not $3", "$1：服务端有 $2，应为 $3"},
	{"never", "一次也没有"},
	{"once", "1 次"},
	{"host", "平台"}, {"server", "服务端"},

	// Sockets and the cap.
	{"$1 existed at the same time at the host (at $2); it must never be more than $3", "平台上同时存在 $1（$2）；任何时候都不能超过 $3 个"},
	{"$1 existed at the same time at the server (at $2); it must never be more than $3", "服务端同时存在 $1（$2）；任何时候都不能超过 $3 个"},
	{"the host had to refuse a socket, because every slot was in use", "名额已全部占用，平台只能拒绝一个 socket"},
	{"the host refused the socket, and no callback of the SDK says so within $1", "平台拒绝了 socket，而 SDK 在 $1 内没有任何回调说明"},
	{"the client never asked for the socket that is too many, so nothing shows what it does when it is refused", "客户端没有去要超出上限的 socket，所以看不出被拒绝时它会怎样"},
	{"$1 to open the refused link; $2 are allowed, with reconnectionAttempts $3", "被拒绝的连接尝试了 $1；reconnectionAttempts 为 $3 时允许 $2 次"},
	{"the live socket $1 did not survive the refusal: $2 at $3", "正在使用的 socket $1 没有挺过这次拒绝：$3 $2"},
	{"ten minutes after $1 rounds of connect and destroy $2, $3 and $4 remain", "连接并销毁 $1 轮之后过了十分钟，还剩 $2、$3 和 $4"},
	{"after $1 rounds of connect and destroy", "连接并销毁 $1 轮之后"},
	{"the login pending since $1 was not answered, and an attempt fails within $2; its socket $3 exists still", "从 $1 起等待应答的登录没有得到应答，而一次尝试应在 $2 内失败；它的 socket $3 仍然存在"},
	{"the login was never answered, and no callback says so within $1", "登录一直没有得到应答，$1 内没有任何回调说明"},
	{"the host refused the socket at $1, and the first callback that says so comes at $2; $3 and their waits take $4 at most", "平台在 $1 拒绝了 socket，说明此事的第一个回调在 $2 才来；$3和它们的等待最多需要 $4"},
	{"the client asks the host $1 for the refused socket; $2 are allowed, with reconnectionAttempts $3", "客户端为被拒绝的 socket 向平台要了 $1；reconnectionAttempts 为 $3 时允许 $2"},
	{"an instance whose link is up is told of a loss when another's socket is refused", "另一个实例的 socket 被拒绝，连接正常的实例却收到断线通知"},
	{"attempts for a login and a chatroom that nothing disturbs", "没有干扰时登录和聊天室的尝试次数"},
	{"ten minutes after asking again", "再次获取之后过了十分钟"},
	{"asking for the same instance again opened a link", "再次获取同一个实例又打开了连接"},
	{"ten minutes after asking twice", "获取两次之后过了十分钟"},
	{"ten minutes after the login was answered", "登录得到应答之后过了十分钟"},
	{"a login that was never answered, ten minutes later", "登录一直没有得到应答，十分钟之后"},
	{"logged in, in one chatroom for ten minutes", "已登录，并在一个聊天室里待了十分钟"},
	{"logged in, in one chatroom", "已登录，并在一个聊天室里"},
	{"$1 logged in, and $2 destroyed three times", "$1 已登录，$2 被销毁三次"},
	{"a minute after connect", "connect 之后一分钟"},
	{"a minute after the new login", "再次登录之后一分钟"},
	{"ten minutes after $1 login", "$1 次登录之后过了十分钟"}, {"ten minutes after $1 logins", "$1 次登录之后过了十分钟"},
	{"attempts for $1 healthy login", "$1 次正常登录的尝试次数"}, {"attempts for $1 healthy logins", "$1 次正常登录的尝试次数"},

	// Messages.
	{"a message sent through $1 at $2 is not confirmed within $3", "$2 通过 $1 发送的消息在 $3 内没有得到确认"},
	{"a message sent through $1 at $2 is confirmed at $3, and the service never saw it (packet $4 or $5)", "$2 通过 $1 发送的消息在 $3 得到确认，而服务端从未收到它（数据包 $4 或 $5）"},
	{"a message sent through $1 at $2 is confirmed at $3, and the service never saw it (packet $4)", "$2 通过 $1 发送的消息在 $3 得到确认，而服务端从未收到它（数据包 $4）"},
	{"confirmation of a message sent through $1", "通过 $1 发送的消息的确认"},
	{"arrival of the message at the service", "消息到达服务端"},
	{"delivery of the message to $1", "消息投递给 $1"},
	{"delivery of the message", "消息的投递"},
	{"delivery to $1 of what $2 sent", "$2 发送的消息投递给 $1"},
	{"delivery of message $1 of $2", "第 $1 条消息（共 $2 条）的投递"},
	{"message $1 was delivered at $2, after message $3", "第 $1 条消息在 $2 投递，排在第 $3 条之后"},
	{"done with an error, for a message sent while disconnected", "断线时发送的消息，done 带着错误返回"},
	{"the message sent while disconnected is confirmed", "断线时发送的消息得到了确认"},
	{"the message is sent after all, although its done had an error", "done 已经报错，消息却还是发出去了"},
	{"the confirmed message is reported as failed", "已确认的消息被报告为失败"},

	// Reconnecting.
	{"attempts with reconnectionAttempts $1", "reconnectionAttempts 为 $1 时的尝试次数"},
	{"attempts after loss $1, with reconnectionAttempts $2 and $3 used up before the reconnects", "第 $1 次断线之后的尝试次数（reconnectionAttempts 为 $2，此前各次重连共用掉 $3）"},
	{"attempts although needReconnect is false", "needReconnect 为 false，却仍有尝试"},
	{"attempts at a first connection that fails, although needReconnect is false", "needReconnect 为 false，首次连接失败时的尝试次数"},
	{"onwillreconnect although needReconnect is false", "needReconnect 为 false，却仍有 onwillreconnect"},
	{"ondisconnect after the last of $1", "$1中最后一次之后的 ondisconnect"},
	{"ondisconnect for a first connection that failed", "首次连接失败后的 ondisconnect"},
	{"ondisconnect came at $1, before the last attempt at $2", "ondisconnect 在 $1 触发，早于 $2 的最后一次尝试"},
	{"the last attempt began at $1 and ondisconnect came at $2; an attempt fails within $3", "最后一次尝试始于 $1，而 ondisconnect 在 $2 才触发；一次尝试应在 $3 内失败"},
	{"the last attempt began at $1 and the application was told at $2; an attempt fails within $3", "最后一次尝试始于 $1，而应用在 $2 才得到通知；一次尝试应在 $3 内失败"},
	{"no cap is set, and after one hour without the service no attempt is made any more; the last of $1 was at $2", "没有设置上限，服务不可用一小时之后却不再尝试；共 $1 次，最后一次在 $2"},
	{"two attempts within $1, at $2 and at $3; the minimum is $4", "两次尝试只隔 $1（$2 和 $3），最短间隔是 $4"},
	{"$1 comes back from loss $2 once the service is there again", "服务恢复后，$1 从第 $2 次断线中恢复"},
	{"$1 comes back once the service answers again", "服务重新应答后，$1 恢复连接"},
	{"$1 comes back", "$1 恢复连接"},
	{"the client never tried to open a link", "客户端从未尝试建立连接"},
	{"$1 on a service that is not there; the first and reconnectionAttempts $2 are allowed", "服务不可用时共 $1；允许的是首次加上 reconnectionAttempts 的 $2 次"},
	{"the first connection failed for good, and no callback says so", "首次连接彻底失败，却没有任何回调说明"},
	{"no attempt was made, so nothing could be announced", "没有尝试，也就没有可预告的"},
	{"onwillreconnect at $1 and again at $2, with no attempt between", "$1 和 $2 两次 onwillreconnect 之间没有尝试"},
	{"onwillreconnect at $1 says retryCount $2; it is number $3", "$1 的 onwillreconnect 说 retryCount 是 $2，实际是第 $3 次"},
	{"onwillreconnect at $1 announces an attempt after $2, and none was made", "$1 的 onwillreconnect 预告 $2 后尝试，却没有尝试"},
	{"onwillreconnect at $1 announces $2, the attempt starts after $3 (at $4)", "$1 的 onwillreconnect 预告 $2，而尝试在 $3 之后才开始（$4）"},
	{"the attempt at $1 was not announced by onwillreconnect", "$1 的尝试没有由 onwillreconnect 预告"},
	{"the first wait is $1, not the documented minimum of $2", "第一次等待是 $1，文档说明的最小值是 $2"},
	{"wait $1 is $2, after one of $3: it does not grow", "第 $1 次等待是 $2，上一次是 $3：没有增长"},
	{"wait $1 is $2, longer than the documented maximum of $3", "第 $1 次等待是 $2，超过文档说明的最大值 $3"},
	{"wait $1 is $2: the maximum of $3 was reached before and must stay", "第 $1 次等待是 $2：此前已达到最大值 $3，应保持不变"},
	{"after $1 the documented maximum of $2 is not reached; the last is $3", "$1 之后仍没有达到文档说明的最大值 $2；最后一次是 $3"},
	{"there was only $1 in a minute without the service", "服务不可用的一分钟里只有 $1"},
	{"$1 clients dropped at once come back within $2 of one another: their waits lie between $3 and $4, a spread of $5 %, not $6 %", "同时断线的 $1 个客户端在 $2 之内先后恢复：它们的等待在 $3 到 $4 之间，离散度 $5 %，应为 $6 %"},
	{"only $1 of $2 accounts are logged in", "$2 个账号中只有 $1 个登录成功"},
	{"only $1 of $2 clients waited for a reconnect", "$2 个客户端中只有 $1 个等待重连"},
	{"reconnectDelayProvider answers $1, and the wait that began at $2 is $3, not $4", "reconnectDelayProvider 返回 $1，而从 $2 开始的等待是 $3，应为 $4"},
	{"logins sent although the first was refused with $1", "首次登录已以 $1 被拒绝，却仍发出登录"},
	{"the link is opened again although the login was refused with $1", "登录已以 $1 被拒绝，却又打开连接"},
	{"a reconnect is announced although the login was refused with $1", "登录已以 $1 被拒绝，却仍预告重连"},
	{"the login was refused at $1 and the application told at $2; it must know within $3", "登录在 $1 被拒绝，应用在 $2 才得到通知；应在 $3 内得知"},
	{"the link is back, and the service saw no login on it", "连接恢复了，服务端却没有在上面看到登录"},
	{"login on the way back", "重连时的登录"},
	{"the login at $1 is marked manual on the wire", "$1 的登录在协议里标为手动"},
	{"the client notices the silence within its heartbeat budget of $1", "客户端在 $1 的心跳期限内察觉断线"},
	{"the client gives the silent link up", "客户端放弃没有应答的连接"},
	{"the link is opened anew although it is up", "连接正常，却又重新打开"},
	{"$1 notices the silence within the heartbeat budget of $2", "$1 在 $2 的心跳期限内察觉断线"},
	{"the application is told of the loss", "应用得知断线"},
	{"the client gives the login up", "客户端放弃登录"},
	{"the wait before a reconnect begins", "重连前的等待开始"},
	{"the service refuses a login", "服务端拒绝一次登录"},
	{"the chatroom is told that it is disconnected, and only the attempts of $1 are used up", "用尽的只是 $1 的尝试次数，聊天室却收到断开通知"},
	{"$1 comes back over the other link address", "$1 通过另一个 link 地址恢复连接"},
	{"$1 logs in over the other link address", "$1 通过另一个 link 地址登录"},
	{"the link is cut inside a frame", "连接在帧中途被切断"},
	{"no attempt was made, so nothing shows what a mute LBS does", "没有尝试，看不出 LBS 不应答时会怎样"},
	{"$1 and $2 are left after $3 flaps; there were $4 and $5 before", "闪断 $3 次之后还剩 $1 和 $2；之前分别是 $4 和 $5"},
	{"after the last of $1 flaps", "最后一次（共 $1 次）闪断之后"},
	{"after the reconnect", "重连之后"},
	{"two minutes after coming to the front", "回到前台两分钟之后"},
	{"$1 logs in over the second link address", "$1 通过第二个 link 地址登录"},
	{"$1 logs in again", "$1 再次登录"},
	{"$1 logs in", "$1 登录"},
	{"$1 is connected", "$1 已连接"},
	{"$1 enters $2", "$1 进入 $2"},
	{"the login waits for $1", "登录正等待 $1"},

	// Kicks.
	{"ondisconnect after the kick", "被踢之后的 ondisconnect"},
	{"ondisconnect after two kicks out of the chatroom", "两次被踢出聊天室之后的 ondisconnect"},
	{"ondisconnect came at $1, $2 after the kick at $3; the application must know within a second", "ondisconnect 在 $1 触发，距 $3 被踢已有 $2；应用应在一秒内得知"},
	{"one second after the kick at $1", "$1 被踢之后一秒"},
	{"ten minutes after the kick of $1", "$1 被踢之后过了十分钟"},
	{"ten minutes after the kick", "被踢之后过了十分钟"},
	{"the client opens a link again after the kick", "被踢之后客户端又打开连接"},
	{"the client opens a link again", "客户端又打开连接"},
	{"onwillreconnect after the kick", "被踢之后仍有 onwillreconnect"},
	{"the kick at $1 raised no ondisconnect at $2, so nothing was shown", "$1 被踢时 $2 没有触发 ondisconnect，所以什么都看不出"},
	{"the kick at $1 raised no ondisconnect, so nothing was shown", "$1 被踢时没有触发 ondisconnect，所以什么都看不出"},
	{"$1 was told of a disconnect although only $2 was kicked", "被踢的只有 $2，$1 却收到断开通知"},
	{"a link is opened although nothing happened to $1, and $2 was kicked", "被踢的是 $2，$1 没有受影响，却打开了连接"},
	{"a message was delivered after the kick", "被踢之后仍投递了消息"},

	// destroy, disconnect and switching.
	{"$1's done came at $2, while the host still counted $3; it closed at $4", "$1 的 done 在 $2 触发，平台上当时还有 $3；它在 $4 才关闭"},
	{"$1's done came at $2, while the host still counted $3; it did not close in the minute after", "$1 的 done 在 $2 触发，平台上当时还有 $3；之后一分钟内没有关闭"},
	{"$1's done came at $2, not within $3 of the call at $4", "$1 在 $4 被调用，done 在 $2 才触发，超过了 $3"},
	{"the peer never answers, and $1's done did not come within $2", "对端始终不应答，$1 的 done 在 $2 内没有触发"},
	{"the peer never answers, and $1's done came after $2, not within $3", "对端始终不应答，$1 的 done 过了 $2 才触发，应在 $3 内"},
	{"$1's done", "$1 的 done"},
	{"disconnect calls done", "disconnect 触发 done"},
	{"destroy calls done", "destroy 触发 done"},
	{"destroy was called at $1, $2; at $3", "destroy 在 $1 被调用（$2）；到 $3"},
	{"while the client waited for $1", "客户端正等待 $1"},
	{"in the callback that told of the login", "在通知登录成功的回调里"},
	{"destroy was called three times, and done never came", "destroy 调用了三次，done 一次也没有触发"},
	{"a connection or a reconnect was told although the instance was destroyed", "实例已销毁，却仍通知连接或重连"},
	{"an attempt was made after destroy", "destroy 之后仍有尝试"},
	{"an attempt followed although disconnect was called in the wait", "等待期间已调用 disconnect，之后却仍有尝试"},
	{"an attempt followed although the instance was destroyed in the wait", "等待期间实例已销毁，之后却仍有尝试"},
	{"a reconnect was announced although disconnect was called in the wait", "等待期间已调用 disconnect，却仍预告重连"},
	{"a socket was opened later", "之后又打开了 socket"},
	{"a socket after done", "done 之后仍有 socket"},
	{"a request after done", "done 之后仍有请求"},
	{"a callback after done at $1 ($2)", "$1 的 done 之后仍有回调（$2）"},
	{"$1 pending a minute after done", "done 之后一分钟仍有 $1未结束"},
	{"$1 pending ten minutes after done", "done 之后十分钟仍有 $1未结束"},
	{"the service saw no logout after the call at $1", "$1 调用之后服务端没有看到登出"},
	{"the service saw the close at $1 and the logout only at $2", "服务端在 $1 看到关闭，$2 才看到登出"},
	{"ten minutes after destroy the host still counts $1", "destroy 之后过了十分钟，平台上还有 $1"},
	{"the service saw the link of $1 open at $2 and the close of $3 only at $4", "服务端在 $2 看到 $1 的连接打开，而 $3 的连接在 $4 才关闭"},
	{"switch $1 of $2, begun at $3, did not end in a login", "第 $1 次切换（共 $2 次）始于 $3，没有以登录结束"},
	{"after $1 switches, with one other connection", "在另有一个连接的情况下切换 $1 次之后"},
	{"a minute after the switch", "切换之后一分钟"},
	{"after the switch to $1", "切换到 $1 之后"},
	{"after the switch", "切换之后"},
	{"connected", "已连接"}, {"disconnected", "已断开"}, {"done", "done"}, {"sync done", "同步完成"}, {"will reconnect", "即将重连"}, {"the failure of $1", "$1 失败"},

	// The recipe of the guide.
	{"after a login and a chatroom", "登录并进入一个聊天室之后"}, {"after a login", "登录之后"}, {"after login $1", "第 $1 次登录之后"}, {"after kick $1", "第 $1 次被踢之后"},
	{"after a kick out of the chatroom", "被踢出聊天室之后"}, {"after a kick, and the chatroom is destroyed", "被踢并销毁聊天室之后"}, {"after a kick", "被踢之后"},
	{"after an automatic reconnect", "自动重连之后"}, {"after everything is destroyed", "全部销毁之后"}, {"after the account is destroyed", "账号销毁之后"}, {"after the chatroom is destroyed", "聊天室销毁之后"},
	{"after the chatroom is entered again", "再次进入聊天室之后"},

	// The platform.
	{"$1 is no address", "$1 不是地址"},
	{"no request was made, so nothing was shown", "没有发出请求，所以什么都看不出"}, {"no socket was opened, so nothing was shown", "没有打开 socket，所以什么都看不出"}, {"no file was uploaded, so nothing was shown", "没有上传文件，所以什么都看不出"},
	{"the message of $1 was not delivered, so nothing was shown", "$1 的消息没有投递，所以什么都看不出"},
	{"the global $1 is replaced", "全局变量 $1 被替换"}, {"the global $1 is deleted", "全局变量 $1 被删除"}, {"the global $1 is frozen", "全局变量 $1 被冻结"},
	{"arrival of the file at the service", "文件到达服务端"}, {"confirmation of the picture", "图片的确认"},
	{"done with an error, for an upload that the service answers with $1", "服务端以 $1 应答上传时，done 带着错误返回"},
	{"done with an error, for an upload that the service leaves unanswered", "服务端不应答上传时，done 带着错误返回"},
	{"the host's upload call was not used for the picture of $1", "$1 的图片没有通过平台的上传接口发送"},
	{"the file that arrived at $1 is not the one that was sent: $2 bytes with MD5 $3, not $4 bytes with MD5 $5", "$1 到达的文件不是发送的那个：$2 字节，MD5 $3；应为 $4 字节，MD5 $5"},
	{"no progress was reported for the upload begun at $1", "$1 开始的上传没有报告进度"},
	{"progress falls from $1 % to $2 %", "进度从 $1 % 退到 $2 %"},
	{"the last progress, at $1, is $2 %, not $3 %", "最后一次进度（$1）是 $2 %，应为 $3 %"},
	{"the failed upload was tried $1; more than $2 is a storm", "失败的上传尝试了 $1；超过 $2 次就是疯狂重试"},
	{"the upload begun at $1 was reported as sent $2 and as failed $3; it must be one of them, once", "$1 开始的上传报告成功 $2、失败 $3；应当只报告其中一种，且只有 1 次"},

	// Why nothing was judged.
	{"im", "IM"}, {"chatroom", "聊天室"}, {"reconnect cap", "重连次数上限"}, {"done callback", "done 回调"}, {"mini program", "小程序形态"}, {"upload", "上传"}, {"reconnect delay provider", "重连延迟函数"},
	{"reconnect switch", "重连开关"}, {"announced delay", "预告的等待"},
	{"the client reconnects without end: no limit can be set that it could keep", "客户端无限重连：没有可以设置并遵守的上限"},
	{"the SDK documents no minimum and no maximum for the waits of its chatroom", "SDK 没有说明聊天室等待的最小值和最大值"},
	{"the client's transport has no such step: it logged in at $1 although the service held the $2 back from $3 on", "客户端的传输没有这一步：服务端从 $3 起扣住 $2，它仍在 $1 登录成功"},
	{"the recorded failure no longer fails: delete its line", "登记的已知问题不再失败：删除那一行"},
	{"the host lacks $1, which the client called at $2, so nothing behind it is evidence against the client: $3", "宿主缺少客户端在 $2 调用的 $1，此后的一切都不能作为对客户端的证据：$3"},
	{"not tried, because $1 sessions in a row broke: $2", "没有检查，因为连续 $1 个会话出错：$2"},
	{"it failed, and a second session of the same scenario broke: $1", "失败，而同一场景的第二个会话出错：$1"},
	{"under seed $1 it answers otherwise: under seed $2 $3, there $4", "换用种子 $1 时结果不同：种子 $2 下：$3；换用后：$4"},
	{"under a real clock it answers otherwise: under seed $1 $2, there $3", "在真实时钟下结果不同：种子 $1（跳时时钟）下：$2；真实时钟下：$3"},
	{"nothing was found", "没有发现问题"}, {"it broke: $1", "运行中断：$1"}, {"there was nothing to judge", "没有可判定的内容"}, {"it was found that $1", "发现 $1"},
	{"$1 ran again under seed $2, and $3 under a real clock", "$1 用种子 $2 重新运行，$3 个在真实时钟下重新运行"},
	{"$1 ran again under seed $2, and $3 under a real clock (of $4 more it says nothing: the machine was too busy)", "$1 用种子 $2 重新运行，$3 个在真实时钟下重新运行（另有 $4 个因机器太忙而没有结论）"},
	{"two sessions of the same scenario contradict one another: the first found that $1; the second found nothing", "同一场景的两个会话互相矛盾：第一个发现 $1；第二个没有发现问题"},

	// Counts, last: they end like some of the above.
	{"$1 times", "$1 次"},
	{"1 socket", "1 个 socket"}, {"$1 sockets", "$1 个 socket"}, {"1 timer", "1 个定时器"}, {"$1 timers", "$1 个定时器"}, {"1 request", "1 个请求"}, {"$1 requests", "$1 个请求"},
	{"1 attempt", "1 次尝试"}, {"$1 attempts", "$1 次尝试"}, {"1 wait", "1 次等待"}, {"$1 waits", "$1 次等待"}, {"1 call", "1 次调用"}, {"$1 calls", "$1 次调用"},
}

var findingPatterns = patterns(slices.Concat(findingWords, endFindings, momentFindings, invariantFindings, insideFindings, meetFindings))

// InChinese says a finding, or the reason of a verdict, in Simplified Chinese. It reports false where it knows no pattern; the text then stays as it is.
func InChinese(finding string) (string, bool) {
	zh, ok := inChinese(findingPatterns(), finding)
	if !ok {
		zh = ""
	}
	return zh, ok
}

// cut shortens what stands in a line of its own.
func Cut(b words.Bilingual) words.Bilingual {
	return words.Bilingual{EN: words.CutText(words.Flat(b.EN), 110), ZH: words.CutText(words.Flat(b.ZH), 110)}
}

// chineseAttr is the attribute under which the page's script finds the Chinese of an element's text.
func ChineseAttr(zh string) template.HTMLAttr {
	if zh == "" {
		return ""
	}
	return template.HTMLAttr(` data-zh="` + template.HTMLEscapeString(zh) + `"`)
}
