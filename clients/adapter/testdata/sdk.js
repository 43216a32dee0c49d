/* VERSION:1.2.3 */
module.exports = {
  open: function (opened) {
    wx.request({
      url: "https://weblink.netease.im/socket.io/1/",
      success: function (answer) {
        var socket = wx.connectSocket({ url: "wss://weblink.netease.im/socket.io/1/websocket/" + answer.data.split(":")[0] });
        socket.onOpen(opened);
      }
    });
  }
};
