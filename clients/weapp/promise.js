// Promise as WeChat has it on iOS up to 15: made of setTimeout, so that a callback is part of a later task and no
// microtask. later is setTimeout; unhandled(reason, promise) is told what nobody handles, a task after it was broken.
// Whether each callback has a timer of its own is not documented. Here one timer serves all that come until it is over:
// that differs least from a microtask, and a chain takes no longer than one timer.
(function (global, later, unhandled) {
  "use strict";
  var key = Symbol("promise"), species = Symbol.species;
  var PENDING = 0, KEPT = 1, BROKEN = 2;

  function define(o, name, value) {
    Object.defineProperty(o, name, { value: value, writable: true, enumerable: false, configurable: true });
  }
  var queue = [], waits = false; // for the timer, or while its call runs
  function wait() {
    waits = true;
    later(flush, 0);
  }
  function flush() {
    try {
      while (queue.length > 0) queue.shift()();
    } finally {
      waits = false;
      if (queue.length > 0) wait();
    }
  }
  function task(f) {
    queue.push(f);
    if (!waits) wait();
  }

  function settle(p, state, value) {
    if (p.state !== PENDING) return;
    p.state = state;
    p.value = value;
    var waiting = p.waiting;
    p.waiting = null;
    for (var i = 0; i < waiting.length; i++) task(waiting[i]);
    if (state === BROKEN && !p.handled) later(function () { if (!p.handled) unhandled(value, p.promise); }, 0);
  }
  // runs calls f with the two functions that settle a promise, of which the first call counts.
  function runs(p, f) {
    var over = false;
    function once(how) {
      return function (v) {
        if (over) return;
        over = true;
        how(p, v);
      };
    }
    try {
      f(once(resolve), once(reject));
    } catch (e) {
      once(reject)(e);
    }
  }
  function reject(p, e) { settle(p, BROKEN, e); }
  function resolve(p, v) {
    if (v === p.promise) return reject(p, new TypeError("a promise cannot be resolved with itself"));
    var then;
    try {
      then = Object(v) === v ? v.then : undefined;
    } catch (e) {
      return reject(p, e);
    }
    if (typeof then !== "function") return settle(p, KEPT, v);
    task(function () { runs(p, function (keeps, breaks) { Reflect.apply(then, v, [keeps, breaks]); }); });
  }

  function Promise(executor) {
    if (new.target === undefined) throw new TypeError("Promise is called with new");
    if (typeof executor !== "function") throw new TypeError("Promise takes a function");
    var p = { state: PENDING, value: undefined, waiting: [], handled: false, promise: this };
    define(this, key, p);
    runs(p, executor);
  }

  // made is a promise of a class, and what settles it.
  function made(C) {
    var out = {};
    out.promise = new C(function (keeps, breaks) {
      out.keeps = keeps;
      out.breaks = breaks;
    });
    return out;
  }

  define(Promise.prototype, "then", function then(kept, broken) {
    var p = this[key], constructor = this.constructor;
    var C = constructor === undefined ? Promise : constructor[species] || Promise, next = made(C);
    p.handled = true;
    function react() {
      var f = p.state === KEPT ? kept : broken;
      if (typeof f !== "function") return p.state === KEPT ? next.keeps(p.value) : next.breaks(p.value);
      var v;
      try {
        v = f(p.value);
      } catch (e) {
        return next.breaks(e);
      }
      next.keeps(v);
    }
    if (p.state === PENDING) p.waiting.push(react);
    else task(react);
    return next.promise;
  });
  define(Promise.prototype, "catch", function (broken) { return this.then(undefined, broken); });
  define(Promise.prototype, "finally", function (f) {
    var C = this.constructor;
    if (typeof f !== "function") return this.then(f, f);
    return this.then(
      function (v) { return C.resolve(f()).then(function () { return v; }); },
      function (e) { return C.resolve(f()).then(function () { throw e; }); });
  });
  Object.defineProperty(Promise.prototype, Symbol.toStringTag, { value: "Promise", configurable: true });
  Object.defineProperty(Promise, species, { get: function () { return this; }, configurable: true });

  define(Promise, "resolve", function resolve(v) {
    if (Object(v) === v && v[key] !== undefined && v.constructor === this) return v;
    var p = made(this);
    p.keeps(v);
    return p.promise;
  });
  define(Promise, "reject", function reject(e) {
    var p = made(this);
    p.breaks(e);
    return p.promise;
  });
  // over makes what waits for several: each(n, promise, whole) says how one counts, and end(whole, n) what none of n is.
  function over(each, end) {
    return function (all) {
      var C = this, whole = made(C);
      try {
        var n = 0, iterator = all[Symbol.iterator](), step;
        whole.list = [];
        whole.left = 1;
        while (!(step = iterator.next()).done) {
          whole.left++;
          each(n++, C.resolve(step.value), whole);
        }
        whole.n = n;
        if (--whole.left === 0) end(whole);
      } catch (e) {
        whole.breaks(e);
      }
      return whole.promise;
    };
  }
  function counts(wraps, end) {
    return function (n, whole) {
      return function (v) {
        whole.list[n] = wraps(v);
        if (--whole.left === 0) end(whole);
      };
    };
  }
  function itself(v) { return v; }
  function full(whole) { whole.keeps(whole.list); }
  function none(whole) {
    var e = typeof AggregateError === "function" ? new AggregateError(whole.list, "none was kept")
      : new Error("none was kept");
    whole.breaks(e);
  }
  var one = counts(itself, full), lost = counts(itself, none);
  var fine = counts(function (v) { return { status: "fulfilled", value: v }; }, full);
  var bad = counts(function (e) { return { status: "rejected", reason: e }; }, full);
  define(Promise, "all", over(function (n, p, whole) { p.then(one(n, whole), whole.breaks); }, full));
  define(Promise, "allSettled", over(function (n, p, whole) { p.then(fine(n, whole), bad(n, whole)); }, full));
  define(Promise, "any", over(function (n, p, whole) { p.then(whole.keeps, lost(n, whole)); }, none));
  define(Promise, "race", over(function (n, p, whole) { p.then(whole.keeps, whole.breaks); }, function () {}));

  define(global, "Promise", Promise);
})
