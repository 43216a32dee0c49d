var start = require("../../controller/im.js");

Page({
  // pages/login/login.js: the button makes the controller, which makes the instance.
  login: function (account, token) { start(account, token); }
});
