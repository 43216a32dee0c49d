var sdk = require("../vendors/NIM_Web_NIM_weixin.js");
var NIM = sdk.NIM || sdk; // the demo has a build of IM alone

// controller/im.js: the instance lives in the application object.
module.exports = function (account, token) {
  var app = getApp();
  app.globalData.nim = NIM.getInstance({
    appKey: "45c6af3c98409b18a84451215d0bdd6e", account: account, token: token, transports: ["websocket"],
      syncSessionUnread: true,
    onconnect: function () {},
    onwillreconnect: function () {},
    // A kick is shown, and answered by destroy and the login page at once. Codes 302 and 417 are only shown.
    ondisconnect: function (error) {
      if (!error || error.code !== "kicked") return;
      wx.showModal({
        success: function (answer) {
          if (!answer.confirm) return;
          app.globalData.nim.destroy({ done: function () {} });
          wx.reLaunch({ url: "/pages/login/login" });
        }
      });
    },
    // Each error ends the connection and asks for another in the same breath.
    onerror: function () {
      app.globalData.nim.disconnect();
      app.globalData.nim.connect();
    }
  });
};
