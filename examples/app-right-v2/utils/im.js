// The connections of the application, through the V2 API: one account, and one chatroom beside it.
var NIM = require("./NIM_MINIAPP_SDK.js").default;
var Chatroom = require("./CHATROOM_MINIAPP_SDK.js").default;
var keeper = require("./keeper");

var APP_KEY = "45c6af3c98409b18a84451215d0bdd6e";
// A mini program may contact only the hosts that are listed for it.
var HOSTS = { lbsUrls: ["https://lbs.netease.im/lbs/wxwebconf.jsp"], linkUrl: "wlnimsc0.netease.im" };
var LOGGED_OUT = 0, LOGGED_IN = 1, WAITING = 3; // V2NIMLoginStatus, V2NIMConnectStatus
var DISCONNECTED = 0, WAITS = 1, ENTERED = 5, EXITED = 6; // V2NIMChatroomStatus

// refuses says whether an error is the service's answer; the SDK's own begin at 190000.
function refuses(error) { return !!error && error.code > 0 && error.code < 190000; }

var account = keeper(function (who, told) {
  var nim = new NIM({ appkey: APP_KEY, apiVersion: "v2", debugLevel: "off" }, { V2NIMLoginServiceConfig: HOSTS });
  var service = nim.V2NIMLoginService;
  service.on("onLoginStatus", function (status) {
    if (status === LOGGED_IN) told.connected();
    // Behind a kick the SDK has its detail before it says that it is logged out.
    if (status === LOGGED_OUT) told.over(!!service.getKickedOfflineDetail());
  });
  service.on("onConnectStatus", function (status) { if (status === WAITING) told.waiting(); });
  service.on("onLoginFailed", function (error) { told.over(refuses(error)); });
  service.on("onKickedOffline", function () { told.over(true); });
  service.login(who.account, who.token).catch(function (error) {
    if (service.getLoginStatus() === LOGGED_OUT) told.over(refuses(error));
  });
  return { end: function () { return nim.destroy(); } };
});

var room = keeper(function (which, told) {
  var client = Chatroom.newInstance({ appkey: APP_KEY, debugLevel: "off" }), out = true;
  client.on("onChatroomStatus", function (status) {
    out = status === EXITED || status === DISCONNECTED;
    if (status === ENTERED) told.connected();
    if (status === WAITS) told.waiting();
    if (status === EXITED) told.over(false);
  });
  client.on("onChatroomKicked", function () { told.over(true); });
  client.enter(which.id, {
    accountId: which.who.account, token: which.who.token, roomNick: which.who.account,
    linkProvider: function () { return Promise.resolve(which.addresses); }
  }).catch(function (error) { if (out) told.over(refuses(error)); });
  return { end: function () { return Promise.resolve(Chatroom.destroyInstance(client.getInstanceId())); } };
});

exports.login = function (name, token) {
  account.want({ account: name, token: token });
};
exports.logout = function () {
  room.want(null);
  account.want(null);
};
exports.enterRoom = function (id, addresses) {
  var who = account.target();
  if (who) room.want({ id: id, addresses: addresses, who: who });
};
exports.leaveRoom = function (id) {
  var there = room.target();
  if (there && there.id === id) room.want(null);
};
exports.count = function () { return account.count() + room.count(); };
exports.connected = account.connected;
