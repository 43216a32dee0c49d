// Makes the application of the family's script, and names the calls that it offers.
//
// A script that says what the SDK gave it for a name (handle) is made anew when the application asks for an instance
// behind a destroy: so the application keeps the former instance, and a call on "former:NAME" reaches that. What it
// tells from the first such call on is told under that name.
module.exports = function (make, tools, exported, has) {
  var FORMER = "former:";

  function life() {
    var told = {}; // the names under which a former instance is known
    return {
      told: told,
      calls: make(tools.telling(function (kind, name, fields) {
        tools.emit(kind, told[name] || name, fields);
      }), exported.sdk, exported.room)
    };
  }
  var first = life(), newest = {}, former = {}, ended = {}; // by the names of instances

  function call(verb, args) {
    var name = args[0];
    if (typeof name === "string" && name.indexOf(FORMER) === 0) {
      args[0] = name.slice(FORMER.length);
      var before = former[args[0]];
      if (!before) return; // the SDK gave the same object again: there is no other
      before.told[args[0]] = name;
      return before.calls[verb].apply(before.calls, args);
    }
    var now = newest[name] || first;
    if (verb === "destroy") ended[name] = true;
    if (verb !== "login" && verb !== "enter" || !ended[name] || !now.calls.handle) {
      return now.calls[verb].apply(now.calls, args);
    }
    var next = newest[name] = life();
    ended[name] = false;
    next.calls[verb].apply(next.calls, args);
    var was = now.calls.handle(name), is = next.calls.handle(name);
    if (!is) newest[name] = now; // the call made none
    else former[name] = is === was ? undefined : now;
  }

  var application = {};
  Object.keys(first.calls).forEach(function (verb) {
    if (typeof first.calls[verb] !== "function" || verb === "handle") return;
    has(verb);
    application[verb] = function () { return call(verb, Array.prototype.slice.call(arguments)); };
  });
  application.throws = function () { tools.mistaken = true; };
  return application;
};
