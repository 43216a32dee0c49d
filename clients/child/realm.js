// What an engine runs in each realm before any script of a program: the platform as the program sees it, made of what
// crosses from nimcert. global is the realm's global object; io reads and writes lines, and runs scripts; words is what
// words.js returns; inspector is inspect.js and forbidding is forbid.js of the host, as functions. It returns what
// handles one message. The program may replace whatever it finds, so all that is used later is taken at once.
(function (global, io, words, inspector, forbidding) {
  "use strict";
  var call = Function.prototype.call;
  var bind = call.bind(Function.prototype.bind);
  function method(f) { return bind(call, f); }
  var apply = Reflect.apply, construct = Reflect.construct, define = Reflect.defineProperty;
  var describe = Reflect.getOwnPropertyDescriptor, keysOf = Object.keys, isArray = Array.isArray;
  var parse = JSON.parse, quote = JSON.stringify, text = String, isBuffer = ArrayBuffer.isView;
  var infinite = Infinity, floor = Math.floor;
  var kindOf = method(Object.prototype.toString), has = method(Object.prototype.hasOwnProperty);
  var charCode = method(String.prototype.charCodeAt);
  var slice = method(String.prototype.slice);
  var mapGet = method(Map.prototype.get), mapSet = method(Map.prototype.set);
  var RealPromise = Promise, resolved = Promise.resolve.bind(Promise), then = method(Promise.prototype.then);
  var RealDate = Date, timeOf = method(Date.prototype.getTime);
  var anything = Object.prototype;
  var RealError = Error, errors = { Error: Error, TypeError: TypeError, RangeError: RangeError };
  var Bytes = Uint8Array, Buffer = ArrayBuffer, NewMap = Map;
  var bufferLength = method(describe(ArrayBuffer.prototype, "byteLength").get);
  var viewBuffer = method(describe(Object.getPrototypeOf(Uint8Array.prototype), "length").get);

  var brief = words.brief, thrown = words.thrown, show = words.show, oneLine = words.oneLine, isError = words.isError;

  // --- values ---

  var held = new NewMap(), things = [], stubs = new NewMap(), hosted = new NewMap();

  // keep gives what stays here a number, by which nimcert speaks of it.
  function keep(v) {
    var id = mapGet(held, v);
    if (id === undefined) {
      id = things.length;
      things[id] = v;
      mapSet(held, v, id);
    }
    return id;
  }

  var digits = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/", values = [];
  for (var d = 0; d < 64; d++) values[charCode(digits, d)] = d;
  function base64(buffer) {
    var b = new Bytes(buffer), out = "", n = bufferLength(buffer);
    for (var i = 0; i < n; i += 3) {
      var v = b[i] << 16 | (i + 1 < n ? b[i + 1] : 0) << 8 | (i + 2 < n ? b[i + 2] : 0);
      out += digits[v >> 18] + digits[v >> 12 & 63];
      out += (i + 1 < n ? digits[v >> 6 & 63] : "=") + (i + 2 < n ? digits[v & 63] : "=");
    }
    return out;
  }
  function unbase64(s) {
    var n = s.length / 4 * 3;
    if (slice(s, -1) === "=") n--;
    if (slice(s, -2) === "==") n--;
    var buffer = new Buffer(n), b = new Bytes(buffer);
    for (var i = 0, o = 0; i < s.length; i += 4) {
      var v = values[charCode(s, i)] << 18 | values[charCode(s, i + 1)] << 12;
      v |= (values[charCode(s, i + 2)] || 0) << 6 | (values[charCode(s, i + 3)] || 0);
      b[o++] = v >> 16;
      if (o < n) b[o++] = v >> 8 & 255;
      if (o < n) b[o++] = v & 255;
    }
    return buffer;
  }
  function isArrayBuffer(v) {
    try { bufferLength(v); return true; } catch (e) { return false; }
  }

  // encode writes a value as it crosses; path holds the objects around it.
  function encode(v, path) {
    switch (typeof v) {
    case "undefined": case "symbol": return '{"$":"undefined"}';
    case "boolean": return v ? "true" : "false";
    case "string": return quote(v);
    case "number":
      if (v - v !== 0 || v === 0 && 1 / v < 0) return '{"$":"number","text":"' + (v === 0 ? "-0" : v) + '"}';
      return "" + v;
    case "bigint": return quote(text(v));
    case "function":
      var id = mapGet(hosted, v);
      return id !== undefined ? '{"$":"host","id":' + id + "}" : '{"$":"function","id":' + keep(v) + "}";
    }
    if (v === null) return "null";
    for (var i = 0; i < path.length; i++) {
      if (path[i] === v) throw new errors.TypeError("an object that contains itself does not cross to the platform");
    }
    var out = "", kind = kindOf(v);
    if (kind === "[object ArrayBuffer]" && isArrayBuffer(v)) return '{"$":"bytes","base64":"' + base64(v) + '"}';
    if (kind === "[object Date]") {
      try { return '{"$":"date","ms":' + encode(timeOf(v), path) + "}"; } catch (e) { void e; }
    }
    if (typeof v.toJSON === "function" && v.toJSON !== anything.toJSON) return encode(v.toJSON(""), path);
    if (kind === "[object Promise]") return '{"$":"object","id":' + keep(v) + "}";
    path[path.length] = v;
    if (isArray(v) || isBuffer(v)) {
      var n = isArray(v) ? v.length : viewBuffer(v);
      for (i = 0; i < n; i++) out += (i > 0 ? "," : "") + encode(v[i], path);
      out = "[" + out + "]";
    } else {
      var keys = keysOf(v), plain = true;
      for (i = 0; i < keys.length; i++) {
        plain = plain && keys[i] !== "$";
        out += (i > 0 ? "," : "") + quote(keys[i]) + ":" + encode(v[keys[i]], path);
      }
      out = "{" + out + "}";
      if (isError(v)) {
        out = '{"$":"error","name":' + quote(text(v.name)) + ',"message":' + quote(text(v.message)) +
          ',"text":' + quote(brief(v)) + ',"fields":' + out + "}";
      } else if (!plain) out = '{"$":"fields","fields":' + out + "}";
    }
    path.length--;
    return out;
  }
  function list(args) {
    var out = "";
    for (var i = 0; i < args.length; i++) out += (i > 0 ? "," : "") + encode(args[i], []);
    return "[" + out + "]";
  }

  // shown writes a value of which nimcert wants to know what it looks like, and not what is in it: see "brief" in the
  // documentation of the protocol.
  function shown(v, fields) {
    switch (typeof v) {
    case "string":
      return v.length > 65536 ? '{"$":"shown","is":"text","text":' + quote(show(v)) + "}" : quote(v);
    case "undefined": case "boolean": case "number": return encode(v, []);
    }
    if (v === null) return "null";
    var object = '{"$":"shown","is":"object","text":';
    if (typeof v !== "object" || !fields) return object + quote(brief(v)) + "}";
    var out = "", keys = keysOf(v);
    for (var i = 0; i < keys.length; i++) {
      out += (i > 0 ? "," : "") + "[" + quote(keys[i]) + "," + shown(v[keys[i]], false) + "]";
    }
    return object + (kindOf(v) === "[object Object]" ? '""' : quote(brief(v))) + ',"fields":[' + out + "]}";
  }

  // decode makes a value of what crossed.
  function decode(v) {
    if (v === null || typeof v !== "object") return v;
    var i, keys;
    if (isArray(v)) {
      for (i = 0; i < v.length; i++) v[i] = decode(v[i]);
      return v;
    }
    if (has(v, "$")) return special(v);
    keys = keysOf(v);
    for (i = 0; i < keys.length; i++) v[keys[i]] = decode(v[keys[i]]);
    return v;
  }
  function special(v) {
    var i, keys;
    switch (v.$) {
    case "undefined": return undefined;
    case "number": return v.text === "-0" ? -0 : v.text === "NaN" ? NaN : v.text === "Infinity" ? infinite : -infinite;
    case "host": return stub(v.id, v.brief, v.name || "");
    case "function": case "object": return things[v.id];
    case "bytes": return unbase64(v.base64);
    case "date": return new RealDate(decode(v.ms));
    case "promise": return promise(v.id);
    case "error":
      var e = new (errors[v.name] || RealError)(v.message);
      keys = keysOf(v.fields);
      for (i = 0; i < keys.length; i++) e[keys[i]] = decode(v.fields[keys[i]]);
      return e;
    case "fields":
      var own = v.fields;
      keys = keysOf(own);
      for (i = 0; i < keys.length; i++) own[keys[i]] = decode(own[keys[i]]);
      keys = keysOf(v.getters);
      for (i = 0; i < keys.length; i++) {
        define(own, keys[i], { get: decode(v.getters[keys[i]]), enumerable: true, configurable: true });
      }
      return own;
    }
  }

  // native gives a function of this script the name that a program sees, and hides its text, as the platform's have none.
  function native(name, f) {
    f = bind(f, undefined);
    define(f, "name", { value: name, writable: false, enumerable: false, configurable: true });
    return f;
  }

  // stub is a function of nimcert's.
  function stub(id, inBrief, name) {
    var f = mapGet(stubs, id);
    if (f === undefined) {
      f = native(name, function () {
        var args = "";
        if (inBrief) {
          for (var i = 0; i < arguments.length; i++) args += (i > 0 ? "," : "") + shown(arguments[i], true);
          args = "[" + args + "]";
        } else args = list(arguments);
        return ask('{"call":' + id + ',"args":' + args + "}");
      });
      mapSet(stubs, id, f);
      mapSet(hosted, f, id);
    }
    return f;
  }

  var promises = [];
  function promise(id) {
    return new RealPromise(function (keeps, breaks) { promises[id] = { true: keeps, false: breaks }; });
  }

  // --- messages ---

  // ask calls nimcert, and serves its calls until it answers.
  function ask(message) {
    io.write(message);
    for (;;) {
      var m = parse(io.read());
      if (m.now !== undefined) now = m.now;
      if ("return" in m) return decode(m.return);
      if ("throw" in m) throw decode(m.throw);
      io.write(answer(m) + "}");
    }
  }

  var names = {}; // what scripts exported
  Object.setPrototypeOf(names, null);

  // run runs a script, and returns what it exports.
  function run(id) {
    var module = { exports: {} };
    apply(io.script(id), undefined, [io.require || native("require", function (name) {
      throw new RealError('module "' + name + '" is not there');
    }), module, module.exports]);
    return module.exports;
  }

  function serve(m) {
    var args = m.args, i;
    if (args !== undefined) for (i = 0; i < args.length; i++) args[i] = decode(args[i]);
    if (m.call !== undefined) apply(things[m.call], undefined, args);
    else if (m.method !== undefined) {
      var target = names[m.of], f = target === undefined || target === null ? undefined : target[m.method];
      if (typeof f === "function") apply(f, undefined, args);
    } else if (m.settle !== undefined) promises[m.settle][m.kept](decode(m.value));
    else if (m.load !== undefined) {
      var made = run(m.load);
      if (m.with !== undefined) {
        if (typeof made !== "function") throw "it exports no function";
        var values = [];
        for (i = 0; i < m.with.length; i++) {
          var v = names[m.with[i]];
          values[i] = v === undefined ? null : v;
        }
        made = apply(made, undefined, values);
      }
      names[m.as] = made;
    } else if (m.rejected !== undefined) return io.rejected(function (reason, promise) {
      return '["' + slice(quote(oneLine(brief(reason))), 1) + "," + encode(promise, []) + "]";
    });
    else if (m.start !== undefined) return start(m);
    return "null";
  }

  // answer serves one message, and says what came of it.
  function answer(m) {
    try {
      return '{"return":' + serve(m);
    } catch (e) {
      return '{"throw":' + quote(typeof e === "string" ? e : thrown(e));
    }
  }
  var pending = "";
  // flush sends the answer of the turn that ends: when the callbacks of promises behind it have run.
  function flush() {
    io.write(pending + (io.unhandled() ? ',"rejected":true}' : "}"));
  }

  // --- the program's world ---

  var now = 0, read = { at: 0, times: 0 };
  // The date stands still while a program computes, so it moves on with the reads: see clients/weapp/date.go.
  function date() {
    if (now > read.at) read = { at: now, times: 0 };
    read.times++;
    if (read.times % 1000 === 0) read.at++;
    return floor(read.at);
  }

  function start(m) {
    now = m.now;
    var given = decode(m.globals), i, keys = keysOf(given);
    for (i = 0; i < keys.length; i++) names[keys[i]] = given[keys[i]];
    var world = decode(m.start);
    function put(name, v) {
      define(global, name, { value: v, writable: true, enumerable: true, configurable: true });
    }
    keys = keysOf(world);
    for (i = 0; i < keys.length; i++) if (slice(keys[i], 0, 1) !== "%") put(keys[i], world[keys[i]]);
    installDate();
    var numbers = [], next = 0, more = world["%random"];
    define(Math, "random", { value: native("random", function () {
      if (next >= numbers.length) { numbers = more(); next = 0; }
      return numbers[next++];
    }), writable: true, enumerable: false, configurable: true });
    function timer(name) {
      var host = world[name];
      put(name, native(name, function () {
        var f = arguments[0], args = [];
        for (var i = 2; i < arguments.length; i++) args[i - 2] = arguments[i];
        if (args.length === 0 || typeof f !== "function") return host(f, arguments[1]);
        return host(function () { apply(f, undefined, args); }, arguments[1]);
      }));
    }
    timer("setTimeout");
    timer("setInterval");
    var console = {};
    ["debug", "log", "info", "warn", "error"].forEach(function (level) {
      var host = world.console[level];
      console[level] = native(level, function () {
        var s = "";
        for (var i = 0; i < arguments.length; i++) s += (i > 0 ? " " : "") + brief(arguments[i]);
        host(s);
      });
    });
    ["group", "groupEnd"].forEach(function (name) { console[name] = native(name, function () { }); });
    put("console", console);
    var uncaught = world["%uncaught"];
    put("queueMicrotask", native("queueMicrotask", function (f) {
      if (typeof f !== "function") throw new errors.TypeError("queueMicrotask expects a function");
      then(resolved(undefined), function () {
        try { f(); } catch (e) { uncaught(thrown(e)); }
      });
    }));
    if (io.world) io.world(world, function (e) { uncaught(thrown(e)); });
    else {
      var app = { globalData: {} };
      put("getApp", native("getApp", function () { return app; }));
      put("getCurrentPages", native("getCurrentPages", function () { return []; }));
      forbidding(world["%forbidden"], global);
    }
    if (m.first !== undefined) run(m.first);
    return world["%globals"] ? encode(inspector(global), []) : "null";
  }

  function installDate() {
    function SessionDate(year, month, day, hours, minutes, seconds, ms) { // whose length is 7
      if (new.target === undefined) return text(new RealDate(date()));
      var v;
      switch (arguments.length) {
      case 0: v = [date()]; break;
      case 1: v = [year]; break;
      default: v = []; for (var i = 0; i < arguments.length; i++) v[i] = arguments[i];
      }
      return construct(RealDate, v, new.target === SessionDate ? RealDate : new.target);
    }
    var proto = RealDate.prototype;
    define(SessionDate, "prototype", { value: proto, writable: false, enumerable: false, configurable: false });
    define(SessionDate, "name", { value: "Date", configurable: true });
    function hidden(o, name, v) { define(o, name, { value: v, writable: true, enumerable: false, configurable: true }); }
    hidden(SessionDate, "parse", RealDate.parse);
    hidden(SessionDate, "UTC", RealDate.UTC);
    hidden(SessionDate, "now", function now() { return date(); });
    hidden(proto, "constructor", SessionDate);
    hidden(global, "Date", SessionDate);
  }

  return { handle: function (line) {
    var m = parse(line);
    if (m.now !== undefined) now = m.now;
    pending = answer(m);
  }, flush: flush };
})
