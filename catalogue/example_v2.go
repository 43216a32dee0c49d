package catalogue

// examplesV2 are written for the V2 API of nim-web-sdk-ng, whose services return promises.
var examplesV2 = map[string]Example{
	"LIM-01": inNG(`
  // both the launch page and the chat page do
> await nim.V2NIMLoginService.login('alice', token, {})`,
		"The second call logs the account out and in again: its link is closed and opened anew, and messages that "+
			"were under way fail.",
		"Ask getLoginStatus first, and call login only when the account is logged out.",
		"第二次调用会先登出再重新登录：连接被关闭后重建，正在发送的消息会失败。",
		"先用 getLoginStatus 查询，只在未登录时才调用 login。"),
	"LIM-04": inNG(`
  nim.V2NIMLoginService.on('onConnectStatus', status => {
>   if (status === CONNECTED) hideReconnecting()
  })
  await chatroom.enter(roomId, params)`,
		"While the lost socket still counts, the reconnect asks for a third one: it is refused, and the status "+
			"stays away.",
		"Show that it is reconnecting for as long as the status says so, and leave the chatroom when that takes "+
			"longer than the next attempt.",
		"断掉的 socket 还占着名额时，重连又要了第三个：被拒绝，连接状态迟迟不变。",
		"状态没变之前一直显示重连中；等过一次重试仍未恢复，就先退出聊天室。"),
	"LIM-05": inNG(`
  // pages/chat and pages/contacts both do
> await nim.V2NIMLoginService.login('alice', token, {})`,
		"The second page's call closes the link and opens another. If the peer is slow to answer the close, both "+
			"count.",
		"Log in once, in the application object, and let the pages ask getLoginStatus.",
		"第二个页面的调用会关掉连接再开一个；对端应答关闭较慢时，两个都占名额。",
		"只在 App 对象里登录一次，各页面用 getLoginStatus 查询。"),
	"LIM-07": inNG(`
  nim.V2NIMLoginService.on('onConnectStatus', status => {
>   if (status === CONNECTED) hideReconnecting()
  })`,
		"The link is lost while both slots are in use: the new socket is refused, and the account stays offline "+
			"until the chatroom is left.",
		"Exit the chatroom when the status is waiting, and enter it again when it is connected.",
		"两个名额都在用时断线：新 socket 被拒绝，退出聊天室之前账号一直离线。",
		"状态变为等待重连时退出聊天室，恢复连接后再进入。"),
	"LIM-08": inNG(`
  try {
    await nim.V2NIMLoginService.login('alice', token, { timeout: 60000 })
> } catch (e) { retry() }`,
		"Nobody answers the login: the SDK tries again by itself while the socket before is still closing, and two "+
			"count.",
		"Call logout before you try again, and keep a slot free while a login is pending.",
		"登录无人应答：SDK 在上一个 socket 还在关闭时就自行重试，两个都占名额。",
		"重试之前先调用 logout；登录未完成时给它留出一个名额。"),
	"KCK-04": inNG(`
  nim.V2NIMLoginService.on('onKickedOffline', () => {
>   count--
  })`,
		"The kick comes while the login is pending: the SDK goes on trying, and its sockets still take a slot that "+
			"the application counts as free.",
		"Call logout in onKickedOffline, and count the slot as free when its promise is settled.",
		"登录未完成时被踢：SDK 还在继续尝试，它的 socket 仍占着应用以为空闲的名额。",
		"在 onKickedOffline 里调用 logout，等它的 promise 有结果后再把名额算作空闲。"),
	"DST-02": inNG(`
  // two sockets are open: nim (alice) and chatroom
  await nim.destroy()
> await next.V2NIMLoginService.login('bob', token, {})`,
		"The promise is kept while alice's socket is still closing. The platform counts that one, too: with the "+
			"chatroom open bob's would be the third, so connectSocket fails.",
		"Log in when the old socket is really closed (the time line below shows how long that takes), and try again "+
			"when the platform refuses. The mend belongs in the SDK: settle the promise after the socket's onClose.",
		"promise 兑现时 alice 的 socket 还在关闭，平台也把它算在内：聊天室开着时 bob 的就是第三个，connectSocket 失败。",
		"等旧 socket 真正关闭（下方时间线显示需要多久）再登录，被平台拒绝时重试。应由 SDK 修复：在 socket 的 onClose 之后再兑现 promise。"),
	"DST-04": inNG(`
  // the login that onLoad began is still under way
  onUnload() {
>   nim.V2NIMLoginService.logout().then(() => count--)
  }`,
		"The promise is kept at once and the application counts the slot as free, but the instance goes on: its "+
			"socket stays, and nobody owns it.",
		"Do not leave while a login is under way: wait until its promise is settled, then log out or destroy.",
		"promise 立刻兑现，应用把名额算作空闲，但实例还在继续：它的 socket 留了下来，没人管理。",
		"登录进行中不要离开：等登录的 promise 有结果，再登出或销毁。"),
	"DST-07": inNG(`
  await nim.destroy()
> showLoginPage()`,
		"Something of the old instance still runs after this: a late callback changes the login page, or a late "+
			"socket takes a slot.",
		"Take your listeners off the instance before you destroy it.",
		"这之后旧实例还有动作：迟到的回调改动登录页，或者迟到的 socket 占走名额。",
		"销毁之前先移除自己注册的监听器。"),
	"DST-09": inNG(`
  // two sockets are open: nim (alice) and chatroom
  await nim.V2NIMLoginService.logout()
> await nim.V2NIMLoginService.login('bob', token, {})`,
		"The promise of logout is kept while the socket is still closing: the next one is the third, and "+
			"wx.connectSocket fails.",
		"As for DST-02: log in when the old socket is really closed, and try again when the platform refuses.",
		"logout 的 promise 兑现时 socket 还在关闭：下一个就是第三个，wx.connectSocket 失败。",
		"同 DST-02：等旧 socket 真正关闭再登录，被平台拒绝时重试。"),
	"SWI-01": inNG(`
  await nim.destroy()
> await next.V2NIMLoginService.login('bob', token, {})`,
		"bob's socket opens while alice's is still closing (DST-02). With a chatroom open that is a third socket, "+
			"and wx.connectSocket fails.",
		"As for DST-02: log bob in when alice's socket is really closed, and try again when the platform refuses.",
		"alice 的 socket 还在关闭中，bob 的就打开了（DST-02）。聊天室开着时这是第三个 socket，wx.connectSocket 失败。",
		"同 DST-02：等 alice 的 socket 真正关闭再让 bob 登录，被平台拒绝时重试。"),
	"SWI-02": inNG(`
  V2NIMChatroomClient.destroyInstance(lobby.getInstanceId())
> await attic.enter('attic', params)`,
		"The next room's socket opens while the last room's is still closing (DST-02). With IM open that is a third "+
			"socket, and wx.connectSocket fails.",
		"As for DST-02: enter the next room when the last one's socket is really closed, and try again when the "+
			"platform refuses.",
		"上一个聊天室的 socket 还在关闭中，下一个就打开了（DST-02）。IM 开着时这是第三个 socket，wx.connectSocket 失败。",
		"同 DST-02：等旧 socket 真正关闭后再发起下一个连接，被平台拒绝时重试。"),
	"SWI-03": inNG(`
  // both slots are in use: nim and lobby
  V2NIMChatroomClient.destroyInstance(lobby.getInstanceId())
> await attic.enter('attic', params)`,
		"The old socket still counts (DST-02): wx.connectSocket fails, because two are in use.",
		"As for DST-02: wait for the old socket's end, and try again when the platform refuses.",
		"旧 socket 仍占名额（DST-02）：两个都在用，wx.connectSocket 失败。",
		"同 DST-02：等旧 socket 真正关闭后再发起下一个连接，被平台拒绝时重试。"),
	"SWI-05": inNG(`
  async onSwipe(next) {
    V2NIMChatroomClient.destroyInstance(room.getInstanceId())
>   await enter(next)
  }`,
		"At each swipe the old room's socket still counts (DST-02): with IM open wx.connectSocket fails.",
		"As for DST-02; and enter a room only when the user has stayed on it for a moment.",
		"每次滑动时，旧聊天室的 socket 还在计数（DST-02）：IM 开着，wx.connectSocket 就失败。",
		"同 DST-02：等旧 socket 真正关闭后再发起下一个连接，被平台拒绝时重试。另外，等用户在一个直播间停留片刻再进入。"),
	"DOM-01": inNG(`
> await nim.V2NIMMessageService.sendMessage(picture, conversationId)`,
		"wx.request fails with \"url not in domain list\": the SDK asks a host that the console does not know.",
		"Enter the host named below in the console's list of request domains.",
		"wx.request 报“url not in domain list”：SDK 访问了后台没有填写的主机。",
		"把下方列出的域名加入小程序后台的 request 合法域名。"),
	"STO-02": inNG(`
> await nim.V2NIMLoginService.login('alice', token, {})`,
		"The SDK calls the storage without a guard. When the storage is full it throws: the login ends there.",
		"Free storage before the login: wx.getStorageInfoSync tells how full it is. The mend belongs in the SDK: a "+
			"guard around each call of the storage.",
		"SDK 调用本地存储时没有保护。存储已满时会抛出异常，登录到此为止。",
		"登录前先清出存储空间：用 wx.getStorageInfoSync 查看用量。根本修复应在 SDK：每次存储调用都要捕获异常。"),
	"REC-14": inNG(`
  nim.V2NIMLoginService.on('onConnectStatus', status => {
>   if (status === WAITING) showReconnecting()
  })`,
		"After a restart of the service every client waits for the same time: all log in within the same instant.",
		"Return a random delay from setReconnectDelayProvider.",
		"服务重启之后所有客户端等待的时间都一样：全部在同一瞬间登录。",
		"在 setReconnectDelayProvider 里返回随机的延迟。"),
}
