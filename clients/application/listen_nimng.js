// Listens to what an application asks of a build of nim-web-sdk-ng, and to what it is told, through either of its APIs.
// The build's file runs as it is; its calls are wrapped where the application gets them, and nothing that either side
// says is changed. An instance is named by its account, a chatroom's by account@room: with the V2 API from login or
// enter on.
//
// The numbers of states are those of V2NIMLoginService.d.ts and V2NIMChatroomService.d.ts of 10.8.1.
module.exports = function (ear, sdk) {
  var LOGOUT = 0, LOGINED = 1, WAITING = 3; // V2NIMLoginStatus, V2NIMConnectStatus
  var ROOM_DISCONNECTED = 0, ROOM_WAITING = 1, ROOM_ENTERED = 5, ROOM_EXITED = 6; // V2NIMChatroomStatus
  var known = []; // {own, heard, me}
  var has = Object.prototype.hasOwnProperty;

  function text(e) {
    e = e || {};
    return { code: e.code, reason: e.reason || e.desc || e.message };
  }

  // state is one instance: name; on: it is connected; over: it was told that it is over; leaving: its end is on the
  // way.
  function state() { return { name: "", opened: false, on: false, over: false, leaving: false }; }
  function opens(me, verb) {
    me.opened = true;
    me.on = me.over = me.leaving = false;
    ear.calls(verb, me.name);
  }
  function connected(me) {
    if (!me.on && !me.leaving) {
      me.on = true;
      ear.told("connected", me.name, {});
    }
  }
  function waits(me, e) {
    me.on = false;
    ear.told("will reconnect", me.name, { count: e && e.retryCount, duration: e && e.duration });
  }
  function ended(me, why) {
    me.on = false;
    if (me.over || me.leaving || !me.opened) return;
    me.over = true;
    ear.told("disconnected", me.name, why);
  }
  // kicked may be said twice of one kick: how is what the SDK says of it.
  function kicked(me, how) {
    var reason = how && (how.reason || how.kickedReason);
    if (me.kicked || me.kick && me.kick === how) return;
    me.kick = how;
    me.on = false;
    me.over = me.kicked = true;
    ear.told("disconnected", me.name, { code: "kicked", reason: String(reason) });
  }

  // call makes a call of the application; it reports what is thrown at its caller. then gets what came of it, at once
  // or when the promise is settled, before the application does.
  function call(me, verb, make, then) {
    var promise;
    try {
      promise = make();
    } catch (e) {
      ear.told("call threw", me.name, { verb: verb, reason: String(e) });
      throw e;
    }
    if (!promise || typeof promise.then !== "function") {
      then();
      return promise;
    }
    return promise.then(function (v) {
      then();
      return v;
    }, function (e) {
      then(e || {});
      throw e;
    });
  }
  // open is a call that opens a connection, stopped says whether nothing goes on once it failed.
  function open(me, verb, make, stopped) {
    opens(me, verb);
    me.kicked = false;
    return call(me, verb, make, function (e) {
      if (!e) return connected(me);
      ear.told("error", me.name, { verb: verb, code: text(e).code, reason: text(e).reason });
      if (stopped()) ended(me, text(e));
    });
  }
  // end is a call that ends one. What was never opened nobody ends.
  function end(me, verb, make) {
    if (!me.opened) return make();
    me.leaving = true;
    ear.calls(verb, me.name);
    return call(me, verb, make, function (e) { done(me, verb, e && "its promise is rejected: " + text(e).reason); });
  }
  function done(me, verb, why) {
    me.on = false;
    ear.told("done", me.name, { verb: verb, reason: why });
  }

  // cover is an object of the SDK as the application gets it: behind it the SDK calls itself unheard.
  function cover(own, calls) {
    return new Proxy(own, {
      get: function (o, key) {
        if (has.call(calls, key)) return calls[key];
        var value = o[key];
        return typeof value === "function" && key !== "constructor" ? value.bind(o) : value;
      },
      set: function (o, key, value) {
        o[key] = value;
        return true;
      }
    });
  }
  // emitter covers one that emits events as well. ours listens before the application does, whatever it removes.
  function emitter(own, calls, ours) {
    if (typeof own.on !== "function") return cover(own, calls);
    var theirs = [], heard;
    function listen(event) {
      Object.keys(ours).forEach(function (name) {
        if (event === undefined || event === name) own.on(name, ours[name]); });
    }
    function adds(method) {
      return function (event, f, self) {
        if (typeof f !== "function") return own[method].apply(own, arguments); // the SDK says what is wrong
        var heardOf = function () { return ear.within(String(event), f, self || heard, arguments); };
        theirs.push({ event: event, f: f, heardOf: heardOf });
        own[method](event, heardOf);
        return heard;
      };
    }
    function forgets(event) {
      theirs = theirs.filter(function (one) { return event !== undefined && one.event !== event; });
    }
    function removesAll(event) {
      own.removeAllListeners.apply(own, arguments);
      forgets(event);
      listen(event);
      return heard;
    }
    function removes(event, f) {
      if (typeof f !== "function") return removesAll(event);
      theirs = theirs.filter(function (one) {
        var kept = one.event !== event || one.f !== f;
        if (!kept) own.off(event, one.heardOf);
        return kept;
      });
      return heard;
    }
    ["on", "addListener", "once"].forEach(function (method) { calls[method] = adds(method); });
    ["off", "removeListener"].forEach(function (method) { calls[method] = removes; });
    calls.removeAllListeners = removesAll;
    listen();
    heard = cover(own, calls);
    return heard;
  }

  // im is an instance of IM. The V1 API connects the instance, the V2 API its login service.
  function im(own, me) {
    var service = own.V2NIMLoginService, calls = connections(own, me, "login"), last;
    if (service && typeof service.login === "function") {
      var login = emitter(service, {
        login: function (account) {
          me.name = String(account);
          return open(me, "login", apply(service, "login", arguments), function () { return !goesOn(service); });
        },
        logout: function () { return end(me, "disconnect", apply(service, "logout", arguments)); }
      }, {
        onLoginStatus: function (s) {
          if (s === LOGINED) connected(me);
          if (s !== LOGOUT) return;
          var kick = service.getKickedOfflineDetail && service.getKickedOfflineDetail();
          if (kick) kicked(me, kick); // the event that says so comes behind this one
          else ended(me, text(last));
        },
        onConnectStatus: function (s) { if (s === WAITING) waits(me); },
        onDisconnected: function (e) {
          last = e;
          me.on = false;
        },
        onLoginFailed: function (e) {
          last = e;
          ear.told("error", me.name, text(e));
        },
        onKickedOffline: function (d) { kicked(me, d); }
      });
      calls.V2NIMLoginService = login;
    }
    return emitter(own, calls, events(own, me));
  }
  function goesOn(service) { return service.getLoginStatus() !== LOGOUT; }
  // connections are the calls of an instance of the V1 API; destroy is the V2 API's too.
  function connections(own, me, verb) {
    var calls = {
      connect: function () {
        return open(me, me.opened ? "connect" : verb, apply(own, "connect", arguments), function () {
          return own.status === "unconnected"; });
      },
      disconnect: function () { return end(me, "disconnect", apply(own, "disconnect", arguments)); },
      destroy: function () { return end(me, "destroy", apply(own, "destroy", arguments)); },
      setOptions: function (o) {
        own.setOptions.apply(own, arguments);
        rename(me, o);
      }
    };
    Object.keys(calls).forEach(function (name) { if (typeof own[name] !== "function") delete calls[name]; });
    return calls;
  }
  // events are those of the V1 API. Its disconnect comes at every loss; the status says whether the SDK goes on.
  function events(own, me) {
    return {
      logined: function () { connected(me); },
      willReconnect: function (e) { waits(me, e); },
      disconnect: function () {
        me.on = false;
        if (own.status === "unconnected") ended(me, {});
      },
      kicked: function (e) { kicked(me, e); }
    };
  }
  function apply(own, method, args) { return function () { return own[method].apply(own, args); }; }
  function rename(me, o) {
    if (!o || o.account === undefined) return;
    me.name = String(o.account) + (o.chatroomId === undefined ? "" : "@" + o.chatroomId);
  }

  // room is a chatroom of the V2 API. exit returns nothing: that the chatroom is left says its status, unless it is
  // already.
  function room(own, me) {
    var out = true, exits = false;
    return emitter(own, {
      enter: function (id, o) {
        me.name = String(o && o.accountId) + "@" + id;
        exits = false;
        return open(me, "enter chatroom", apply(own, "enter", arguments), function () { return out; });
      },
      exit: function () {
        if (!me.opened) return own.exit();
        me.leaving = true;
        ear.calls("disconnect", me.name);
        exits = !out;
        own.exit();
        if (!exits) done(me, "disconnect");
      }
    }, {
      onChatroomStatus: function (s) {
        out = s === ROOM_EXITED || s === ROOM_DISCONNECTED;
        if (s === ROOM_ENTERED) connected(me);
        if (s === ROOM_WAITING) waits(me);
        // it waits for the next connection, or the promise of enter is broken
        if (s === ROOM_DISCONNECTED) me.on = false;
        if (out && exits) {
          exits = false;
          done(me, "disconnect");
        } else if (s === ROOM_EXITED) ended(me, {});
      },
      onChatroomKicked: function (k) { kicked(me, k); }
    });
  }

  function find(own) {
    for (var n = 0; n < known.length; n++) {
      if (known[n].own === own || known[n].heard === own) return known[n];
    }
  }
  // instance is what the application gets for one of the SDK's own.
  function instance(own, o) {
    if (!own || typeof own !== "object") return own;
    var there = find(own);
    if (!there) {
      var me = state();
      rename(me, o);
      there = { own: own, me: me };
      known.push(there);
      if (typeof own.enter === "function") there.heard = room(own, me);
      else if (o && o.chatroomId !== undefined) there.heard = emitter(
        own, connections(own, me, "enter chatroom"), events(own, me));
      else there.heard = im(own, me);
    } else rename(there.me, o);
    return there.heard;
  }
  // hear is a class of the SDK as the application gets it.
  function hear(owner) {
    function destroyInstance(id) {
      var there = find(owner.getInstance(id));
      var make = apply(owner, "destroyInstance", arguments);
      return there ? end(there.me, "destroy", make) : make();
    }
    var calls = {
      getInstance: function (o) {
        return instance(owner.getInstance.apply(owner, arguments), typeof o === "object" ? o : undefined); },
      newInstance: function () { return instance(owner.newInstance.apply(owner, arguments)); },
      getInstanceList: function () { return owner.getInstanceList().map(function (i) { return instance(i); }); },
      destroyInstance: destroyInstance,
      destroyAll: function () { owner.getInstanceList().forEach(function (i) { destroyInstance(i.getInstanceId()); }); }
    };
    return new Proxy(owner, {
      construct: function (own, args) { return instance(Reflect.construct(own, args), args[0]); },
      get: function (own, key) {
        if (key === Symbol.hasInstance) return function (v) { return v instanceof own; }; // the engine asks no Proxy
        var value = own[key];
        if (has.call(calls, key) && typeof value === "function") return calls[key];
        return key === "instance" && value ? instance(value) : value;
      }
    });
  }
  if (typeof sdk === "function") return hear(sdk); // builds of the V1 API alone export the class itself
  var main = hear(sdk.default);
  return new Proxy(sdk, { get: function (own, key) { return key === "default" ? main : own[key]; } });
};
