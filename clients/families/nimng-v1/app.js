// The application of a certification, written for the V1 API: instances that emit events, and calls that return
// promises. IM and chatroom have it in common.
module.exports = function (tools, sdk, room) {
  var emit = tools.emit, attempt = tools.attempt;
  // One of the two is null where there is only the other.
  var NIM = sdk && (sdk.default || sdk), Chatroom = room && (room.default || room);
  var instances = {}; // by name: {of, sdk, link, send}, made by the class of; over: destroy was called
  var all = tools.kept.instances = tools.kept.instances || []; // by whatever script: see tools.kept

  // make makes an instance as the packages' READMEs do from 0.11 on: getInstance, which keeps one of a class. Another
  // one beside it needs the constructor.
  function make(of, o) {
    var alone = all.every(function (i) { return i.of !== of || i.over; });
    return alone && of.getInstance ? of.getInstance(o) : new of(o);
  }

  function message(name, m) {
    emit("message", name, { id: m.idServer || m.idClient, from: m.from, text: m.body, detail: m.scene });
  }

  // listen reports what every instance emits.
  function listen(name, sdk, link) {
    sdk.on("logined", function () { link.status(true); });
    sdk.on("willReconnect", function (e) {
      link.status(false);
      emit("will reconnect", name, { count: tools.number(e.retryCount), duration: tools.number(e.duration) });
    });
    // From 0.14 on it is emitted at the first loss as well, when the SDK goes on by itself: the instance's status tells
    // the two apart.
    sdk.on("disconnect", function () {
      link.status(false);
      emit(sdk.status === "unconnected" ? "disconnected" : "link lost", name, {});
    });
    sdk.on("kicked", function (e) {
      link.status(false);
      emit("disconnected", name, { code: "kicked", reason: e.reason, detail: e.message });
    });
    return sdk;
  }
  function options(account, token, attempts, noReconnect, debug, o) {
    o.appkey = tools.appKey;
    o.account = account;
    o.token = token;
    o.debugLevel = debug ? "debug" : "off";
    if (attempts !== null) o.reconnectionAttempts = attempts;
    if (noReconnect) o.needReconnect = false;
    return o;
  }
  function connect(verb, name) { instances[name].link.call(verb, instances[name].sdk.connect()); }
  // start makes the instance, unless there is one that was not destroyed, and connects it.
  function start(verb, name, begin) {
    attempt(verb, name, function () {
      if (!instances[name] || instances[name].over) all.push(instances[name] = begin());
      connect(verb, name);
    });
  }
  function sent(verb, name, what, promise) {
    promise.then(function (m) {
      emit("message sent", name, { verb: verb, id: m && (m.idServer || m.idClient), text: what });
    }, function (e) { tools.failed(verb, name, e); });
  }

  return {
    handle: function (name) { return instances[name] && instances[name].sdk; },
    login: function (name, token, attempts, noReconnect, delay, id, dynamic, frugal, debug) {
      start("login", name, function () {
        var link = tools.connection(name, id);
        // What the integration guide asks of a mini program: it may contact only hosts that its operator listed, and
        // LBS would otherwise name others.
        var hosts = { lbsUrls: [tools.addresses.lookup], linkUrl: tools.addresses.link };
        // which the older SDKs have; the V1 API takes it and does nothing with it
        if (dynamic) hosts.authType = 1;
        if (delay) hosts.reconnectDelayProvider = function () { return delay; };
        var nim = listen(name, make(NIM, options(name, token, attempts, noReconnect, debug, hosts)), link);
        nim.on("msg", function (m) { message(name, m); });
        nim.on("syncdone", function () { emit("sync done", name, {}); });
        return {
          of: NIM, sdk: nim, link: link,
          send: function (to, text, team) {
            return nim.msg.sendTextMsg({ scene: team ? "team" : "p2p", to: to, body: text }); }
        };
      });
    },
    enter: function (name, account, token, roomId, attempts, noReconnect, frugal, addresses, debug) {
      start("enter chatroom", name, function () {
        var link = tools.connection(name);
        var chatroom = listen(name,
          make(Chatroom, options(account, token, attempts, noReconnect, debug, {
            chatroomId: roomId, chatroomAddresses: tools.same(addresses || [tools.addresses.room]) })), link);
        chatroom.on("chatroomMsg", function (m) { message(name, m); });
        return { of: Chatroom, sdk: chatroom, link: link, send: function (_, text) {
          return chatroom.chatroomMsg.sendTextMsg({ body: text }); } };
      });
    },
    // 0.8.5 and 0.11.1 ask for key and account, too; the others allow them if they are the same.
    renew: function (name, token) {
      attempt("renew token", name, function () {
        instances[name].sdk.setOptions({ appkey: tools.appKey, account: name, token: token }); });
    },
    connect: function (name) { attempt("connect", name, function () { connect("connect", name); }); },
    disconnect: function (name, id) {
      attempt("disconnect", name, function () {
        tools.settles("disconnect", name, id, instances[name].sdk.disconnect()); }); },
    destroy: function (name, id) {
      attempt("destroy", name, function () {
        instances[name].over = true;
        tools.settles("destroy", name, id, instances[name].sdk.destroy());
      });
    },
    send: function (name, to, text, team) {
      attempt("send text", name, function () { sent("send text", name, text, instances[name].send(to, text, team)); });
        },
    sendFile: function (name, to, path) {
      attempt("send file", name, function () {
        sent("send file", name, path, instances[name].sdk.msg.sendImageMsg({
          scene: "p2p", to: to, filePath: path,
          // percentage runs to 100 in the oldest builds and to 1 in the others; its text says per cent in all.
          onUploadProgress: function (p) { emit("upload progress", name, { count: parseInt(p.percentageText, 10) }); }
        }));
      });
    }
  };
};
