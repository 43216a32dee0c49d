// The connections of an application with five bugs. Each is of a kind that public reports and public code show again
// and again; nothing here is anybody's code.
var SDK = require("./NIM_Web_SDK_miniapp.js");

var APP_KEY = "45c6af3c98409b18a84451215d0bdd6e";
var nim = null, who = null, sockets = 0;

// Bug 1: connect before done. Whoever logs out and in again gets the next instance while the last one's socket closes:
// the platform then says that there are too many sockets, or the new instance is told of the end of the old one.
exports.login = function (account, token) {
  who = { account: account, token: token };
  nim = SDK.NIM.getInstance({
    appKey: APP_KEY, account: account, token: token, db: false,
    // Bug 2: the count is lost at a reconnect. onconnect comes again each time, and nothing is taken off for the socket
    // that was lost: after two losses the application believes that no socket is left for a chatroom.
    onconnect: function () { sockets++; },
    // Bug 3: an end in the wrong callback. The SDK is about to reconnect by itself; the application ends the connection
    // and asks for another in the same breath. (In a public demo it stands in onerror.)
    onwillreconnect: function () {
      nim.disconnect();
      nim.connect();
    },
    ondisconnect: function () {}
  });
};
exports.logout = function () {
  if (!nim) return;
  nim.destroy({ done: function () { sockets = Math.max(0, sockets - 1); } });
  nim = null;
};
exports.who = function () { return who; };
exports.count = function () { return sockets; };
exports.entered = function () { sockets++; };

exports.openRoom = function (id, addresses) {
  return SDK.Chatroom.getInstance({
    appKey: APP_KEY, account: who.account, token: who.token, chatroomId: id, chatroomAddresses: addresses,
    onconnect: exports.entered, onwillreconnect: function () {}, ondisconnect: function () {}
  });
};
