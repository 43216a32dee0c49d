// The connections of the application, through the V1 API of nim-web-sdk-ng: one account, and one chatroom beside it.
var NIM = whole(require("./NIM_MINIAPP_SDK.js"));
var Chatroom = whole(require("./CHATROOM_MINIAPP_SDK.js"));
var keeper = require("./keeper");

var APP_KEY = "45c6af3c98409b18a84451215d0bdd6e";

// Builds of 0.x export the class, those of 10.x a module.
function whole(module) { return module.default || module; }
// refuses says whether an error is the service's answer: the SDK's own have no code, or 408 and 415.
function refuses(error) { return !!error && error.code > 0 && error.code !== 408 && error.code !== 415; }

function opened(instance, told) {
  instance.on("logined", told.connected);
  instance.on("willReconnect", told.waiting);
  // It comes at every loss, and once more when the SDK gives up: the status tells the two apart.
  instance.on("disconnect", function () { if (instance.status === "unconnected") told.over(false); });
  instance.on("kicked", function () { told.over(true); });
  instance.connect().catch(function (error) { if (instance.status === "unconnected") told.over(refuses(error)); });
  return { end: function () { return instance.destroy(); } };
}

var account = keeper(function (who, told) {
  return opened(new NIM({
    appkey: APP_KEY, account: who.account, token: who.token, debugLevel: "off",
    lbsUrls: ["https://lbs.netease.im/lbs/wxwebconf.jsp"], linkUrl: "wlnimsc0.netease.im"
  }), told);
});
var room = keeper(function (which, told) {
  return opened(new Chatroom({
    appkey: APP_KEY, account: which.who.account, token: which.who.token, debugLevel: "off",
    chatroomId: which.id, chatroomAddresses: which.addresses
  }), told);
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
