// The page's own script: it keeps what the adapter gives and loads, under names, makes the application's calls, and
// tells nimcert what the application reports. The program may replace whatever it finds, so all that is used later is
// taken at once.
(function (binding, own) {
  "use strict";
  var tell = window[binding], Request = XMLHttpRequest, text = String, quote = JSON.stringify, parse = JSON.parse;
  var keysOf = Object.keys, isArray = Array.isArray, from = performance.timeOrigin;
  var now = performance.now.bind(performance);
  var kept = Object.create(null), last = 0, limit = 1 << 16;
  delete window[binding];

  function show(v) {
    try {
      var s = v !== null && typeof v === "object" && !(v instanceof Error) ? quote(v) || text(v) : text(v);
      return s.length > 400 ? s.slice(0, 400) + "…" : s;
    } catch (e) {
      return "(a value that cannot be shown)";
    }
  }
  // brief is a value as the adapter takes it. The fields of an object cross where it is itself an argument.
  function brief(v, argument) {
    switch (typeof v) {
    case "undefined": return { is: "undefined", text: "undefined" };
    case "boolean": return { is: "boolean", text: text(v) };
    case "number": return v === v && v - v === 0 ? { is: "number", text: text(v), number: v } :
      { is: "number", text: text(v), number: 0, odd: v === v };
    case "string": return { is: "text", text: v.length > limit ? v.slice(0, 400) + "…" : v };
    }
    if (v === null) return { is: "null", text: "null" };
    if (!argument || typeof v !== "object" || isArray(v) || v instanceof Error) return { is: "object", text: show(v) };
    return { is: "object", fields: keysOf(v).map(function (name) {
      return { name: name, value: brief(v[name], false) };
    }) };
  }
  function send(m) {
    m.at = from + now();
    tell(quote(m));
  }
  // host is a function of nimcert's. What "then" makes happen belongs to this turn: the page waits for the calls that
  // the scenario makes, and makes them.
  function host(name) {
    return function () {
      var m = { call: name, args: Array.prototype.map.call(arguments, function (a) { return brief(a, true); }) };
      if (name !== "then") return send(m);
      m.waits = ++last;
      send(m);
      var answer = new Request();
      answer.open("GET", own + "/then/" + m.waits, false);
      answer.send();
      parse(answer.responseText).forEach(function (c) { nimcert.call(c[0], c[1], c[2]); });
    };
  }
  var nimcert = {
    give: function (name, value) { kept[name] = value; },
    host: function (name) { kept[name] = host(name); },
    load: function (name, names, make) {
      var module = { exports: {} };
      make(function (path) { throw new Error('module "' + path + '" is not defined'); }, module, module.exports);
      kept[name] = names.length === 0 ? module.exports : module.exports.apply(undefined, names.map(function (n) {
        return n in kept ? kept[n] : null;
      }));
    },
    call: function (of, method, args) {
      if (kept[of] && typeof kept[of][method] === "function") kept[of][method].apply(kept[of], args);
    }
  };
  Object.defineProperty(window, binding, { value: nimcert });
})
