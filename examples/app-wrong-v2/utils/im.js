// The connections of an application with five bugs, through the V2 API. Each is of a kind that public reports and
// public code show again and again; nothing here is anybody's code.
var NIM = require("./NIM_MINIAPP_SDK.js").default;
var Chatroom = require("./CHATROOM_MINIAPP_SDK.js").default;

var APP_KEY = "45c6af3c98409b18a84451215d0bdd6e";
var HOSTS = { lbsUrls: ["https://lbs.netease.im/lbs/wxwebconf.jsp"], linkUrl: "wlnimsc0.netease.im" };
var LOGGED_IN = 1, WAITING = 3, ENTERED = 5; // V2NIMLoginStatus, V2NIMConnectStatus, V2NIMChatroomStatus
var nim = null, who = null, sockets = 0;

function ignored() {}

// Bug 1: login before the end. Whoever logs out and in again gets the next instance while destroy of the last one is
// under way: the platform then says that there are too many sockets.
exports.login = function (account, token) {
  who = { account: account, token: token };
  nim = new NIM({ appkey: APP_KEY, apiVersion: "v2", debugLevel: "off" }, { V2NIMLoginServiceConfig: HOSTS });
  var service = nim.V2NIMLoginService;
  // Bug 2: the count is lost at a reconnect. The status comes again each time, and nothing is taken off for the socket
  // that was lost: after two losses the application believes that no socket is left for a chatroom.
  service.on("onLoginStatus", function (status) { if (status === LOGGED_IN) sockets++; });
  // Bug 3: an end in the wrong callback. The SDK is about to connect again by itself; the application logs out and in
  // in the same breath.
  service.on("onConnectStatus", function (status) {
    if (status !== WAITING) return;
    service.logout().catch(ignored);
    service.login(account, token).catch(ignored);
  });
  service.login(account, token).catch(ignored);
};
exports.logout = function () {
  if (!nim) return;
  nim.destroy().then(function () { sockets = Math.max(0, sockets - 1); });
  nim = null;
};
exports.count = function () { return sockets; };

exports.openRoom = function (id, addresses) {
  var client = Chatroom.newInstance({ appkey: APP_KEY, debugLevel: "off" });
  client.on("onChatroomStatus", function (status) { if (status === ENTERED) sockets++; });
  client.enter(id, {
    accountId: who.account, token: who.token, roomNick: who.account,
    linkProvider: function () { return Promise.resolve(addresses); }
  }).catch(ignored);
  return client;
};
