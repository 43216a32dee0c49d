package catalogue

var examples = map[string]Example{
	"LIM-02": example(`
  nim = SDK.NIM.getInstance({ account: 'alice', token, onconnect: enterRoom })
  function enterRoom() {
>   room = SDK.Chatroom.getInstance({ chatroomId, chatroomAddresses, onconnect })
  }`,
		"The chatroom asks for a socket that the platform no longer has: its onconnect never comes.",
		"Show IM and the chatroom on different pages until a release keeps to two sockets, and destroy one before "+
			"the other is opened."),
	"LIM-03": example(`
  room = SDK.Chatroom.getInstance({
    chatroomId, chatroomAddresses,
    onconnect: showRoom,
>   ondisconnect: showRetryButton,
  })`,
		"Neither callback comes when the platform refuses the socket: the page waits for ever.",
		"Count the sockets of the application and do not open one more than the platform allows; give each login a "+
			"time limit of your own."),
	"LIM-04": example(`
  nim = SDK.NIM.getInstance({ account: 'alice', token,
    onwillreconnect: showReconnecting,
>   onconnect: hideReconnecting,
  })
  room = SDK.Chatroom.getInstance({ chatroomId, chatroomAddresses })`,
		"While the lost socket still counts, the reconnect asks for a third one: it is refused and onconnect does "+
			"not come.",
		"Set needReconnect: false, and connect again from ondisconnect when the old socket is gone."),
	"LIM-05": example(`
  // pages/chat and pages/contacts both do
> nim = SDK.NIM.getInstance({ account: 'alice', token, onconnect })`,
		"The second page's call opens a second socket for the same account, and no slot is left for the chatroom.",
		"Keep the instance in the application object, and hand it to the pages."),
	"LIM-06": example(`
  nim.destroy({ done() {
>   nim = SDK.NIM.getInstance({ account: 'alice', token, onconnect })
  } })`,
		"Each round leaves a socket behind. As soon as the slots are used up, the platform refuses this one.",
		"Switch accounts as seldom as possible, and ask the user to restart the mini program when a login is refused."),
	"LIM-07": example(`
  nim = SDK.NIM.getInstance({ account: 'alice', token,
>   onconnect: hideReconnecting,
  })
  room = SDK.Chatroom.getInstance({ chatroomId, chatroomAddresses })`,
		"The link is lost while both slots are in use: the new socket is refused, and onconnect does not come until "+
			"the chatroom is left.",
		"Leave the chatroom in onwillreconnect, and enter it again in onconnect."),
	"LIM-08": example(`
  nim = SDK.NIM.getInstance({ account: 'alice', token, onconnect, ondisconnect: retry })
  function retry() {
>   nim = SDK.NIM.getInstance({ account: 'alice', token, onconnect, ondisconnect: retry })
  }`,
		"The login before timed out and left its socket open: this one takes the second slot, and the one after it "+
			"is refused.",
		"Call destroy on an instance whose login timed out before you make the next one."),
	"LIM-09": example(`
  onTapLogin() {
>   nim.connect()
  }`,
		"Tapped twice, it opens two sockets or ends with none.",
		"Disable the button from the first tap until onconnect or ondisconnect."),
	"REC-01": example(`
  nim = SDK.NIM.getInstance({ account: 'alice', token,
>   reconnectionAttempts: 3,
    onwillreconnect: showReconnecting, ondisconnect: showRetryButton,
  })`,
		"The SDK makes another number of attempts than this line asks for: the retry button comes too early, too "+
			"late or never.",
		"Count onwillreconnect yourself, and call disconnect when the number is reached."),
	"REC-02": example(`
  nim = SDK.NIM.getInstance({ account: 'alice', token, reconnectionAttempts: 3,
    onwillreconnect: showReconnecting,
>   ondisconnect: showRetryButton,
  })`,
		"After the last attempt ondisconnect does not come once: the page shows \"connecting\" for ever, or opens "+
			"two logins.",
		"Count onwillreconnect: when the last announced attempt has had its time, call disconnect and show the "+
			"button."),
	"REC-03": example(`
  nim = SDK.NIM.getInstance({ account: 'alice', token,
>   onwillreconnect: showReconnecting,
  })`,
		"It stops coming: after an hour in a tunnel the SDK no longer tries, and the page does not know.",
		"Call connect in wx.onNetworkStatusChange and in the application's onShow when no attempt was announced for "+
			"some minutes."),
	"REC-04": example(`
  onwillreconnect(e) {
>   showCountdown(e.retryCount, e.duration)
  }`,
		"The attempt does not start when the countdown ends, so a slot that was freed for it is taken by then.",
		"Do not act on the duration: show that it is reconnecting, and free the slot at once."),
	"REC-06": example(`
  nim = SDK.NIM.getInstance({ account: 'alice', token,
>   reconnectionAttempts: 3,
    onconnect: hideReconnecting,
  })`,
		"The attempts are counted over the whole session: after three short gaps the SDK gives up at the fourth.",
		"Call connect from ondisconnect, with a limit of your own."),
	"REC-07": example(`
  nim = SDK.NIM.getInstance({ account: 'alice', token,
>   needReconnect: false,
    ondisconnect: openRoomInstead,
  })`,
		"The SDK reconnects all the same and takes the slot that the application gave to the chatroom.",
		"Call destroy in ondisconnect before the slot is used for something else."),
	"REC-08": example(`
  ondisconnect(e) {
>   if (e.code === 302) wx.redirectTo({ url: '/pages/login' })
  }`,
		"The code does not arrive here: the SDK goes on with a token that the service refused for good.",
		"Fetch a fresh token before each login, and call destroy when onconnect has not come in time."),
	"REC-09": example(`
  nim = SDK.NIM.getInstance({ account: 'alice', token,
>   onwillreconnect: showReconnecting,
  })`,
		"After this kind of loss it does not come: the page shows the user as online, and no message arrives.",
		"Call connect in the application's onShow and in wx.onNetworkStatusChange."),
	"REC-11": example(`
  nim = SDK.NIM.getInstance({ account: 'alice', token, reconnectionAttempts: 3,
    onconnect: showHome,
>   ondisconnect: showRetryButton,
  })`,
		"The first connection fails for good and no callback says so: the start page waits for ever.",
		"Start a timer beside getInstance, and when it ends without onconnect, call destroy and show the button."),
	"REC-12": example(`
  onTapLogout() {
>   nim.disconnect()
    wx.redirectTo({ url: '/pages/login' })
  }`,
		"The waiting reconnect goes on: seconds later the account is online again, in a slot counted as free.",
		"Call destroy instead of disconnect."),
	"REC-13": example(`
  onTapRetry() {
>   nim.connect()
  }`,
		"Pressed during the wait it opens a second socket for the same login, and the chatroom finds no slot.",
		"Show the retry button only after ondisconnect, when no attempt is waiting."),
	"REC-14": example(`
  nim = SDK.NIM.getInstance({ account: 'alice', token,
>   onwillreconnect(e) { console.log(e.duration) },
  })`,
		"After a restart of the service every client announces the same duration: all log in within the same instant.",
		"Where reconnectDelayProvider is honoured (REC-18), return a random delay from it."),
	"REC-17": example(`
  nim = SDK.NIM.getInstance({ account: 'alice', token,
>   onconnect: hideReconnecting,
    onmsg: showMessage,
  })`,
		"The socket is back and the login is not: the page looks connected, and onmsg stays silent.",
		"Call disconnect and connect when onmsg and onsyncdone stay silent after a reconnect."),
	"REC-18": example(`
  nim = SDK.NIM.getInstance({ account: 'alice', token,
>   reconnectDelayProvider: () => 3000 + Math.random() * 2000,
  })`,
		"The function is ignored: the SDK waits as long as it would without this line.",
		"Set needReconnect: false, and time the calls of connect in the application."),
	"REC-19": example(`
  // app.js
> onShow() { showConversations() },`,
		"Back in the foreground the socket is dead or there are two: the conversation shows nothing new, or the "+
			"chatroom finds no slot.",
		"Call disconnect in onHide, and connect in onShow."),
	"KCK-01": example(`
  ondisconnect(e) {
>   if (e.code === 'kicked') { count--; showKicked(e.reason) }
  }`,
		"The branch is not entered once: the user is not told, or the count of sockets is wrong from then on.",
		"Do not rely on it for the count: ask the service about the session when a send fails, and destroy the "+
			"instance then."),
	"KCK-02": example(`
  ondisconnect(e) {
    if (e.code !== 'kicked') return
>   nim = SDK.NIM.getInstance({ account: 'bob', token, onconnect })
  }`,
		"The socket of the kicked account still counts, so with a chatroom open the platform refuses this one.",
		"Call destroy on the kicked instance, and open the next after its socket is gone."),
	"KCK-03": example(`
  ondisconnect(e) {
>   if (e.code === 'kicked') wx.redirectTo({ url: '/pages/login' })
  }`,
		"The kicked account reconnects behind the login page: it takes a slot and kicks the user's other device.",
		"Call destroy as soon as a kick is known, and from onwillreconnect ask your own service whether this device "+
			"may still be logged in."),
	"KCK-05": example(`
  ondisconnect(e) {
    if (e.code === 'kicked') showRemovedFromRoom()
>   // nim goes on
  }`,
		"It does not: the kick of one connection ends the other's socket, too.",
		"Treat a kick of either as the end of both, and connect the other again."),
	"KCK-06": example(`
  ondisconnect(e) {
    if (e.code !== 'kicked') return
>   nim.destroy({ done() { wx.redirectTo({ url: '/pages/login' }) } })
  }`,
		"done does not come once: the login page does not open, or opens twice.",
		"Do not wait for done after a kick: open the login page at once and guard it against a second call."),
	"KCK-07": example(`
  onTapLoginAgain() {
>   nim = SDK.NIM.getInstance({ account: 'alice', token, onconnect: showHome })
  }`,
		"onconnect does not come, or the login holds two sockets.",
		"Call destroy on the kicked instance and wait for its socket to go before you log in again."),
	"KCK-08": example(`
  ondisconnect(e) {
>   if (e.code === 'kicked') count--
  }`,
		"It runs twice for one socket: the count is below what the platform counts, and the next socket is refused.",
		"Remember per instance that it was kicked, and count once."),
	"KCK-09": example(`
> onmsg(message) { showMessage(message) }`,
		"It is called after the kick: the message of a logged-out user shows on the page.",
		"Drop what comes after ondisconnect with code kicked."),
	"DST-01": example(`
  nim.destroy({ done() {
>   nim = SDK.NIM.getInstance({ account: 'bob', token, onconnect })
  } })`,
		"It runs twice and opens two sockets, or not at all and bob never logs in.",
		"Guard done with a flag, and go on without it after 10 s."),
	"DST-02": example(`
  // two sockets are open: nim (alice) and room
  nim.destroy({ done() {
>   nim = SDK.NIM.getInstance({ account: 'bob', token, onconnect })
  } })`,
		"The getInstance inside destroy's done calls wx.connectSocket while alice's socket is still closing. The "+
			"platform counts that one, too: with the chatroom open bob's would be the third, so connectSocket fails "+
			"and bob never logs in.",
		"Do not open the next connection in done. Open it when the old socket is really closed (the time line below "+
			"shows how long that takes), and try again when the platform refuses. The mend belongs in the SDK: done "+
			"after the socket's onClose."),
	"DST-03": example(`
  wx.showLoading({ title: 'Logging out' })
> nim.destroy({ done() { wx.hideLoading() } })`,
		"On a dead network done comes late or never: the spinner stays.",
		"Go on without done after 10 s."),
	"DST-04": example(`
  // pages/home: the login that onLoad began is still under way
  onUnload() {
>   nim.destroy({ done() { count-- } })
  }`,
		"done comes at once and the application counts the slot as free. When the answer of the service arrives, "+
			"the destroyed instance opens its socket all the same; nobody owns it, and it keeps a slot until the "+
			"mini program ends.",
		"Do not destroy while a login is under way: remember the wish, and call destroy in onconnect or "+
			"ondisconnect. The mend belongs in the SDK: destroy has to cancel the handshake."),
	"DST-05": example(`
  onTapLogout() {
>   nim.destroy({ done() { wx.redirectTo({ url: '/pages/login' }) } })
  }`,
		"The announced attempt is made all the same: the account that was logged out comes back online.",
		"Set needReconnect: false, and reconnect from the application."),
	"DST-06": example(`
  onUnload() {
>   nim.destroy({ done() {} })
    this.stopTimers()
  }`,
		"After the logout button has destroyed the instance, this second destroy throws a TypeError: the line below "+
			"it is not run.",
		"Set nim = null in the first done, and call destroy only if (nim). The mend belongs in the SDK: destroy of "+
			"a destroyed instance has to do nothing."),
	"DST-07": example(`
  nim.destroy({ done() {
>   showLoginPage()
  } })`,
		"Something of the old instance still runs after this: a late callback changes the login page, or a late "+
			"socket takes a slot.",
		"Make the callbacks of an instance do nothing once it is destroyed."),
	"DST-08": example(`
> nim.destroy({ done() { wx.redirectTo({ url: '/pages/login' }) } })`,
		"The socket closes without a logout: the service believes the user to be online and sends no push "+
			"notification.",
		"Tell your own service about the logout, or pin a release that sends it."),
	"DST-09": example(`
  // two sockets are open: nim and the room that is left
  room.disconnect({ done() {
>   next = SDK.Chatroom.getInstance({ chatroomId: 'attic', chatroomAddresses, onconnect })
  } })`,
		"done of disconnect comes while the socket is still closing: the next one is the third, and "+
			"wx.connectSocket fails.",
		"As for DST-02: open the next connection when the old socket is really closed, and try again when the "+
			"platform refuses."),
	"DST-10": example(`
  room.destroy({ done() {
>   nim.connect()
  } })`,
		"After disconnect this does not connect again: the user stays offline.",
		"Destroy the IM instance instead of disconnecting it, and make a new one."),
	"DST-11": example(`
> nim.destroy({ done() { wx.redirectTo({ url: '/pages/login' }) } })`,
		"The service vanishes during destroy: done does not come once, or a socket stays.",
		"Go on without done after 10 s."),
	"SWI-01": example(`
  nim.destroy({ done() {
>   nim = SDK.NIM.getInstance({ account: 'bob', token, onconnect })
  } })`,
		"bob's socket opens while alice's is still closing (DST-02). With a chatroom open that is a third socket, "+
			"and wx.connectSocket fails.",
		"As for DST-02: open bob's connection when alice's socket is really closed, and try again when the platform "+
			"refuses."),
	"SWI-02": example(`
  room.destroy({ done() {
>   room = SDK.Chatroom.getInstance({ chatroomId: 'attic', chatroomAddresses, onconnect })
  } })`,
		"The next room's socket opens while the last room's is still closing (DST-02). With IM open that is a third "+
			"socket, and wx.connectSocket fails.",
		"As for DST-02: enter the next room when the last one's socket is really closed, and try again when the "+
			"platform refuses."),
	"SWI-03": example(`
  // both slots are in use: nim and room
  room.destroy({ done() {
>   room = SDK.Chatroom.getInstance({ chatroomId: 'attic', chatroomAddresses, onconnect })
  } })`,
		"The old socket still counts (DST-02): wx.connectSocket fails, because two are in use. On a fast network it "+
			"closes in time, so no developer sees it.",
		"As for DST-02: wait for the old socket's end, and try again when the platform refuses."),
	"SWI-04": example(`
  nim.destroy({ done() {
>   nim = SDK.NIM.getInstance({ account: 'alice', token, onconnect })
  } })`,
		"The call returns the destroyed instance from a cache: onconnect does not come.",
		"Keep no reference to the destroyed instance, and restart the mini program when the login does not come."),
	"SWI-05": example(`
  onSwipe(next) {
    room.destroy({ done() {
>     room = SDK.Chatroom.getInstance({ chatroomId: next, chatroomAddresses, onconnect })
    } })
  }`,
		"At each swipe the old room's socket still counts (DST-02): with IM open wx.connectSocket fails.",
		"As for DST-02; and enter a room only when the user has stayed on it for a moment."),
	"DOM-02": example(`
> nim = SDK.NIM.getInstance({ account: 'alice', token, onconnect })`,
		"wx.connectSocket fails with \"url not in domain list\": the SDK falls back to a host that the console does "+
			"not know.",
		"Enter the host named below in the console's list of socket domains."),
	"DOM-01": example(`
> nim = SDK.NIM.getInstance({ account: 'alice', token, onconnect })`,
		"wx.request fails with \"url not in domain list\": the SDK asks a host that the console does not know.",
		"Enter the host named below in the console's list of request domains."),
	"UPL-01": example(`
> nim.sendFile({ scene: 'p2p', to: 'bob', type: 'image', filePath, done })`,
		"done comes with an error, or the picture arrives incomplete.",
		"Upload the file with wx.uploadFile to storage of your own, and send its address."),
	"UPL-02": example(`
> nim.sendFile({ filePath, uploadprogress: p => setBar(p.percentage), done })`,
		"The bar does not reach 100 %.",
		"Show a spinner without a percentage, and end it in done."),
	"UPL-03": example(`
> nim.sendFile({ filePath, done(err) { err ? markFailed() : markSent() } })`,
		"done does not come once: the message stays \"sending\".",
		"Mark the message as failed after a time limit of your own."),
	"STO-02": example(`
> nim = SDK.NIM.getInstance({ account: 'alice', token, onconnect: showHome })`,
		"The SDK calls wx.setStorageSync without a guard. When the storage is full it throws: the login ends there, "+
			"and onconnect never comes.",
		"Free storage before the login: wx.getStorageInfoSync tells how full it is. The mend belongs in the SDK: a "+
			"guard around each call of the storage."),
	"GLB-04": example(`
  App({
>   onError(message) { report(message) },
  })`,
		"The SDK's own exception ends up here, not at a callback: what it was doing ends at that line, and nobody "+
			"is told.",
		"Report onError and wx.onUnhandledRejection to your own service, and give each login and logout a time limit."),
	"MSG-04": example(`
> onmsg(message) { placeOrder(message) }`,
		"It is called twice for one message, or in another order than sent.",
		"Keep the idServer of what was handled, and sort by time before you show."),
	"MSG-05": example(`
> nim.sendText({ scene: 'p2p', to: 'bob', text, done: showResult })`,
		"Offline, done does not come: the message looks sent.",
		"Mark the message as failed after a time limit of your own."),
	"APP-01": example(`
  onconnect() { count++ }
  ondisconnect(e) { if (e.code === 'kicked') count-- }
> nim.destroy({ done() { count-- } })`,
		"From here on the count is not what the platform counts: a socket is refused although count < 2, or a free "+
			"slot is never used.",
		"Count from wx.connectSocket and the socket's onClose, not from the callbacks."),
}
