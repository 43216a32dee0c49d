// How an engine words values, as the embedded host does (clients/weapp/text.go). root stands before a file's name in
// stacks. The program may replace whatever it finds, so all that is used later is taken at once.
(function (root) {
  "use strict";
  var call = Function.prototype.call;
  function method(f) { return call.bind(f); }
  var keysOf = Object.keys, isArray = Array.isArray, quote = JSON.stringify, text = String, TypeFault = TypeError;
  var kindOf = method(Object.prototype.toString);
  var indexOf = method(String.prototype.indexOf), lastIndexOf = method(String.prototype.lastIndexOf);
  var charCode = method(String.prototype.charCodeAt), slice = method(String.prototype.slice);
  var fromCode = String.fromCharCode;

  var textLimit = 400, mostValues = 10000, unshown = "(a value that cannot be shown)";

  function begin(v) {
    var s = text(v);
    if (typeof v === "symbol") s = slice(s, 7, -1); // without Symbol(…)
    return s.length > textLimit ? slice(s, 0, textLimit) + "…" : s;
  }
  function show(v) {
    try { return begin(v); } catch (e) { return unshown; }
  }
  function oneLine(s) {
    var out = "", gap = false;
    for (var i = 0; i < s.length; i++) {
      var c = charCode(s, i);
      if (c === 32 || c >= 9 && c <= 13 || c === 0xa0 || c === 0x85 || c === 0x2028 || c === 0x2029) {
        gap = out !== "";
      } else {
        out += (gap ? " " : "") + fromCode(c);
        gap = false;
      }
    }
    return out;
  }
  function isError(v) { return kindOf(v) === "[object Error]"; }

  // frames are the places of an error in scripts, the innermost first: {name, at}.
  function frames(e) {
    var stack = e.stack, out = [];
    if (typeof stack !== "string") return out;
    for (var from = 0; from < stack.length && out.length < 20;) {
      var end = indexOf(stack, "\n", from);
      if (end < 0) end = stack.length;
      var line = slice(stack, from, end), at = lastIndexOf(line, root);
      from = end + 1;
      if (at < 0) continue;
      var place = slice(line, at + root.length), name = slice(line, 0, at);
      if (slice(place, -1) === ")") place = slice(place, 0, -1);
      var begins = indexOf(name, "at ");
      name = begins >= 0 ? slice(name, begins + 3) : name;
      while (name !== "" && indexOf(" (@", slice(name, -1)) >= 0) name = slice(name, 0, -1);
      if (name === "<eval>" || name === "<anonymous>") name = "";
      out[out.length] = { name: name, at: place };
    }
    return out;
  }
  // thrown is one line of what a script threw: its message and the innermost places.
  function thrown(v) {
    var line = oneLine(show(v)), places = "";
    try {
      if (v !== null && typeof v === "object" && isError(v)) {
        var list = frames(v);
        for (var i = 0; i < list.length && i < 3; i++) places += (places ? ", " : "") + list[i].at;
      }
    } catch (e) { places = ""; }
    return places ? line + " (at " + places + ")" : line;
  }

  // written is the beginning of a value's JSON.
  function written(v) {
    var n = 0, size = 0, path = [];
    function full() { return size > 4 * textLimit || n > mostValues; }
    function add(s) { size += s.length; return s; }
    function value(key, v) {
      n++;
      if (full()) return "";
      if (v !== null && (typeof v === "object" || typeof v === "function")) {
        if (typeof v.toJSON === "function") v = v.toJSON(key);
        if (v !== null && typeof v === "object") {
          var kind = kindOf(v);
          if (kind === "[object Number]") v = +v;
          else if (kind === "[object Boolean]") v = v == true;
          else if (kind === "[object String]") v = text(v);
        }
      }
      switch (typeof v) {
      case "undefined": case "function": case "symbol": return undefined;
      case "string": return add(quote(begin(v)));
      case "boolean": return add(text(v));
      case "number": return add(v - v === 0 ? text(v) : "null");
      case "bigint": return add("null");
      }
      if (v === null) return add("null");
      for (var i = 0; i < path.length; i++) {
        if (path[i] === v) throw new TypeFault("Converting circular structure to JSON");
      }
      path[path.length] = v;
      var out = "", s;
      if (isArray(v)) {
        for (i = 0; i < v.length && !full(); i++) {
          s = value(text(i), v[i]);
          out += (i > 0 ? "," : "") + (s === undefined ? add("null") : s);
        }
        out = "[" + out + "]";
      } else {
        var keys = keysOf(v);
        for (i = 0; i < keys.length && !full(); i++) {
          s = value(keys[i], v[keys[i]]);
          if (s !== undefined) out += (out ? "," : "") + add(quote(keys[i])) + ":" + s;
        }
        out = "{" + out + "}";
      }
      path.length--;
      return out;
    }
    return value("", v);
  }
  // brief renders a value for the time line: an error by its stack, an object as JSON.
  function brief(v) {
    if (v === null || typeof v !== "object") return show(v);
    var s = "";
    try {
      if (isError(v) && v.stack !== undefined && v.stack !== null) {
        var list = frames(v);
        s = oneLine(begin(v));
        for (var i = 0; i < list.length && i < 2; i++) {
          s += " at " + (list[i].name ? list[i].name + " (" + list[i].at + ")" : list[i].at);
        }
      } else {
        s = written(v);
        if (s === undefined || s.length <= 2) s = "";
      }
    } catch (e) { s = ""; }
    if (s === "") return show(v);
    return s.length > textLimit ? slice(s, 0, textLimit) + "…" : s;
  }

  return { brief: brief, thrown: thrown, show: show, oneLine: oneLine, isError: isError };
})
