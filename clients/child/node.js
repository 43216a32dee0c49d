// V8, as node runs it. Each program has a context of its own, with ECMAScript's names and no other. Where sources.machine
// is there, programs are made for Node itself: the one program of this process has Node's own realm, and its modules.
"use strict";
(function (sources) {
  var fs = require("fs"), vm = require("vm"), immediate = setImmediate;
  var here = sources.machine !== undefined;
  var buffer = Buffer.allocUnsafe(1 << 16), from = 0, to = 0;

  function read() {
    var before = "";
    for (;;) {
      var at = buffer.indexOf(10, from);
      if (at >= 0 && at < to) {
        var line = before + buffer.latin1Slice(from, at); // nimcert writes ASCII
        from = at + 1;
        return line;
      }
      before += buffer.latin1Slice(from, to);
      from = 0;
      to = fs.readSync(0, buffer, 0, buffer.length, null);
      if (to === 0) process.exit(0);
    }
  }
  function write(line) { fs.writeSync(1, line + "\n"); }

  var rejected = [];
  process.on("unhandledRejection", function (reason, promise) { rejected.push([reason, promise]); });
  process.on("rejectionHandled", function (promise) {
    rejected = rejected.filter(function (r) { return r[1] !== promise; });
  });

  var scripts = {}, realm = null, context = null;
  var realmScript = new vm.Script(sources.realm), words = new vm.Script(sources.words);
  var inspector = new vm.Script(sources.inspect), forbidding = new vm.Script(sources.forbid);
  function run(script) { return here ? script.runInThisContext() : script.runInContext(context); }
  var io = {
    read: read, write: write,
    script: function (id) { return run(scripts[id]); },
    unhandled: function () { return rejected.length > 0; },
    rejected: function (render) {
      var list = rejected;
      rejected = [];
      return "[" + list.map(function (r) { return render(r[0], r[1]); }).join() + "]";
    }
  };
  function begin() {
    rejected = [];
    if (here) {
      io.require = require("module").createRequire(sources.from);
      io.world = vm.runInThisContext(sources.machine)(require);
    } else context = vm.createContext();
    var global = run(new vm.Script("this"));
    realm = run(realmScript)(global, io, run(words)("https://usr/"), run(inspector), run(forbidding));
  }

  // place is where a script does not parse: node says it above the stack, the line first and the column by a caret.
  function place(e) {
    var lines = String(e.stack).split("\n");
    return " (" + lines[0].replace("https://usr/", "") + ":" + ((lines[2] || "").indexOf("^") + 1) + ")";
  }

  // step serves a message. It says whether an answer waits for the end of the turn.
  function step(line) {
    if (line.startsWith('{"script":')) {
      var m = JSON.parse(line);
      try {
        scripts[m.script] = new vm.Script(m.source, { filename: m.name });
        write('{"return":null}');
      } catch (e) {
        write('{"throw":' + JSON.stringify(e + place(e)) + "}");
      }
      return false;
    }
    if (line.startsWith('{"end":')) {
      realm = context = null;
      write('{"return":null}');
      return false;
    }
    if (line.startsWith('{"start":')) begin();
    realm.handle(line);
    return true;
  }
  // A turn ends with its immediate: by then node has run what promises wait for.
  function next() {
    for (;;) {
      if (step(read())) return immediate(after);
    }
  }
  function after() {
    realm.flush();
    next();
  }
  immediate(next);
})
