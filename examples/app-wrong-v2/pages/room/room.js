var im = require("../../utils/im.js");

Page({
  onLoad: function (options) {
    var page = this;
    // Bug 4: an instance is leaked when the page is left early. The addresses are asked for, the user goes back, and
    // the answer opens a chatroom for a page that is gone. (A public demo asks its server here.)
    wx.getStorage({
      key: "addresses",
      complete: function () {
        setTimeout(function () {
          page.room = im.openRoom(options.id, options.addresses.split(","));
        }, 200);
      }
    });
  },
  // Bug 5: the chatroom is forgotten when the page is left. Its socket stays, and the next room gets none.
  onUnload: function () {
    this.room = null;
  }
});
