// Listens to what an application asks of a build of @yxim/nim-web-sdk, and to what it is told. The build's file runs as
// it is; its calls are wrapped where the application gets them, and nothing that either side says is changed. An
// instance is named by its account, a chatroom's by account@room.
module.exports = function (ear, sdk) {
  var known = [];

  function text(e) {
    e = e || {};
    return { code: e.code, reason: e.reason || e.message };
  }
  // options are the application's, with a listener before each of its callbacks.
  function options(o, name) {
    var heard = Object.assign({}, o);
    function on(key, tell) {
      heard[key] = function (e) {
        tell(e);
        if (typeof o[key] === "function") return ear.within(key, o[key], this, arguments);
      };
    }
    on("onconnect", function () { ear.told("connected", name, {}); });
    on("onwillreconnect", function (e) {
      ear.told("will reconnect", name, { count: e && e.retryCount, duration: e && e.duration }); });
    on("ondisconnect", function (e) { ear.told("disconnected", name, text(e)); });
    on("onerror", function (e) { ear.told("error", name, text(e)); });
    Object.keys(o).forEach(function (key) {
      if (/^on/.test(key) && typeof o[key] === "function" && heard[key] === o[key]) {
        heard[key] = function () { return ear.within(key, o[key], this, arguments); };
      }
    });
    return heard;
  }
  // verb is what an application's call of an instance becomes.
  function verb(i, name, verb) {
    return function (o) {
      ear.calls(verb, name);
      if (verb === "connect") return i.connect.apply(i, arguments);
      var given = typeof o === "function" ? { done: o } : o || {};
      return i[verb](Object.assign({}, given, {
        done: function () {
          ear.told("done", name, { verb: verb });
          if (typeof given.done === "function") return ear.within("done of " + verb, given.done, this, arguments);
        }
      }));
    };
  }
  // instance is what the application gets: the SDK's own instance, behind which the SDK calls itself unheard.
  function instance(i, name) {
    if (!i) return i;
    for (var n = 0; n < known.length; n++) {
      if (known[n].own === i) return known[n].heard;
    }
    var calls = {};
    ["connect", "disconnect", "destroy"].forEach(
      function (v) { if (typeof i[v] === "function") calls[v] = verb(i, name, v); });
    var heard = new Proxy(i, {
      get: function (own, key) {
        if (Object.prototype.hasOwnProperty.call(calls, key)) return calls[key];
        var value = own[key];
        return typeof value === "function" && key !== "constructor" ? value.bind(own) : value;
      },
      set: function (own, key, value) {
        own[key] = value;
        return true;
      }
    });
    known.push({ own: i, heard: heard });
    return heard;
  }
  // hear is a class of the SDK as the application gets it.
  function hear(owner, call, nameOf) {
    function getInstance(o) {
      o = o || {};
      var name = nameOf(o);
      ear.calls(call, name);
      try {
        return instance(owner.getInstance(options(o, name)), name);
      } catch (e) {
        ear.told("call threw", name, { verb: call, reason: String(e) });
        throw e;
      }
    }
    return new Proxy(owner, {
      get: function (own, key) {
        if (key === Symbol.hasInstance) return function (v) { return v instanceof own; }; // the engine asks no Proxy
        return key === "getInstance" ? getInstance : own[key];
      }
    });
  }
  function im(o) { return String(o.account); }
  function room(o) { return String(o.account) + "@" + o.chatroomId; }
  if (typeof sdk.getInstance === "function") { // a build of one part is that part's class
    return /chatroom/i.test(ear.build) ? hear(sdk, "enter chatroom", room) : hear(sdk, "login", im);
  }
  var parts = {};
  if (sdk.NIM) parts.NIM = hear(sdk.NIM, "login", im);
  if (sdk.Chatroom) parts.Chatroom = hear(sdk.Chatroom, "enter chatroom", room);
  return new Proxy(sdk, {
    get: function (own, key) { return Object.prototype.hasOwnProperty.call(parts, key) ? parts[key] : own[key]; } });
};
