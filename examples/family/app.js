// The application of a certification: it calls example-sdk as its guide says, and reports each callback.
module.exports = function (tools, sdk) {
  var KICKS = { 1: "samePlatformKick", 2: "serverKick", 3: "otherPlatformKick", 4: "silentlyKick" };
  var sessions = {};

  return {
    login: function (name, token, attempts, noReconnect, delay, id) {
      tools.attempt("login", name, function () {
        if (sessions[name] && !sessions[name].destroyed) return sessions[name].reopen();
        sessions[name] = sdk.open({
          server: tools.addresses.server, appKey: tools.appKey, account: name, token: token,
          onOpen: function () {
            tools.emit("connected", name, {});
            if (id) tools.then(id);
          },
          onSync: function () { tools.emit("sync done", name, {}); },
          onLost: function () { tools.emit("link lost", name, {}); },
          onRetry: function (e) { tools.emit("will reconnect", name, { count: e.n, duration: e.after }); },
          onClosed: function (why) {
            tools.emit("disconnected", name,
              why.kicked ? { code: "kicked", reason: KICKS[why.kicked] } : { code: why.reason });
          },
          onMessage: function (m) { tools.emit("message", name, { id: m.id, from: m.from, text: m.text }); }
        });
      });
    },
    connect: function (name) { tools.attempt("connect", name, function () { sessions[name].reopen(); }); },
    disconnect: function (name, id) {
      tools.attempt("disconnect", name, function () { sessions[name].close(tools.done("disconnect", name, id)); });
    },
    // The SDK has no other end of a session than close.
    destroy: function (name, id) {
      tools.attempt("destroy", name, function () {
        sessions[name].destroyed = true;
        sessions[name].close(tools.done("destroy", name, id));
      });
    },
    send: function (name, to, text, team) {
      tools.attempt("send text", name, function () {
        sessions[name].say(to, text, team, function (e, id) {
          if (e) tools.emit("error", name, { verb: "send text", reason: e.reason });
          else tools.emit("message sent", name, { verb: "send text", id: id, text: text });
        });
      });
    }
  };
};
