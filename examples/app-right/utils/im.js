// The connections of the application: one account, and one chatroom beside it.
var SDK = require("./NIM_Web_SDK_miniapp.js");
var keeper = require("./keeper");

var APP_KEY = "45c6af3c98409b18a84451215d0bdd6e";

function callbacks(o, told) {
  o.appKey = APP_KEY;
  o.onconnect = told.connected;
  o.onwillreconnect = told.reconnecting;
  o.ondisconnect = told.over;
  return o;
}

var account = keeper(function (who, told) {
  return SDK.NIM.getInstance(callbacks({ account: who.account, token: who.token, db: false }, told));
});
var room = keeper(function (which, told) {
  return SDK.Chatroom.getInstance(callbacks({
    account: which.who.account, token: which.who.token, chatroomId: which.id, chatroomAddresses: which.addresses
  }, told));
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
