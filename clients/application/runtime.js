// What the platform gives an application beside wx, as far as code of connections needs it: App, getApp, Page,
// getCurrentPages, the moves between pages and their life cycles. Nothing is drawn.
//
// run(f) calls f as the platform calls a callback: what it throws is nobody's to catch. load(file) runs a script of the
// program once and returns its exports. query(text) takes a page's parameters apart.
module.exports = function (run, load, global, wx) {
  var app, appFile, pages = {}, stack = [], running = [];

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
  global.Page = function (options) { pages[String(running[running.length - 1]).replace(/\.js$/, "")] = options; };
  global.getCurrentPages = function () { return stack.slice(); };

  // set is what setData does with one path, such as list[0].name.
  function set(data, path, value) {
    var words = path.replace(/\[(\d+)\]/g, ".$1").split("."), at = data;
    for (var i = 0; i < words.length - 1; i++) {
      if (at[words[i]] === null || typeof at[words[i]] !== "object") at[words[i]] = /^\d+$/.test(words[i + 1]) ? [] : {};
      at = at[words[i]];
    }
    at[words[words.length - 1]] = value;
  }
  function page(route, options) {
    if (!pages[route]) script(route + ".js");
    var p = Object.assign({}, pages[route]);
    p.data = JSON.parse(JSON.stringify(p.data || {}));
    p.route = p.__route__ = route;
    p.options = options;
    p.setData = function (change, then) {
      for (var path in change) set(p.data, path, change[path]);
      if (typeof then === "function") wx.nextTick(function () { run(function () { then.call(p); }); });
    };
    return p;
  }
  function open(route, options, hidden) {
    var p = page(route, options || {});
    if (!hidden) call(top(), "onHide");
    stack.push(p);
    call(p, "onLoad", p.options);
    call(p, "onShow");
    call(p, "onReady");
    return p;
  }
  function close(quiet) {
    if (stack.length === 0) return;
    call(stack.pop(), "onUnload");
    if (!quiet) call(top(), "onShow");
  }
  function closeAll() { while (stack.length > 0) close(true); }

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
  // moves are the platform's calls, each in a turn of its own.
  function move(name, act) {
    wx[name] = function (o) {
      o = o || {};
      wx.nextTick(function () {
        act(o);
        call(o, "success", { errMsg: name + ":ok" });
        call(o, "complete", { errMsg: name + ":ok" });
      });
    };
  }
  function to(o) { return where(o.url || ""); }
  move("navigateTo", function (o) { open(to(o).route, to(o).options); });
  move("redirectTo", function (o) {
    var next = to(o);
    close(true);
    open(next.route, next.options, true);
  });
  ["reLaunch", "switchTab"].forEach(function (name) {
    move(name, function (o) {
      var next = to(o);
      closeAll();
      open(next.route, next.options, true);
    });
  });
  move("navigateBack", function (o) {
    for (var n = o.delta || 1; n > 0 && stack.length > 1; n--) close(n > 1);
  });
  // The user agrees to whatever is asked.
  wx.showModal = function (o) {
    wx.nextTick(function () {
      call(o || {}, "success", { confirm: true, cancel: false, errMsg: "showModal:ok" });
      call(o || {}, "complete", { confirm: true, cancel: false, errMsg: "showModal:ok" });
    });
  };
  // What looks otherwise and changes no connection.
  ["setNavigationBarTitle", "setNavigationBarColor", "hideHomeButton", "pageScrollTo", "setTabBarBadge", "removeTabBarBadge"].forEach(function (name) {
    wx[name] = function (o) {
      wx.nextTick(function () {
        call(o || {}, "success", { errMsg: name + ":ok" });
        call(o || {}, "complete", { errMsg: name + ":ok" });
      });
    };
  });
  wx.onAppShow(function (o) {
    call(app, "onShow", o);
    call(top(), "onShow");
  });
  wx.onAppHide(function () {
    call(top(), "onHide");
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
      if (typeof (p || o || {})[name] !== "function") return p ? "the page has no method " + name : "it has no function " + name;
    },
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
