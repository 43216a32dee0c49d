// The application of a certification, written for the V2 API (V2NIMLoginService, V2NIMMessageService,
// V2NIMChatroomClient). The numbers of states and reasons are those of the SDK's V2NIMConst.
module.exports = function (tools, sdk, room) {
  var emit = tools.emit, attempt = tools.attempt;
  // What the integration guide asks of a mini program: it may contact only hosts that its operator listed, and LBS
  // would otherwise name others.
  var hosts = { lbsUrls: [tools.addresses.lookup], linkUrl: tools.addresses.link };
  // each: {handle, connect, disconnect, destroy, send, sendFile}; im: no chatroom; over: destroy was called
  var instances = {};
  var all = tools.kept.instances = tools.kept.instances || []; // by whatever script: see tools.kept

  // What the service's numbers mean, in the words of the older SDKs (V2NIMKickedOfflineReason,
  // V2NIMChatroomKickedReason).
  var kicks = { 1: "samePlatformKick", 2: "serverKick", 3: "otherPlatformKick", 4: "silentlyKick" };
  var roomKicks = { 1: "chatroomClosed", 2: "managerKick", 3: "samePlatformKick", 4: "silentlyKick", 5: "blacked" };
  var LOGOUT = 0, LOGINED = 1, WAITING = 3; // V2NIMLoginStatus, V2NIMConnectStatus
  var ROOM_DISCONNECTED = 0, ROOM_WAITING = 1, ROOM_ENTERED = 5, ROOM_EXITED = 6; // V2NIMChatroomStatus
  var SYNC_MAIN = 1, SYNC_COMPLETED = 3; // V2NIMDataSyncType, V2NIMDataSyncState

  // nimOf makes an instance as the package's README does: getInstance, which keeps one. Another one beside it needs the
  // constructor.
  function nimOf(o, other) {
    var alone = all.every(function (i) { return !i.im || i.over; });
    return alone && sdk.default.getInstance ? sdk.default.getInstance(o, other) : new sdk.default(o, other);
  }

  function message(name, m) {
    emit("message", name, {
      id: m.messageServerId || m.messageClientId, from: m.senderId, text: m.text,
      detail: { 1: "p2p", 2: "team" }[m.conversationType]
    });
  }

  function sent(verb, name, what, promise) {
    promise.then(function (r) {
      emit("message sent", name, {
        verb: verb, id: r.message.messageServerId || r.message.messageClientId, text: what });
    }, function (e) { tools.failed(verb, name, e); });
  }

  function im(name, token, attempts, noReconnect, delay, id, dynamic, debug, step) {
    // The first two options are those of the V1 API, which an application that comes from there still has; the V2 API
    // takes them and does nothing with them.
    var o = { appkey: tools.appKey, apiVersion: "v2", debugLevel: debug ? "debug" : "off" }, login = {};
    if (noReconnect) o.needReconnect = false;
    if (attempts !== null) {
      o.reconnectionAttempts = attempts;
      login.retryCount = attempts; // of the first connection
    }
    if (dynamic) {
      login.authType = 1;
      login.tokenProvider = function () { return Promise.resolve(token); };
    }
    var nim = nimOf(o, { V2NIMLoginServiceConfig: hosts }), service = nim.V2NIMLoginService,
      link = tools.connection(name, id);
    var leaving = false, kicked = false, last; // last: the error of the last event
    service.on("onLoginStatus", function (s) {
      link.status(s === LOGINED);
      // Logged out, and nobody asked for it: the SDK gave up. When it was kicked, the event that says so follows in
      // this turn.
      if (s === LOGOUT) Promise.resolve().then(function () {
        if (!leaving && !kicked && !link.calling()) emit("disconnected", name, tools.reason(last)); });
    });
    service.on("onConnectFailed", function (e) { last = e; });
    service.on("onConnectStatus", function (s) { if (s === WAITING) emit("will reconnect", name, {}); });
    service.on("onDisconnected", function (e) {
      last = e;
      emit("link lost", name, tools.reason(e));
    });
    service.on("onLoginFailed", function (e) {
      last = e;
      emit("error", name, tools.reason(e));
    });
    service.on("onKickedOffline", function (d) {
      kicked = true;
      emit("disconnected", name, { code: "kicked", reason: kicks[d.reason] || String(d.reason), detail: d.reasonDesc });
    });
    service.on("onDataSync", function (type, state) {
      if (type === SYNC_MAIN && state === SYNC_COMPLETED) emit("sync done", name, {}); });
    nim.V2NIMMessageService.on("onReceiveMessages", function (ms) {
      tools.each(ms, function (m) { message(name, m); }); });
    if (delay) service.setReconnectDelayProvider(tools.delays(delay, step));
    return {
      handle: nim, im: true,
      connect: function (verb) {
        leaving = kicked = false;
        link.call(verb, service.login(name, dynamic ? "" : token, login));
      },
      disconnect: function () {
        leaving = true;
        return service.logout();
      },
      destroy: function () {
        leaving = true;
        return nim.destroy();
      },
      renew: function (renewed) { token = renewed; },
      send: function (to, text, team) {
        var ids = nim.V2NIMConversationIdUtil;
        sent("send text", name, text,
          nim.V2NIMMessageService.sendMessage(nim.V2NIMMessageCreator.createTextMessage(text), team
            ? ids.teamConversationId(to) : ids.p2pConversationId(to)));
      },
      sendFile: function (to, path) {
        sent("send file", name, path,
          nim.V2NIMMessageService.sendMessage(nim.V2NIMMessageCreator.createImageMessage(path),
            nim.V2NIMConversationIdUtil.p2pConversationId(to), {},
          function (percent) { emit("upload progress", name, { count: tools.number(percent) }); }));
      }
    };
  }

  function chatroom(name, account, token, roomId, addresses, debug) {
    var client = room.default.newInstance({ appkey: tools.appKey, debugLevel: debug ? "debug" : "off" }), left = [],
      out = true, link = tools.connection(name);
    client.on("onChatroomStatus", function (s) {
      // the second behind an entry that was refused: nothing is left to exit
      out = s === ROOM_EXITED || s === ROOM_DISCONNECTED;
      link.status(s === ROOM_ENTERED);
      if (s === ROOM_WAITING) emit("will reconnect", name, {});
      if (s === ROOM_EXITED) left.splice(0).forEach(function (resolve) { resolve(); });
    });
    client.on("onChatroomExited", function (e) { if (e) emit("error", name, tools.reason(e)); });
    client.on("onChatroomKicked", function (k) {
      emit("disconnected", name, { code: "kicked", reason: roomKicks[k.kickedReason] || String(k.kickedReason) }); });
    client.V2NIMChatroomService.on("onReceiveMessages", function (ms) {
      tools.each(ms, function (m) { message(name, m); }); });
    return {
      handle: client,
      connect: function (verb) {
        link.call(verb, client.enter(roomId, {
          accountId: account, token: token, roomNick: account, linkProvider: function () {
            return Promise.resolve(tools.same(addresses || [tools.addresses.room])); }
        }));
      },
      // exit returns nothing: what tells that the room is left is the status, which does not change where it is left
      // already.
      disconnect: function () {
        return new Promise(function (resolve) {
          if (out) resolve();
          else left.push(resolve);
          client.exit();
        });
      },
      destroy: function () {
        return room.default.destroyInstance(client.getInstanceId());
      },
      send: function (_, text) {
        sent("send text", name, text,
          client.V2NIMChatroomService.sendMessage(client.V2NIMChatroomMessageCreator.createTextMessage(text)));
      }
    };
  }

  // start makes the instance, unless there is one that was not destroyed, and connects it.
  function start(verb, name, make) {
    attempt(verb, name, function () {
      if (!instances[name] || instances[name].over) all.push(instances[name] = make());
      instances[name].connect(verb);
    });
  }
  return {
    handle: function (name) { return instances[name] && instances[name].handle; },
    login: function (name, token, attempts, noReconnect, delay, id, dynamic, frugal, debug, step) {
      start("login", name, function () {
        return im(name, token, attempts, noReconnect, delay, id, dynamic, debug, step); });
    },
    enter: function (name, account, token, roomId, attempts, noReconnect, frugal, addresses, debug) {
      start("enter chatroom", name, function () { return chatroom(name, account, token, roomId, addresses, debug); });
    },
    renew: function (name, token) { instances[name].renew(token); },
    connect: function (name) { attempt("connect", name, function () { instances[name].connect("connect"); }); },
    disconnect: function (name, id) {
      attempt("disconnect", name, function () { tools.settles("disconnect", name, id, instances[name].disconnect()); });
        },
    destroy: function (name, id) {
      attempt("destroy", name, function () {
        instances[name].over = true;
        tools.settles("destroy", name, id, instances[name].destroy());
      });
    },
    send: function (name, to, text, team) {
      attempt("send text", name, function () { instances[name].send(to, text, team); }); },
    sendFile: function (name, to, path) {
      attempt("send file", name, function () { instances[name].sendFile(to, path); }); }
  };
};
