// The application of a certification: it calls the SDK as the integration guide does and reports each callback, through
// the tools that the adapters share.
module.exports = function (tools, sdk) {
  var emit = tools.emit, attempt = tools.attempt, done = tools.done, reason = tools.reason;
  var instances = {}, uploads = {}; // of each instance the upload that began last
  var kept = tools.kept; // the options of a frugal application

  // frugally leaves out what an application need not give, and keeps the object (dist/types/nim/types.d.ts of 9.21.12:
  // every callback is optional).
  function frugally(name, o, frugal) {
    if (!frugal) return o;
    ["onwillreconnect", "ondisconnect", "onerror", "onsyncdone"].forEach(function (callback) { delete o[callback]; });
    return kept[name] = kept[name] || o;
  }

  function sent(name, verb, what) {
    var times = 0; // that it was called: once is right
    return function (err, m) {
      var again = ++times > 1 ? times : undefined;
      if (err) emit("error", name, { verb: verb, code: err.code, reason: err.message, count: again });
      else emit("message sent", name, {
        verb: verb, id: m && (m.idServer || m.idClient), text: what, count: again });
    };
  }
  function options(name, o) {
    o.appKey = tools.appKey;
    o.debug = false;
    o.onconnect = function () { emit("connected", name, {}); };
    o.onwillreconnect = function (e) {
      emit("will reconnect", name, { count: tools.number(e.retryCount), duration: tools.number(e.duration) }); };
    o.ondisconnect = function (e) { emit("disconnected", name, reason(e)); };
    o.onerror = function (e) { emit("error", name, reason(e)); };
    return o;
  }
  function caps(o, attempts, noReconnect) {
    if (attempts !== null) o.reconnectionAttempts = attempts;
    if (noReconnect) o.needReconnect = false;
    return o;
  }
  function message(name, m) {
    emit("message", name, { id: m.idServer || m.idClient, from: m.from, text: m.text, detail: m.scene });
  }

  return {
    handle: function (name) { return instances[name]; },
    login: function (name, token, attempts, noReconnect, delay, id, dynamic, frugal, debug, step) {
      attempt("login", name, function () {
        var o = caps(options(name, {
          account: name, token: token, db: false,
          onmsg: function (m) { message(name, m); },
          onsyncdone: function () { emit("sync done", name, {}); }
        }), attempts, noReconnect);
        if (id) {
          o.onconnect = (function (told) {
            return function () {
              told();
              tools.then(id);
            };
          })(o.onconnect);
        }
        if (dynamic) o.authType = 1;
        o.debug = !!debug;
        if (delay) o.reconnectDelayProvider = tools.delays(delay, step);
        instances[name] = sdk.NIM.getInstance(frugally(name, o, frugal));
      });
    },
    enter: function (name, account, token, room, attempts, noReconnect, frugal, addresses, debug) {
      attempt("enter chatroom", name, function () {
        var o = caps(options(name, {
          account: account, token: token, chatroomId: room,
          chatroomAddresses: tools.same(addresses || [tools.addresses.room]),
          onmsgs: function (ms) { tools.each(ms, function (m) { message(name, m); }); }
        }), attempts, noReconnect);
        o.debug = !!debug;
        instances[name] = sdk.Chatroom.getInstance(frugally(name, o, frugal));
      });
    },
    renew: function (name, token) {
      attempt("renew token", name, function () { instances[name].setOptions({ token: token }); });
    },
    connect: function (name) { attempt("connect", name, function () { instances[name].connect(); }); },
    disconnect: function (name, id) {
      attempt("disconnect", name, function () { instances[name].disconnect({ done: done("disconnect", name, id) }); });
        },
    destroy: function (name, id) {
      attempt("destroy", name, function () { instances[name].destroy({ done: done("destroy", name, id) }); }); },
    send: function (name, to, text, team) {
      attempt("send text", name, function () {
        var done = sent(name, "send text", text);
        instances[name].sendText(to ? { scene: team ? "team" : "p2p", to: to, text: text, done: done } : {
          text: text, done: done });
      });
    },
    sendFile: function (name, to, path) {
      attempt("send file", name, function () {
        instances[name].sendFile({
          scene: "p2p", to: to, type: "image", filePath: path,
          uploadprogress: function (p) { emit("upload progress", name, { count: tools.number(p.percentage) }); },
          beginupload: function (upload) { uploads[name] = upload; },
          uploaddone: function () {},
          done: sent(name, "send file", path)
        });
      });
    },
    abortUpload: function (name) {
      attempt("abort upload", name, function () {
        if (!uploads[name]) return; // 8.9.103 calls no beginupload in a mini program
        emit("upload called off", name, {});
        uploads[name].abort();
      });
    }
  };
};
