Page({
  // pages/setting/setting.js: the login page is shown when done has come.
  logout: function () {
    getApp().globalData.nim.destroy({
      done: function () { wx.reLaunch({ url: "/pages/login/login" }); }
    });
  }
});
