// What the application of every family does: it reports to the ledger, and keeps what the SDK throws or rejects.
// emit(kind, instance, fields) writes to the ledger; then(id) runs the scenario's continuation inside a callback, once;
// appKey is the application's, and addresses are those of the family's file.
module.exports = function made(emit, then, appKey, addresses) {
  // reason takes an error of the SDK apart: the older families give {code, message}, the V2 API {code, desc, detail}.
  function reason(e) {
    return { code: read(e, "code"), reason: read(e, "reason") || read(e, "message") || read(e, "desc") };
  }
  // read reads what the SDK gave to the application. A getter that throws is not the application's to fall over.
  function read(o, name) {
    try {
      return o === null || o === undefined ? undefined : o[name];
    } catch (e) {
      return undefined;
    }
  }
  var lists = {};
  // report reports a callback, which then throws where the scenario says so. The message is clients.OwnMistake.
  function report(kind, name, fields) {
    emit(kind, name, fields);
    if (!tools.mistaken) return;
    tools.mistaken = false;
    throw new Error("the list of chats is not on this page");
  }
  var tools = {
    appKey: appKey,
    addresses: addresses,
    emit: report,
    mistaken: false, // the callback that runs is to throw
    then: then,
    reason: reason,
    // kept is for what a script keeps beyond an instance: see application.js.
    kept: {},
    // telling makes tools that write through another emit.
    telling: function (emit) {
      var others = made(emit, then, appKey, addresses);
      others.kept = tools.kept;
      return others;
    },
    // delays is a reconnectDelayProvider whose answers grow by a step.
    delays: function (delay, step) {
      return function () {
        var answer = delay;
        delay += step || 0;
        return answer;
      };
    },
    // same is the one array that the application has of a list, and passes each time.
    same: function (list) {
      var key = list.join();
      return lists[key] = lists[key] || list;
    },
    // number is a number of the SDK, or nothing where it is none.
    number: function (v) { return typeof v === "number" ? v : undefined; },
    // attempt makes a call of the application; what the SDK throws at its caller is reported, not lost.
    attempt: function (verb, name, call) {
      try {
        return call();
      } catch (e) {
        emit("call threw", name, { verb: verb, reason: e });
      }
    },
    // each takes in a list that one callback gives; what one entry throws spares the others.
    each: function (list, take) {
      var thrown = [];
      list.forEach(function (entry) {
        try {
          take(entry);
        } catch (e) {
          thrown.push(e);
        }
      });
      if (thrown.length) throw thrown[0];
    },
    // done is the callback that ends a verb, with the error if it failed.
    done: function (verb, name, id) {
      return function (err) {
        try {
          report("done", name, { verb: verb, detail: err &&
            (reason(err).reason || (typeof err === "object" || typeof err === "function" ? "an error without a message"
              : err)) });
        } finally {
          if (id) then(id);
        }
      };
    },
    // settles makes done of a promise: it is done when the promise is settled, one way or the other.
    settles: function (verb, name, id, promise) {
      var done = tools.done(verb, name, id);
      Promise.resolve(promise).then(function () { done(); }, done);
    },
    // connection tells when an instance is connected, where the SDK has promises: when the promise of the application's
    // own call is kept, as the SDK's examples wait for it, and at the status event when the SDK reconnected by itself.
    // (The promise is kept a little after the event: the SDK asks for its upload hosts, or syncs, in between.) id names
    // the scenario's continuation in the first such event.
    connection: function (name, id) {
      // An SDK may never settle the promise of a call that the application ended: the newest counts, once it is kept.
      var calls = 0, newest = 0, kept = false, on = false, told = false;
      function tell() {
        if (on && !told && (calls === 0 || kept)) {
          told = true;
          report("connected", name, {});
        }
      }
      return {
        // calling says whether the promise of a call is still to be kept or broken: it will tell the application what
        // comes of it.
        calling: function () { return calls > 0; },
        status: function (connected) {
          on = connected;
          told = told && connected;
          tell();
          if (connected && id) then(id);
        },
        call: function (verb, promise) {
          var mine = ++newest;
          calls++;
          kept = false;
          promise.then(function () {
            calls--;
            kept = kept || mine === newest;
            tell();
          }, function (e) {
            calls--;
            tools.failed(verb, name, e, calls > 0);
          });
        }
      };
    },
    // another says that a later call of the sort is pending still: what it tries goes on.
    failed: function (verb, name, e, another) {
      var r = reason(e);
      r.verb = verb;
      r.another = another;
      report("error", name, r);
    }
  };
  return tools;
};
