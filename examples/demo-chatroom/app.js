App({
  globalData: { account: null, token: null, chatroomInstance: null },
  // The demo takes the account from its server when it starts.
  login: function (account, token) {
    this.globalData.account = account;
    this.globalData.token = token;
  },
  logout: function () { // the demo has none: the user goes back to its first page
    var open = getCurrentPages();
    if (open.length > 1) wx.navigateBack({ delta: open.length - 1 });
  }
});
