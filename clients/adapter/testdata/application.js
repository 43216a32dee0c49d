module.exports = function (tools, sdk) {
  return {
    login: function (name) {
      tools.attempt("login", name, function () {
        sdk.open(function () { tools.emit("connected", name, {}); });
      });
    }
  };
};
