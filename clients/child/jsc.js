// JavaScriptCore, as WebKit's jsc runs it. Each program has a global object of its own, without the names of the shell.
// A script is loaded from its file, for only what has one has places in stacks.
(function (sources) {
  "use strict";
  var print = globalThis.print, readline = globalThis.readline, quit = globalThis.quit;
  var newGlobal = globalThis.createGlobalObject, drain = globalThis.drainMicrotasks;
  // What the shell puts into a global object beside ECMAScript's names: reflection does not list it.
  var shell = ["print", "printErr", "read", "readFile", "readline", "write", "writeFile", "load", "loadString", "run",
    "runString", "quit", "gc", "version", "debug", "describe", "sleepSeconds", "createGlobalObject", "drainMicrotasks",
    "arguments", "$", "$262", "setUnhandledRejectionCallback", "checkSyntax", "openFile", "waitForReport",
    "asyncTestStart", "setRandomSeed", "WebAssembly"];

  function read() {
    var line = readline();
    if (line === "") quit(); // at the end of the input; no message is empty
    return line;
  }

  var rejected = [], files = {}, realm = null, load = null;
  var io = {
    read: read, write: print,
    script: function (id) { return load(files[id]); },
    unhandled: function () { return rejected.length > 0; },
    rejected: function (render) {
      var list = rejected;
      rejected = [];
      return "[" + list.map(function (r) { return render(r[0], r[1]); }).join() + "]";
    }
  };
  function begin() {
    rejected = [];
    var global = newGlobal(), evaluate = global.loadString;
    load = global.load;
    global.setUnhandledRejectionCallback(function (promise, reason) { rejected.push([reason, promise]); });
    for (var i = 0; i < shell.length; i++) delete global[shell[i]];
    var words = evaluate(sources.words)("/https:/usr/"); // a file's path has one slash where a URL has two
    realm = evaluate(sources.realm)(global, io, words, evaluate(sources.inspect), evaluate(sources.forbid));
  }

  // step serves a message. It says whether an answer waits for the end of the turn.
  function step(line) {
    if (line.startsWith('{"script":')) {
      var m = JSON.parse(line);
      try {
        new Function("return " + m.source); // which compiles it and runs nothing
        files[m.script] = m.file;
        print('{"return":null}');
      } catch (e) {
        var place = " (" + m.name.replace("https://usr/", "") + ":" + (e.line - 2) + ")"; // its column is another's
        print('{"throw":' + JSON.stringify(e + place) + "}");
      }
      return false;
    }
    if (line.startsWith('{"end":')) {
      realm = load = null;
      print('{"return":null}');
      return false;
    }
    if (line.startsWith('{"start":')) begin();
    realm.handle(line);
    return true;
  }
  for (;;) {
    if (step(read())) {
      drain();
      realm.flush();
    }
  }
})
