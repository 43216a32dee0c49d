var im = require("../../utils/im.js");

Page({
  // The addresses come from the application's own server; here they came with the page's parameters.
  onLoad: function (options) {
    this.id = options.id;
    im.enterRoom(options.id, options.addresses.split(","));
  },
  onUnload: function () {
    im.leaveRoom(this.id);
  }
});
