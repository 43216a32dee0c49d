package catalogue

// examplesV1 are written for the V1 API of nim-web-sdk-ng, whose IM and chatroom instances emit events and return
// promises.
var examplesV1 = map[string]Example{
	"LIM-03": inNG(`
  const room = new Chatroom({ appkey, account, token, chatroomId, chatroomAddresses })
  room.on('logined', showRoom)
> room.on('disconnect', showRetryButton)
  room.connect()`,
		"Neither event comes when the platform refuses the socket: the page waits for ever.",
		"Count the sockets of the application and do not open one more than the platform allows; give each login a "+
			"time limit of your own.",
		"平台拒绝 socket 时两个事件都不来：页面一直等下去。",
		"应用自己统计 socket 数，不超过平台上限；每次登录都加上自己的超时。"),
	"LIM-04": inNG(`
  nim.on('willReconnect', showReconnecting)
> nim.on('logined', hideReconnecting)
  room.connect()`,
		"While the lost socket still counts, the reconnect asks for a third one: it is refused and logined does not "+
			"come.",
		"Set needReconnect: false, and connect again when the old socket is gone.",
		"断掉的 socket 还占着名额时，重连又要了第三个：被拒绝，logined 不会触发。",
		"设置 needReconnect: false，等旧 socket 消失后再 connect。"),
	"LIM-07": inNG(`
> nim.on('logined', hideReconnecting)
  room.connect()`,
		"The link is lost while both slots are in use: the new socket is refused, and logined does not come until "+
			"the chatroom is left.",
		"Disconnect the chatroom in willReconnect, and connect it again in logined.",
		"两个名额都在用时断线：新 socket 被拒绝，离开聊天室之前 logined 不会触发。",
		"在 willReconnect 里断开聊天室，在 logined 里再连上。"),
	"LIM-08": inNG(`
  nim.connect().catch(retry)
  function retry() {
>   nim.connect().catch(retry)
  }`,
		"Nobody answered the login before, and its socket is still closing when the next one opens: two count.",
		"Call destroy on an instance whose login failed, and wait for its socket's end before you make the next one.",
		"上一次登录无人应答，它的 socket 还在关闭时下一个就打开了：两个都占名额。",
		"登录失败的实例先调用 destroy，等它的 socket 结束后再新建。"),
	"REC-08": inNG(`
> nim.on('disconnect', () => wx.redirectTo({ url: '/pages/login' }))`,
		"The service refused the token for good, and no event says so: the releases up to 0.17.2 go on with it for "+
			"as long as they live, and what later ones emit has no code.",
		"Fetch a fresh token before each login, and call destroy when logined has not come in time.",
		"服务端已彻底拒绝这个 token，却没有事件说明：0.17.2 及更早的版本会一直用它重试，之后的版本触发的事件里没有错误码。",
		"每次登录前都取新的 token；logined 迟迟不来就调用 destroy。"),
	"REC-11": inNG(`
  nim.on('logined', showHome)
> nim.on('disconnect', showRetryButton)
  nim.connect()`,
		"The first connection fails for good and no event says so: the start page waits for ever.",
		"Start a timer beside connect, and when it ends without logined, call destroy and show the button.",
		"首次连接彻底失败，却没有事件说明：启动页一直等下去。",
		"调用 connect 时自己启动计时器，到时还没有 logined 就调用 destroy 并显示重试按钮。"),
	"REC-14": inNG(`
> nim.on('willReconnect', e => console.log(e.duration))`,
		"After a restart of the service every client announces the same duration: all log in within the same instant.",
		"Set needReconnect: false, and call connect after a random delay of your own.",
		"服务重启后，所有客户端预告的时长都一样：它们会在同一瞬间登录。",
		"设置 needReconnect: false，由应用随机延迟之后再调用 connect。"),
	"KCK-01": inNG(`
> room.on('kicked', e => { count--; showKicked(e.reason) })`,
		"It does not come once: the user is not told, or the count of sockets is wrong from then on.",
		"Do not rely on it for the count: ask the service about the session when a send fails, and destroy the "+
			"instance then.",
		"它没有恰好触发一次：用户不知情，或者此后 socket 计数一直不对。",
		"不要靠它计数：发送失败时向服务端查询会话状态，然后销毁实例。"),
	"KCK-02": inNG(`
  room.on('kicked', () => {
>   attic.connect()
  })`,
		"The socket of the kicked instance still counts, so with IM open the platform refuses this one.",
		"Call destroy on the kicked instance, and open the next after its socket is gone.",
		"被踢实例的 socket 仍占名额：IM 在线时平台拒绝这一个。",
		"对被踢的实例调用 destroy，等它的 socket 消失后再打开下一个。"),
	"KCK-03": inNG(`
> room.on('kicked', () => wx.redirectTo({ url: '/pages/rooms' }))`,
		"The kicked instance stays connected, or comes back, behind the list of rooms: it keeps a slot.",
		"Call destroy as soon as a kick is known, and ask your own service from time to time whether this user may "+
			"still be in the room.",
		"被踢的实例在房间列表背后仍然连着或者又连回来：一直占着名额。",
		"一旦得知被踢就调用 destroy，并不时向自己的服务端查询该用户是否还可以留在房间。"),
	"KCK-05": inNG(`
  room.on('kicked', showRemovedFromRoom)
> // nim goes on`,
		"The kick of one connection is not shown, or ends the other's socket, too.",
		"Treat a kick of either as the end of both, and connect the other again.",
		"一个连接被踢时没有提示，或者连另一个的 socket 也结束了。",
		"任何一个被踢都当作两个都断开，再重新连接另一个。"),
	"KCK-07": inNG(`
  onTapEnterAgain() {
>   room.connect()
  }`,
		"logined does not come after a kick, or the login holds two sockets.",
		"Call destroy on the kicked instance and wait for its socket to go before you log in again.",
		"被踢之后 logined 不来，或者这次登录占着两个 socket。",
		"先对被踢的实例调用 destroy，等它的 socket 消失后再登录。"),
	"KCK-08": inNG(`
> room.on('kicked', () => count--)`,
		"It does not run once for one socket: the count is not what the platform counts.",
		"Remember per instance that it was kicked, and count once.",
		"对一个 socket 没有恰好触发一次：计数与平台的不一致。",
		"为每个实例记录是否已被踢，只减一次。"),
	"KCK-09": inNG(`
> room.on('chatroomMsg', showMessage)`,
		"It is called after the kick: a user who was removed still reads the room.",
		"Take your listeners off the instance in kicked, and destroy it.",
		"被踢之后仍会触发：已被移出的用户还能看到房间的消息。",
		"在 kicked 里移除监听器并销毁实例。"),
	"DST-02": inNG(`
  // two sockets are open: nim (alice) and room
  await nim.destroy()
> await next.connect() // bob`,
		"The promise is kept while alice's socket is still closing. The platform counts that one, too: with the "+
			"chatroom open bob's would be the third, so connectSocket fails.",
		"Connect when the old socket is really closed (the time line below shows how long that takes), and try "+
			"again when the platform refuses. The mend belongs in the SDK: settle the promise after the socket's "+
			"onClose.",
		"promise 兑现时 alice 的 socket 还在关闭，平台也把它算在内：聊天室开着时 bob 的就是第三个，connectSocket 失败。",
		"等旧 socket 真正关闭（下方时间线显示需要多久）再连接，被平台拒绝时重试。应由 SDK 修复：在 socket 的 onClose 之后再兑现 promise。"),
	"DST-04": inNG(`
  // the connect that onLoad began is still under way
  onUnload() {
>   nim.destroy().then(() => count--)
  }`,
		"The promise is kept at once and the application counts the slot as free, but the instance goes on: its "+
			"socket opens all the same, and nobody owns it.",
		"Do not leave while a login is under way: wait until its promise is settled, then destroy.",
		"promise 立刻兑现，应用把名额算作空闲，但实例还在继续：它的 socket 照样打开，没人管理。",
		"登录进行中不要离开：等登录的 promise 有结果再销毁。"),
	"DST-06": inNG(`
  onUnload() {
>   nim.destroy()
  }`,
		"After the logout button has destroyed the instance, the promise of this second destroy is rejected with a "+
			"TypeError of the SDK's own, and nobody handles it.",
		"Set nim = null after the first destroy, and call destroy only if (nim). The mend belongs in the SDK: "+
			"destroy of a destroyed instance has to do nothing.",
		"退出按钮已经销毁实例，这第二次 destroy 的 promise 以 SDK 自己的 TypeError 被拒绝，没有人处理。",
		"第一次 destroy 之后令 nim = null，只在 if (nim) 时调用。应由 SDK 修复：对已销毁的实例 destroy 应当什么都不做。"),
	"DST-07": inNG(`
  await nim.destroy()
> showLoginPage()`,
		"Something of the old instance still runs after this: a late event changes the login page, or a late socket "+
			"takes a slot.",
		"Take your listeners off the instance before you destroy it.",
		"这之后旧实例还有动作：迟到的事件改动登录页，或者迟到的 socket 占走名额。",
		"销毁之前先移除自己注册的监听器。"),
	"DST-09": inNG(`
  // two sockets are open: nim and the room that is left
  await room.disconnect()
> await attic.connect()`,
		"The promise of disconnect is kept while the socket is still closing: the next one is the third, and "+
			"wx.connectSocket fails.",
		"As for DST-02: connect when the old socket is really closed, and try again when the platform refuses.",
		"disconnect 的 promise 兑现时 socket 还在关闭：下一个就是第三个，wx.connectSocket 失败。",
		"同 DST-02：等旧 socket 真正关闭再连接，被平台拒绝时重试。"),
	"SWI-01": inNG(`
  await nim.destroy()
> await next.connect() // bob`,
		"bob's socket opens while alice's is still closing (DST-02). With a chatroom open that is a third socket, "+
			"and wx.connectSocket fails.",
		"As for DST-02: connect bob when alice's socket is really closed, and try again when the platform refuses.",
		"alice 的 socket 还在关闭中，bob 的就打开了（DST-02）。聊天室开着时这是第三个 socket，wx.connectSocket 失败。",
		"同 DST-02：等 alice 的 socket 真正关闭再让 bob 登录，被平台拒绝时重试。"),
	"SWI-02": inNG(`
  await room.destroy()
> await attic.connect()`,
		"The next room's socket opens while the last room's is still closing (DST-02). With IM open that is a third "+
			"socket, and wx.connectSocket fails.",
		"As for DST-02: enter the next room when the last one's socket is really closed, and try again when the "+
			"platform refuses.",
		"上一个聊天室的 socket 还在关闭中，下一个就打开了（DST-02）。IM 开着时这是第三个 socket，wx.connectSocket 失败。",
		"同 DST-02：等旧 socket 真正关闭后再发起下一个连接，被平台拒绝时重试。"),
	"SWI-03": inNG(`
  // both slots are in use: nim and room
  await room.destroy()
> await attic.connect()`,
		"The old socket still counts (DST-02): wx.connectSocket fails, because two are in use.",
		"As for DST-02: wait for the old socket's end, and try again when the platform refuses.",
		"旧 socket 仍占名额（DST-02）：两个都在用，wx.connectSocket 失败。",
		"同 DST-02：等旧 socket 真正关闭后再发起下一个连接，被平台拒绝时重试。"),
	"SWI-05": inNG(`
  async onSwipe(next) {
    await room.destroy()
>   await enter(next)
  }`,
		"At each swipe the old room's socket still counts (DST-02): with IM open wx.connectSocket fails.",
		"As for DST-02; and enter a room only when the user has stayed on it for a moment.",
		"每次滑动时，旧聊天室的 socket 还在计数（DST-02）：IM 开着，wx.connectSocket 就失败。",
		"同 DST-02：等旧 socket 真正关闭后再发起下一个连接，被平台拒绝时重试。另外，等用户在一个直播间停留片刻再进入。"),
	"DOM-01": inNG(`
> await nim.msg.sendImageMsg({ scene: 'p2p', to: 'bob', filePath })`,
		"wx.request fails with \"url not in domain list\": the SDK asks a host that the console does not know.",
		"Enter the host named below in the console's list of request domains.",
		"wx.request 报“url not in domain list”：SDK 访问了后台没有填写的主机。",
		"把下方列出的域名加入小程序后台的 request 合法域名。"),
	"STO-02": inNG(`
> await nim.connect()`,
		"The SDK calls the storage without a guard. When the storage is full it throws: the login ends there.",
		"Free storage before the login: wx.getStorageInfoSync tells how full it is. The mend belongs in the SDK: a "+
			"guard around each call of the storage.",
		"SDK 调用本地存储时没有保护。存储已满时会抛出异常，登录到此为止。",
		"登录前先清出存储空间：用 wx.getStorageInfoSync 查看用量。根本修复应在 SDK：每次存储调用都要捕获异常。"),
}
