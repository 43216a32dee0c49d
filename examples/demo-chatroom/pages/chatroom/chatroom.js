var sdk = require("../../vendor/NIM_Web_Chatroom_miniapp.js");
var Chatroom = sdk.Chatroom || sdk; // the demo has a build of chatrooms alone
var app = getApp();

Page({
  pageTimer: null,
  // The addresses are asked of the demo's server, and the answer makes the instance, whatever became of the page.
  onLoad: function (options) {
    var self = this;
    setTimeout(function () { // stands for that request
      app.globalData.chatroomInstance = Chatroom.getInstance({
        appKey: "45c6af3c98409b18a84451215d0bdd6e", account: app.globalData.account, token: app.globalData.token,
          reconnectionAttempts: 10,
        chatroomId: options.id, chatroomAddresses: options.addresses.split(","),
        onconnect: function () {},
        onwillreconnect: function () {},
        ondisconnect: function () {}, // it is only logged
        onerror: function () { self.back(); }
      });
    }, 100);
  },
  onUnload: function () {
    if (!app.globalData.chatroomInstance) return;
    app.globalData.chatroomInstance.destroy({
      done: function () { app.globalData.chatroomInstance = null; }
    });
  },
  back: function () {
    clearTimeout(this.pageTimer);
    this.pageTimer = setTimeout(function () { wx.redirectTo({ url: "/pages/home/home" }); }, 200);
  }
});
