App({
  onLaunch: function () {
    this.im = require("./utils/im.js");
  }
});
