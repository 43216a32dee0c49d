// The application of a certification, written for QChat: instances that emit events, and calls that return promises.
// An account is a member of one server; whoever a message is for is a channel of it.
module.exports = function (tools, sdk) {
  var emit = tools.emit, attempt = tools.attempt;
  var QChat = sdk.default || sdk, SERVER = "1";
  var instances = {}; // by name: {sdk, link}; over: destroy was called

  function make(name, token, attempts, noReconnect, delay, id, dynamic) {
    var link = tools.connection(name, id), o = {
      appkey: tools.appKey, account: name, token: token, debugLevel: "off", linkAddresses: [tools.addresses.link] };
    if (attempts !== null) o.reconnectionAttempts = attempts;
    if (noReconnect) o.needReconnect = false;
    if (dynamic) o.authType = 1;
    // which the older SDK has; QChat takes it and does nothing with it
    if (delay) o.reconnectDelayProvider = function () { return delay; };
    var qchat = new QChat(o);
    qchat.on("logined", function () { link.status(true); });
    qchat.on("syncdone", function () { emit("sync done", name, {}); });
    qchat.on("willReconnect", function (e) {
      link.status(false);
      emit("will reconnect", name, { count: tools.number(e.retryCount), duration: tools.number(e.duration) });
    });
    // From 0.14 on it is emitted at the first loss as well, when the SDK goes on by itself: the instance's status tells
    // the two apart.
    qchat.on("disconnect", function () {
      link.status(false);
      emit(qchat.status === "unconnected" ? "disconnected" : "link lost", name, {});
    });
    qchat.on("kicked", function (e) {
      link.status(false);
      emit("disconnected", name, { code: "kicked", reason: e.reason, detail: e.message });
    });
    qchat.on("message", function (m) {
      emit("message", name, { id: m.msgIdServer || m.msgIdClient, from: m.fromAccount, text: m.body }); });
    return { sdk: qchat, link: link };
  }
  function login(verb, name) { instances[name].link.call(verb, instances[name].sdk.login()); }

  return {
    handle: function (name) { return instances[name] && instances[name].sdk; },
    login: function (name, token, attempts, noReconnect, delay, id, dynamic) {
      attempt("login", name, function () {
        if (!instances[name] || instances[name].over) {
          instances[name] = make(name, token, attempts, noReconnect, delay, id, dynamic);
        }
        login("login", name);
      });
    },
    // 0.11.1 asks for all that the constructor asks for; the others allow it.
    renew: function (name, token) {
      attempt("renew token", name, function () {
        instances[name].sdk.setOptions({
          appkey: tools.appKey, account: name, token: token, linkAddresses: [tools.addresses.link] });
      });
    },
    connect: function (name) { attempt("connect", name, function () { login("connect", name); }); },
    disconnect: function (name, id) {
      attempt("disconnect", name, function () {
        tools.settles("disconnect", name, id, instances[name].sdk.logout()); });
    },
    destroy: function (name, id) {
      attempt("destroy", name, function () {
        instances[name].over = true;
        tools.settles("destroy", name, id, instances[name].sdk.destroy());
      });
    },
    send: function (name, to, text) {
      attempt("send text", name, function () {
        instances[name].sdk.qchatMsg.sendMessage({ serverId: SERVER, channelId: to, type: "text", body: text }).then(
          function (m) { emit("message sent", name, { verb: "send text", id: m.msgIdServer, text: text }); },
          function (e) { tools.failed("send text", name, e); });
      });
    }
  };
};
