// What ECMAScript has, phones have, and the engine lacks or does otherwise. Functions are made in object literals, as
// methods: those cannot be constructed, like native ones.
(function (global) {
  "use strict";
  var describe = Object.getOwnPropertyDescriptor, apply = Reflect.apply;

  // define puts methods where a script does not see that they came later. What the engine has stays.
  function define(o, methods) {
    Object.keys(methods).forEach(function (name) { if (!(name in o)) put(o, name, methods[name]); });
  }
  function put(o, name, value) {
    Object.defineProperty(o, name, { value: value, writable: true, enumerable: false, configurable: true });
  }
  function tag(o, name) {
    Object.defineProperty(o, Symbol.toStringTag, { value: name, configurable: true });
  }

  // ES2018. TypeScript's and Babel's helpers for async iterators ask for it.
  if (!Symbol.asyncIterator) Object.defineProperty(Symbol, "asyncIterator", { value: Symbol("Symbol.asyncIterator") });

  // ES2021. Nothing is ever collected as far as a script can see, which the language allows.
  function object(v) { return Object(v) === v; }
  var targets = new WeakMap();
  if (!global.WeakRef) {
    put(global, "WeakRef", class WeakRef {
      constructor(target) {
        if (!object(target)) throw new TypeError("WeakRef: the target must be an object");
        targets.set(this, target);
      }
      deref() {
        if (!targets.has(this)) throw new TypeError("WeakRef.prototype.deref: this is no WeakRef");
        return targets.get(this);
      }
    });
    tag(global.WeakRef.prototype, "WeakRef");
  }
  if (!global.FinalizationRegistry) {
    put(global, "FinalizationRegistry", class FinalizationRegistry {
      #tokens = new WeakSet();
      constructor(clean) {
        if (typeof clean !== "function") throw new TypeError("FinalizationRegistry takes a function");
      }
      register(target, held, token) {
        if (!object(target)) throw new TypeError("FinalizationRegistry.register: the target must be an object");
        if (target === held) throw new TypeError("FinalizationRegistry.register: target and held value are the same");
        if (object(token)) this.#tokens.add(token);
      }
      unregister(token) {
        if (!object(token)) throw new TypeError("FinalizationRegistry.unregister: the token must be an object");
        return this.#tokens.delete(token);
      }
    });
    tag(global.FinalizationRegistry.prototype, "FinalizationRegistry");
  }

  // ES2024
  define(String.prototype, {
    isWellFormed() { return !/\p{Surrogate}/u.test(this); },
    toWellFormed() { return String(this).replace(/\p{Surrogate}/gu, "\ufffd"); }
  });

  // Annex B: all engines of phones have it.
  define(Object.prototype, {
    __defineGetter__(name, get) {
      Object.defineProperty(this, name, { get: get, enumerable: true, configurable: true });
    },
    __defineSetter__(name, set) {
      Object.defineProperty(this, name, { set: set, enumerable: true, configurable: true });
    },
    __lookupGetter__(name) { return (lookup(this, name) || {}).get; },
    __lookupSetter__(name) { return (lookup(this, name) || {}).set; }
  });
  function lookup(o, name) {
    for (o = Object(o); o !== null; o = Object.getPrototypeOf(o)) {
      var own = describe(o, name);
      if (own) return own;
    }
  }
  var dates = Date.prototype;
  define(dates, {
    getYear() { return this.getFullYear() - 1900; },
    setYear(year) {
      year = +year;
      if (isNaN(year)) return this.setTime(NaN);
      year = Math.trunc(year);
      if (isNaN(this)) this.setTime(new Date(1970, 0).getTime());
      return this.setFullYear(year >= 0 && year <= 99 ? 1900 + year : year);
    }
  });
  if (!dates.toGMTString) put(dates, "toGMTString", dates.toUTCString);
  function html(name, tag, attribute) {
    define(String.prototype, {
      [name](value) {
        return "<" + tag + (attribute ? " " + attribute + '="' + String(value).replace(/"/g, "&quot;") + '"' : "") +
          ">" + this + "</" + tag + ">";
      }
    });
  }
  html("anchor", "a", "name");
  html("big", "big");
  html("blink", "blink");
  html("bold", "b");
  html("fixed", "tt");
  html("fontcolor", "font", "color");
  html("fontsize", "font", "size");
  html("italics", "i");
  html("link", "a", "href");
  html("small", "small");
  html("strike", "strike");
  html("sub", "sub");
  html("sup", "sup");

  // The engine refuses a proxy at the right of instanceof. It asks the proxy for Symbol.hasInstance first.
  var Engine = global.Proxy, has = Function.prototype[Symbol.hasInstance];
  function hasInstance(v) {
    if (typeof this !== "function" || !object(v)) return false;
    var proto = this.prototype;
    if (!object(proto)) throw new TypeError("the prototype is no object");
    return Object.prototype.isPrototypeOf.call(proto, v);
  }
  // The handler is asked as it is at each trap, and is each trap's this; it may be frozen.
  function handles(target, handler) {
    if (typeof target !== "function" || !object(handler)) return handler;
    return new Engine({}, {
      get(none, name) {
        var trap = handler[name];
        if (name === "get") return function (t, key, receiver) {
          var v = trap === undefined || trap === null ? Reflect.get(t, key, receiver)
            : apply(trap, handler, [t, key, receiver]);
          return key === Symbol.hasInstance && v === has ? hasInstance : v;
        };
        return typeof trap === "function" ? function () { return apply(trap, handler, arguments); } : trap;
      }
    });
  }
  put(global, "Proxy", new Engine(Engine, {
    construct: function (t, args, to) { return Reflect.construct(t, [args[0], handles(args[0], args[1])], to); }
  }));
  Engine.revocable = (function (revocable) {
    return { revocable(target, handler) { return revocable(target, handles(target, handler)); } }.revocable;
  })(Engine.revocable);

  // The engine's is infinite from 710 on, which is not too large for a number.
  put(Math, "cosh", {
    cosh(x) {
      var half = Math.exp(Math.abs(x) / 2);
      return half / 2 * half + 0.5 / half / half;
    }
  }.cosh);

  // The engine takes a set-like object of infinite size for one of size 0, and asks for its keys after union and
  // symmetricDifference have made their copy. core-js looks for both, and would replace the methods.
  var sets = Set.prototype;
  function setLike(o, keysFirst) {
    if (!object(o) || o instanceof Set) return o;
    var size = +o.size, contains = o.has, keys = o.keys, begun;
    if (typeof contains !== "function" || typeof keys !== "function" || isNaN(size)) return o; // the engine's errors
    if (keysFirst && size >= 0) {
      var all = apply(keys, o, []), next = all.next;
      begun = { next() { return apply(next, all, []); } };
    }
    return {
      size: Math.max(-1, Math.min(size, Number.MAX_SAFE_INTEGER)),
      has(v) { return apply(contains, o, [v]); },
      keys() { return begun || apply(keys, o, []); }
    };
  }
  ["union", "symmetricDifference", "intersection", "difference", "isSubsetOf", "isSupersetOf",
    "isDisjointFrom"].forEach(function (name, i) {
      var engine = sets[name];
      put(sets, name, { [name](other) { return apply(engine, this, [setLike(other, i < 2)]); } }[name]);
    });

  // The engine's takes no text, and no other value that is no object.
  var typed = Object.getPrototypeOf(Uint8Array), fromItems = typed.from;
  put(typed, "from", {
    from(items) {
      if (items !== undefined && items !== null) arguments[0] = Object(items);
      return apply(fromItems, this, arguments);
    }
  }.from);

  // Years before 0 have six digits.
  var iso = dates.toISOString;
  put(dates, "toISOString", {
    toISOString() { return apply(iso, this, []).replace(/^-(?=\d{4}-)/, "-00"); }
  }.toISOString);

  // The first argument is a locale, and not toString's radix. Which separators and which order a phone writes depends
  // on its locale: what is written here has none.
  function local(proto) {
    var text = proto.toString;
    put(proto, "toLocaleString", { toLocaleString() { return apply(text, this, []); } }.toLocaleString);
  }
  local(Number.prototype);
  local(BigInt.prototype);
})
