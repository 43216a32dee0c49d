// What the platform gives an application beside wx, as far as code of connections needs it: App, getApp, Page, Component,
// Behavior, getCurrentPages, the moves between pages and their life cycles. Nothing is drawn.
//
// The sources are WeChat's guides: framework/app-service/page-life-cycle.html and route.html, api/route for the moves,
// framework/custom-component/component.html for pages that Component makes, lifetimes.html, observer.html and
// behaviors.html. In which order a page that is a component is told of the same moment, no guide says: here attached
// comes before onLoad, and detached behind onUnload. Nor does one say whether observers hear of the page's parameters:
// here they hear of setData alone.
//
// run(f) calls f as the platform calls a callback: what it throws is nobody's to catch. load(file) runs a script of the
// program once and returns its exports. tabs are the pages of the tab bar, as app.json names them.
module.exports = function (run, load, global, wx, tabs) {
  var app, appFile, pages = {}, stack = [], kept = {}, running = []; // kept: open pages of the tab bar, by route
  var MOST = 10; // pages in the stack

  function call(o, name, arg) {
    if (o && typeof o[name] === "function") run(function () { o[name](arg); });
  }
  function top() { return stack[stack.length - 1]; }

  // script runs a file, so that App and Page know whose they are.
  function script(file) {
    running.push(file);
    try {
      return load(file);
    } finally {
      running.pop();
    }
  }

  global.App = function (options) {
    app = Object.assign({}, options);
    appFile = running[running.length - 1];
  };
  global.getApp = function (o) {
    if (!app && o && o.allowDefault) app = {};
    return app;
  };
  function define(page) { pages[String(running[running.length - 1]).replace(/\.js$/, "")] = page; }
  // merged are the parts of behaviors and of what uses them, whose own outweigh theirs.
  function merged(o, parts) {
    var out = {};
    parts.forEach(function (part) {
      out[part] = Object.assign.apply(null, [{}].concat((o.behaviors || []).map(function (b) { return merged(b, parts)[part]; }), o[part]));
    });
    return out;
  }
  global.Behavior = function (o) { return o; };
  global.Page = function (o) {
    if (!o.behaviors) return define(o);
    var of = merged(o, ["methods", "data"]);
    define(Object.assign({}, of.methods, o, { data: of.data }));
  };
  // Component makes a page whose methods, the life cycle of a page among them, stand in methods.
  global.Component = function (o) {
    var of = merged(o, ["methods", "data", "properties", "lifetimes", "pageLifetimes"]);
    var moments = {};
    ["created", "attached", "ready", "detached"].forEach(function (name) { moments[name] = everyMoment(o, "lifetimes", name); });
    ["show", "hide"].forEach(function (name) { moments[name] = everyMoment(o, "pageLifetimes", name); });
    define(Object.assign({}, of.methods, {
      data: of.data, properties: of.properties, moments: moments, observers: everyObserver(o)
    }));
  };
  // everyObserver are the observers of behaviors and of what uses them: all are told, and none takes another's place.
  function everyObserver(o) {
    var out = [];
    (o.behaviors || []).forEach(function (b) { out = out.concat(everyObserver(b)); });
    Object.keys(o.observers || {}).forEach(function (names) {
      var fields = names.split(",").map(function (name) { return words(name.trim()); });
      out.push({ fields: fields, f: o.observers[names] });
    });
    return out;
  }
  // words takes a path such as list[0].name apart.
  function words(path) { return path.replace(/\[(\d+)\]/g, ".$1").split("."); }
  // observed says whether setting a path concerns a field: that field, what holds it, and with ** what it holds.
  function observed(field, path) {
    var all = field[field.length - 1] === "**";
    if (all) field = field.slice(0, -1);
    var n = Math.min(field.length, path.length);
    return (all || path.length <= field.length) && field.slice(0, n).join() === path.slice(0, n).join();
  }
  // observe tells the observers what setData set, whether it is another value or not.
  function observe(p, paths) {
    function value(field) {
      return field.reduce(function (at, name) {
        return name === "**" || at === null || at === undefined ? at : at[name];
      }, p.data);
    }
    (p.observers || []).forEach(function (o) {
      function sets(path) { return o.fields.some(function (field) { return observed(field, path); }); }
      if (!paths.some(sets)) return;
      var values = o.fields.map(value);
      run(function () { (typeof o.f === "function" ? o.f : p[o.f]).apply(p, values); });
    });
  }
  // everyMoment are the functions of one moment: those of behaviors come first, and none takes another's place.
  function everyMoment(o, part, name) {
    var out = [];
    (o.behaviors || []).forEach(function (b) { out = out.concat(everyMoment(b, part, name)); });
    return out.concat((o[part] || {})[name] || (part === "lifetimes" && o[name]) || []);
  }
  // moment tells a page that is a component; a name stands for a method.
  function moment(p, name) {
    ((p && p.moments || {})[name] || []).forEach(function (f) {
      run(function () { (typeof f === "function" ? f : p[f]).call(p); });
    });
  }
  // shows and hides tell a page that it is on the screen, and that it is no longer.
  function shows(p) {
    moment(p, "show");
    call(p, "onShow");
  }
  function hides(p) {
    moment(p, "hide");
    call(p, "onHide");
  }
  function ends(p) {
    call(p, "onUnload");
    moment(p, "detached");
  }
  global.getCurrentPages = function () { return stack.slice(); };

  // set is what setData does with one path, such as list[0].name.
  function set(data, path, value) {
    var names = words(path), at = data;
    for (var i = 0; i < names.length - 1; i++) {
      if (at[names[i]] === null || typeof at[names[i]] !== "object") at[names[i]] = /^\d+$/.test(names[i + 1]) ? []
        : {};
      at = at[names[i]];
    }
    at[names[names.length - 1]] = value;
  }
  // defaults are the values of properties, where the page's parameters do not say them.
  function defaults(properties, options) {
    var out = {}, empty = [[String, ""], [Number, 0], [Boolean, false], [Array, []]];
    Object.keys(properties || {}).forEach(function (name) {
      var of = properties[name], type = of && of.type !== undefined ? of.type : of;
      out[name] = of && of.value !== undefined ? of.value : null;
      if (out[name] === null) empty.forEach(function (one) { if (one[0] === type) out[name] = one[1]; });
      if (Object.prototype.hasOwnProperty.call(options, name)) out[name] = type === Number ? Number(options[name]) : options[name];
    });
    return out;
  }
  // Whoever asks for what is drawn gets something that takes every call and does nothing.
  var nothing = new Proxy(function () {}, {
    get: function (_, key) { return key === "then" || typeof key === "symbol" ? undefined : nothing; },
    apply: function () { return nothing; }
  });
  // channel lets a page and the one that it opened talk.
  function channel(listeners) {
    var all = [];
    Object.keys(listeners || {}).forEach(function (name) { all.push({ name: name, f: listeners[name] }); });
    return {
      on: function (name, f) { all.push({ name: name, f: f }); },
      once: function (name, f) { all.push({ name: name, f: f, once: true }); },
      off: function (name, f) { all = all.filter(function (l) { return l.name !== name || f && l.f !== f; }); },
      emit: function (name) {
        var args = Array.prototype.slice.call(arguments, 1);
        all.slice().forEach(function (l) {
          if (l.name !== name) return;
          if (l.once) all.splice(all.indexOf(l), 1);
          l.f.apply(null, args);
        });
      }
    };
  }
  function page(route, options, opener) {
    if (!pages[route]) script(route + ".js");
    if (!pages[route]) throw new Error("the script of " + route + " makes no page"); // it calls neither Page nor Component
    var p = Object.assign({}, pages[route]);
    p.data = JSON.parse(JSON.stringify(Object.assign({}, defaults(p.properties, options), p.data)));
    if (p.properties) p.properties = p.data;
    p.getOpenerEventChannel = function () { return opener || channel(); };
    ["createSelectorQuery", "createIntersectionObserver", "createMediaQueryObserver", "selectComponent", "animate", "getTabBar", "triggerEvent"]
      .forEach(function (name) { p[name] = nothing; });
    p.selectAllComponents = function () { return []; };
    p.route = p.__route__ = route;
    p.options = options;
    p.setData = function (change, then) {
      for (var path in change) set(p.data, path, change[path]);
      observe(p, Object.keys(change || {}).map(words));
      if (typeof then === "function") wx.nextTick(function () { run(function () { then.call(p); }); });
    };
    return p;
  }
  function open(route, options, hidden, opener) {
    var p = page(route, options || {}, opener);
    if (!hidden) hides(top());
    stack.push(p);
    if (isTab(route)) kept[route] = p;
    moment(p, "created");
    moment(p, "attached");
    call(p, "onLoad", p.options);
    shows(p);
    moment(p, "ready");
    call(p, "onReady");
    return p;
  }
  function close(quiet) {
    if (stack.length === 0) return;
    var p = stack.pop();
    delete kept[p.route];
    ends(p);
    if (!quiet) shows(top());
  }
  function closeAll() {
    while (stack.length > 0) close(true);
    Object.keys(kept).forEach(function (route) {
      ends(kept[route]);
      delete kept[route];
    });
  }
  function isTab(route) { return tabs.indexOf(route) >= 0; }

  // where takes the address of a page apart: from the program's root with a slash, from the page's own folder without.
  function where(url) {
    var parts = String(url).split("?"), path = parts[0], options = {};
    if (path[0] !== "/") path = (top() ? top().route.replace(/[^\/]*$/, "") : "") + path;
    var names = [];
    path.split("/").forEach(function (name) {
      if (name === "..") names.pop();
      else if (name && name !== ".") names.push(name);
    });
    (parts[1] || "").split("&").forEach(function (pair) {
      if (pair) options[pair.split("=")[0]] = pair.slice(pair.indexOf("=") + 1);
    });
    return { route: names.join("/"), options: options };
  }
  // moves are the platform's calls, each in a turn of its own. act returns what success is told, or why it cannot be.
  function move(name, act) {
    wx[name] = function (o) {
      o = o || {};
      wx.nextTick(function () {
        var to = where(o.url || ""), told = { errMsg: name + ":ok" };
        var why = act !== back && !there(to.route) ? "page \"" + to.route + "\" is not found" : act(to, o, told);
        if (why) told = { errMsg: name + ":fail " + why };
        call(o, why ? "fail" : "success", told);
        call(o, "complete", told);
      });
    };
  }
  // there says whether the program has a page: one that was not opened before makes itself known when its script runs.
  function there(route) {
    if (!pages[route]) {
      try {
        script(route + ".js");
      } catch (e) {
        if (!/^module ".*" is not there/.test(String(e && e.message))) throw e;
      }
    }
    return !!pages[route];
  }
  function back(_, o) {
    for (var n = Math.min(o.delta || 1, stack.length - 1); n > 0; n--) close(n > 1);
  }
  move("navigateTo", function (to, o, told) {
    if (isTab(to.route)) return "can not navigateTo a tabbar page";
    if (stack.length >= MOST) return "webview count limit exceed";
    told.eventChannel = channel(o.events);
    open(to.route, to.options, false, told.eventChannel);
  });
  move("redirectTo", function (to) {
    if (isTab(to.route)) return "can not redirectTo a tabbar page";
    close(true);
    open(to.route, to.options, true);
  });
  move("reLaunch", function (to) {
    closeAll();
    open(to.route, to.options, true);
  });
  // switchTab closes what is no page of the tab bar; those that are stay open, whether they are shown or not. Its address
  // has no parameters.
  move("switchTab", function (to) {
    if (tabs.length > 0 && !isTab(to.route)) return "can not switch to no-tabBar page";
    if (top() && top().route === to.route) return;
    if (!isTab(to.route)) tabs.push(to.route); // there is no app.json to say so
    var shown = top(), next = kept[to.route];
    while (top() && !isTab(top().route)) close(true);
    var before = stack.pop();
    if (before && before === shown) hides(before);
    if (!next) return void open(to.route, {}, true);
    stack.push(next);
    shows(next);
  });
  move("navigateBack", back);
  // The user agrees to whatever is asked.
  wx.showModal = function (o) {
    wx.nextTick(function () {
      call(o || {}, "success", { confirm: true, cancel: false, errMsg: "showModal:ok" });
      call(o || {}, "complete", { confirm: true, cancel: false, errMsg: "showModal:ok" });
    });
  };
  // What looks otherwise and changes no connection.
  ["setNavigationBarTitle", "setNavigationBarColor", "hideHomeButton", "pageScrollTo", "setTabBarBadge",
    "removeTabBarBadge"].forEach(function (name) {
    wx[name] = function (o) {
      wx.nextTick(function () {
        call(o || {}, "success", { errMsg: name + ":ok" });
        call(o || {}, "complete", { errMsg: name + ":ok" });
      });
    };
  });
  wx.onAppShow(function (o) {
    call(app, "onShow", o);
    shows(top());
  });
  wx.onAppHide(function () {
    hides(top());
    call(app, "onHide");
  });

  // owner is the object whose method an act is: the application's, an open page's, or a script's exports.
  function owner(file) {
    if (app && file === appFile) return app;
    var exports = script(file), route = file.replace(/\.js$/, "");
    if (!pages[route]) return exports;
    for (var i = stack.length - 1; i >= 0; i--) {
      if (stack[i].route === route) return stack[i];
    }
    return open(route, {});
  }

  return {
    // launch starts the program: its script, the life cycle of App, and its first page.
    launch: function (files, start) {
      files.forEach(script);
      var how = wx.getLaunchOptionsSync();
      call(app, "onLaunch", how);
      call(app, "onShow", how);
      if (start) open(start, {});
    },
    // has says what an act cannot be found as, or nothing.
    lacks: function (file, name) {
      var o = app && file === appFile ? app : script(file), p = pages[file.replace(/\.js$/, "")];
      if (typeof (p || o || {})[name] !== "function") return p ? "the page has no method " + name
        : "it has no function " + name;
    },
    // makes says whether a script makes a page.
    makes: there,
    // shown says whether a user finds a file's functions on the screen: those of a page while it is the topmost.
    shown: function (file) {
      if (app && file === appFile) return true;
      script(file);
      var route = file.replace(/\.js$/, "");
      return !pages[route] || !top() || top().route === route;
    },
    act: function (file, name) {
      var o = owner(file), args = Array.prototype.slice.call(arguments, 2);
      return o[name].apply(o, args);
    },
    open: open,
    // close closes the topmost page, if it is this one, and those above it.
    close: function (route) {
      if (!stack.some(function (p) { return p.route === route; })) return;
      while (top().route !== route) close(true);
      close();
    }
  };
};
