// A small conforming SDK in the shape of the mini-program build of @yxim/nim-web-sdk: the same exports, options, callbacks and wire, and none of its code.
// It decides through `seams` whatever a broken variant changes: a variant is a few lines that stand behind this script, in the same function, before anything is created.
"use strict";

var seams = {
  // moments: a conforming SDK does nothing more at them
  onCreate: function (instance) {},
  onAttempt: function (instance) {},
  onLogin: function (instance) {},
  onLoss: function (instance, why) {},
  onRetry: function (instance, wait) {},
  onKick: function (instance) {},
  onLeave: function (instance) {},
  onDone: function (instance) {},
  onDestroyed: function (instance) {}, // after the last done

  // decisions
  returns: function (instance, why) { return !why.kicked && !why.final && instance.options.needReconnect !== false; },
  allowed: function (instance) { var n = instance.options.reconnectionAttempts; return n === undefined ? Infinity : n; },
  wait: function (n) { return Math.min(1600 * Math.pow(2, n - 1), 8000); },
  overlaps: function (link) { return false; }, // whether a socket opens before the one of an earlier link is closed
  url: function (kind, url) { return url; }, // kind: lbs, handshake, socket, upload
  heedsKick: function (link) { return true; },
  stopsBeating: function (link) { return true; }, // when a link ends
  closes: function (link) { return true; }, // the socket of a link that is given up
  finished: function (instance) { return instance.sockets === 0 && instance.requests === 0; }, // done may be called
  cancels: function (instance) { return true; }, // the timers of an instance that leaves
  forgets: function (instance) { return instance.destroyed; }, // whether the name is free for a new instance
  farewell: function (link) { // the logout, and the end of the transport
    link.post(link.in.room ? "13_4" : "2_6", []);
    link.write("0::");
  },
  deliver: function (instance, m) { instance.message(m); },
  guarded: function (use) { // storage may throw
    try {
      return use();
    } catch (e) {
      return undefined;
    }
  }
};

var STEP = 7000; // of one step of an attempt, in ms
var BEAT = 30000, BEAT_LIMIT = 5000;
var DONE = 10000; // done comes at the latest
var JITTER = 0.01;
var BUILT_IN = "wlnimsc0.netease.im:443";
var FINAL = [201, 302, 317, 403, 404, 417, 422];
var KICKS = { 1: "samePlatformKick", 2: "serverKick", 3: "otherPlatformKick", 4: "silentlyKick" };
var ROOM_KICKS = { 1: "chatroomClosed", 2: "managerKick", 3: "samePlatformKick", 4: "silentlyKick", 5: "blacked" };

function deviceId() {
  var id = seams.guarded(function () { return wx.getStorageSync("zoo-device"); });
  if (!id) {
    id = "device-" + Math.floor(Math.random() * 1e9);
    seams.guarded(function () { wx.setStorageSync("zoo-device", id); });
  }
  return id;
}

// Link is one attempt, and the link that it becomes.
function Link(instance, automatic) {
  this.in = instance;
  this.automatic = automatic;
  this.step = "begin";
  this.over = false;
  this.ser = 0;
  this.asked = {};
}

Link.prototype.begin = function () {
  if (this.in.room && this.in.addresses.length === 0) this.in.addresses = this.in.options.chatroomAddresses.slice();
  if (this.in.addresses.length === 0) this.lookup();
  else this.handshake();
};

// get makes a request of a step.
Link.prototype.get = function (kind, url, then) {
  var link = this;
  link.step = kind;
  link.in.request({
    url: seams.url(kind, url), method: "GET", timeout: STEP, dataType: "text",
    complete: function (r) {
      link.task = null;
      if (!link.over) then(r);
    }
  }, function (task) { link.task = task; });
};

Link.prototype.lookup = function () {
  var link = this;
  var url = "https://lbs.netease.im/lbs/wxwebconf.jsp?id=" + encodeURIComponent(link.in.options.account) + "&sv=0&pv=1&hostEnv=WXAPP&k=" + link.in.options.appKey;
  link.get("lbs", url, function (r) {
    var common = {};
    try {
      common = JSON.parse(r.data).common || {};
    } catch (e) {} // an answer that cannot be read gives no address
    link.in.addresses = r.statusCode === 200 ? [].concat(common.link || [], common["link.default"] || []) : [];
    if (link.in.addresses.length === 0) link.in.addresses = [BUILT_IN]; // whether a client comes back must not depend on the lookup
    link.handshake();
  });
};

Link.prototype.handshake = function () {
  var link = this, host = link.in.addresses[0];
  link.get("handshake", "https://" + host + "/socket.io/1/?t=" + Date.now(), function (r) {
    if (r.statusCode !== 200 || String(r.data).indexOf(":") < 0) return link.fail({ code: "handshake_failed", message: r.errMsg });
    link.open("wss://" + host.replace(/:443$/, "") + "/socket.io/1/websocket/" + String(r.data).split(":")[0]);
  });
};

// open opens the socket, once the one before is closed: an instance never holds two.
Link.prototype.open = function (url) {
  var link = this;
  link.step = "socket";
  link.limit = setTimeout(function () { link.fail({ code: "timeout", message: "the link did not open" }); }, STEP);
  if (link.in.sockets > 0 && !seams.overlaps(link)) {
    link.in.freed = function () { if (!link.over) link.dial(url); };
    return;
  }
  link.dial(url);
};

Link.prototype.dial = function (url) {
  var link = this;
  link.socket = link.in.socket(seams.url("socket", url), {
    message: function (data) { link.receive(String(data)); },
    refused: function (why) { link.fail({ code: "refused", message: why, refused: true }); },
    closed: function (e) { link.fail({ code: e.code, message: e.reason || "the socket closed" }); }
  });
};

// fail ends a link that nobody asked to end. The next attempt uses the next address, unless this one was good.
Link.prototype.fail = function (why) {
  if (this.over) return;
  if (this.in.link === this) this.in.link = null;
  if (this.step !== "live" && !why.refused) this.in.addresses.shift();
  this.drop();
  this.in.lost(why);
};

// drop gives a link up: what waits on it fails, and the platform is told to let go.
Link.prototype.drop = function () {
  this.over = true;
  clearTimeout(this.limit);
  if (seams.stopsBeating(this)) clearTimeout(this.beat);
  var asked = this.asked;
  this.asked = {};
  Object.keys(asked).forEach(function (ser) { asked[ser]({ code: 0 }); });
  if (this.task) this.task.abort();
  if (this.socket && seams.closes(this)) this.socket.close({ code: 1000 });
};

Link.prototype.write = function (frame) { this.socket.send({ data: frame }); };

Link.prototype.post = function (packet, q) {
  var id = packet.split("_");
  this.ser++;
  this.write("3:::" + JSON.stringify({ SID: +id[0], CID: +id[1], SER: this.ser, Q: q }));
  return this.ser;
};

// ask sends a packet; then gets its answer once. An answer with code 0 is none: the time is up, or the link is over.
Link.prototype.ask = function (packet, q, limit, then) {
  var link = this, ser = link.post(packet, q);
  var timer = setTimeout(function () { link.settle(ser, { code: 0 }); }, limit);
  link.asked[ser] = function (a) {
    clearTimeout(timer);
    then(a);
  };
};

Link.prototype.settle = function (ser, a) {
  var then = this.asked[ser];
  delete this.asked[ser];
  if (then) then(a);
};

Link.prototype.receive = function (text) {
  if (this.over) return;
  switch (text[0]) {
    case "0": return this.fail({ code: "0", message: "the service ended the transport" });
    case "1":
      if (this.step === "socket") {
        clearTimeout(this.limit);
        this.login();
      }
      return;
    case "2": return this.write("2::");
    case "3": case "4":
      var a;
      try {
        a = JSON.parse(text.split(":").slice(3).join(":"));
      } catch (e) {
        return; // what cannot be read is not for us
      }
      if (a && typeof a === "object") this.packet(a);
  }
};

Link.prototype.packet = function (a) {
  var instance = this.in, r = a.r || [], m = r[0] || {};
  if (a.ser > 0) return this.settle(a.ser, a);
  switch (a.sid + "_" + a.cid) {
    case "2_5": return instance.kick(this, KICKS[r[1]]);
    case "13_3": return instance.kick(this, ROOM_KICKS[r[0]]);
    case "7_2": return instance.take({ idServer: m[12], idClient: m[11], from: m[2], text: m[9], scene: m[0] ? "team" : "p2p" });
    case "13_7": return instance.take({ idClient: m[1], from: m[21], text: m[3] });
  }
};

function property(v) { return { t: "Property", v: v }; }

Link.prototype.login = function () {
  var link = this, instance = link.in, o = instance.options;
  link.step = "login";
  var im = { 3: 16, 8: link.automatic ? 0 : 1, 9: 1, 13: instance.device, 18: o.appKey, 19: o.account, 40: "zoo", 44: "MINIAPP", 1000: o.token };
  var packet = "2_3", q = [property(im)];
  if (instance.room) { // the chatroom's own map says appLogin the other way round
    packet = "13_2";
    q = [{ t: "Byte", v: 1 }, property({ 1: o.appKey, 2: o.account, 3: instance.device, 5: instance.room, 8: link.automatic ? 1 : 0, 20: o.account }), property(im)];
  }
  link.ask(packet, q, STEP, function (a) {
    if (link.over) return;
    if (a.code === 0) return link.fail({ code: "timeout", message: "the login was not answered" });
    if (a.code !== 200) return link.fail({ code: a.code, message: "the login was refused", final: FINAL.indexOf(a.code) >= 0 });
    link.step = "live";
    instance.loggedIn(link);
  });
};

// beats sends a heartbeat an interval after the last one was answered. A link that does not answer is lost.
Link.prototype.beats = function () {
  var link = this;
  link.beat = setTimeout(function () {
    link.ask("1_2", [], BEAT_LIMIT, function (a) {
      if (a.code === 0) link.fail({ code: "timeout", message: "the heartbeat was not answered" });
      else if (!link.over) link.beats();
    });
  }, BEAT);
};

// Instance is one account's IM login or one chatroom entry, with a link of its own.
function Instance(options, room) {
  this.options = options;
  this.room = room;
  this.phase = "idle"; // waiting, connecting, ready, leaving
  this.link = null;
  this.tries = 0; // automatic attempts since the last success
  this.addresses = []; // of links, the one in use first
  this.seen = {};
  this.sockets = 0; // that the platform still has, and
  this.requests = 0;
  this.endings = []; // calls of disconnect and destroy that done answers
  this.destroyed = false;
  this.device = deviceId();
  seams.onCreate(this);
}

Instance.prototype.tell = function (callback, what) {
  if (typeof this.options[callback] === "function") this.options[callback](what);
};

// request makes a request of the platform's and counts it.
Instance.prototype.request = function (o, begun) {
  var instance = this, complete = o.complete;
  o.complete = function (r) {
    instance.requests--;
    complete(r);
    instance.released();
  };
  instance.requests++;
  begun(wx.request(o));
};

// socket opens a socket and counts it until the platform says that it is gone.
Instance.prototype.socket = function (url, on) {
  var instance = this;
  var gone = function (how, what) {
    return function (e) {
      instance.sockets--;
      on[how](what(e));
      instance.released();
    };
  };
  instance.sockets++;
  var task = wx.connectSocket({ url: url, fail: gone("refused", function (e) { return e.errMsg; }) });
  task.onMessage(function (m) { on.message(m.data); });
  task.onClose(gone("closed", function (e) { return e; }));
  return task;
};

// released is reached when the platform has let go of a socket or a request: what waits for that goes on.
Instance.prototype.released = function () {
  if (this.sockets === 0 && this.freed) {
    var freed = this.freed;
    this.freed = null;
    freed();
  }
  this.settle();
};

Instance.prototype.connect = function () {
  if (this.destroyed) throw new Error("the instance is destroyed");
  if (this.phase === "idle" || this.phase === "waiting") {
    clearTimeout(this.timer);
    this.tries = 0;
    this.attempt(false);
  } else if (this.phase === "leaving") this.again = true;
};

// attempt begins to open a link. automatic says that nobody asked for it.
Instance.prototype.attempt = function (automatic) {
  this.phase = "connecting";
  seams.onAttempt(this);
  this.link = new Link(this, automatic);
  this.link.begin();
};

Instance.prototype.loggedIn = function (link) {
  var instance = this;
  instance.phase = "ready";
  instance.tries = 0;
  instance.tell("onconnect", {});
  link.beats();
  if (!instance.room && !link.over) {
    link.ask("5_1", [property({ 1: 0 })], STEP, function (a) { if (a.code === 200) instance.tell("onsyncdone", {}); });
  }
  seams.onLogin(instance);
};

// lost is reached when the link ended and nobody asked for that. The link has been given up.
Instance.prototype.lost = function (why) {
  this.phase = "idle";
  seams.onLoss(this, why);
  if (!seams.returns(this, why)) return this.tell("ondisconnect", why);
  if (this.tries >= seams.allowed(this)) return this.tell("ondisconnect", { code: "allAttemptsFailed", message: why.message });
  this.tries++;
  this.retry();
};

Instance.prototype.retry = function () {
  var instance = this, provider = instance.options.reconnectDelayProvider;
  var wait = typeof provider === "function" ? Math.max(1000, provider()) : Math.round(seams.wait(instance.tries) * (1 + JITTER * (2 * Math.random() - 1)));
  instance.phase = "waiting";
  instance.tell("onwillreconnect", { retryCount: instance.tries, duration: wait });
  if (instance.phase === "waiting") instance.timer = setTimeout(function () { instance.attempt(true); }, wait);
  seams.onRetry(instance, wait);
};

Instance.prototype.kick = function (link, reason) {
  if (!seams.heedsKick(link)) return;
  if (this.link === link) this.link = null;
  link.drop();
  this.lost({ code: "kicked", reason: reason, message: reason, kicked: true });
  seams.onKick(this);
};

// end is disconnect and destroy. done comes when the platform has let go of all that is the instance's, or after ten seconds.
Instance.prototype.end = function (verb, o) {
  var instance = this;
  instance.endings.push((o && o.done) || function () {});
  instance.again = false;
  instance.destroyed = instance.destroyed || verb === "destroy";
  if (instance.phase === "leaving") return;
  instance.phase = "leaving";
  if (seams.cancels(instance)) clearTimeout(instance.timer);
  seams.onLeave(instance);
  var link = instance.link;
  instance.link = null;
  if (link) {
    if (link.step === "live") seams.farewell(link);
    link.drop();
  }
  instance.deadline = setTimeout(function () { instance.finish(); }, DONE);
  instance.soon = setTimeout(function () { instance.settle(); }, 0); // done never comes inside the call that asks for it
};

Instance.prototype.disconnect = function (o) { this.end("disconnect", o); };
Instance.prototype.destroy = function (o) { this.end("destroy", o); };

Instance.prototype.settle = function () {
  if (this.phase === "leaving" && seams.finished(this)) this.finish();
};

Instance.prototype.finish = function () {
  if (this.phase !== "leaving") return;
  this.phase = "idle";
  clearTimeout(this.deadline);
  clearTimeout(this.soon);
  var endings = this.endings;
  this.endings = [];
  endings.forEach(function (done) { done(); });
  seams.onDone(this);
  if (this.destroyed) seams.onDestroyed(this);
  else if (this.again && this.phase === "idle") {
    this.again = false;
    this.connect();
  }
};

// take gives a message to the application, once: what was away may come again.
Instance.prototype.take = function (m) {
  var id = m.idServer || m.idClient;
  if (this.seen[id]) return;
  this.seen[id] = true;
  seams.deliver(this, m);
};

Instance.prototype.message = function (m) {
  if (this.room) this.tell("onmsgs", [m]);
  else this.tell("onmsg", m);
};

function failure(code, message) {
  var e = new Error(message);
  e.code = code;
  return e;
}

// send sends a message of whichever sort, and calls done once.
Instance.prototype.send = function (packet, fields, done) {
  if (this.phase !== "ready") return done(failure("disconnected", "the instance is not connected"));
  this.link.ask(packet, [property(fields)], STEP, function (a) {
    if (a.code === 0) return done(failure("timeout", "the message was not confirmed"));
    if (a.code !== 200) return done(failure(a.code, "the message was refused"));
    var m = (a.r || [])[0] || {};
    done(null, { idServer: m[12], idClient: fields[11] || fields[1] });
  });
};

var messages = 0;
function messageId() { return "zoo-" + Math.floor(Math.random() * 1e9) + "-" + ++messages; }

Instance.prototype.sendText = function (o) {
  if (this.room) return this.send("13_6", { 1: messageId(), 2: 0, 3: o.text }, o.done);
  var team = o.scene === "team";
  this.send(team ? "8_2" : "7_1", { 0: team ? 1 : 0, 1: o.to, 8: 0, 9: o.text, 11: messageId(), 13: 0 }, o.done);
};

// sendFile asks for a token, uploads the file by its path, and sends a message with what came of it.
Instance.prototype.sendFile = function (o) {
  var instance = this;
  if (instance.phase !== "ready") return o.done(failure("disconnected", "the instance is not connected"));
  instance.link.ask("6_2", [{ t: "String", v: "{}" }, property({ 8: "im" })], STEP, function (a) {
    var token = (a.r || [])[0];
    if (a.code !== 200 || !token) return o.done(failure(a.code, "there is no place for the file"));
    var task = wx.uploadFile({
      url: seams.url("upload", "https://nos.netease.com/" + token[3]), filePath: o.filePath, name: "file",
      formData: { Object: token[1], "x-nos-token": token[2], "x-nos-entity-type": "json" },
      fail: function (e) { o.done(failure("upload", e.errMsg)); },
      success: function (r) {
        if (r.statusCode !== 200) return o.done(failure(r.statusCode, "the upload was refused"));
        instance.send("7_1", { 0: 0, 1: o.to, 8: 1, 10: r.data, 11: messageId(), 13: 0 }, o.done);
      }
    });
    task.onProgressUpdate(function (p) { o.uploadprogress({ percentage: p.progress }); });
    o.beginupload(task);
  });
};

// family makes getInstance of a kind of instance: one that was not destroyed is used again.
function family(key, room) {
  var instances = {};
  return {
    getInstance: function (options) {
      var name = key(options);
      var instance = instances[name];
      if (!instance || seams.forgets(instance)) instance = instances[name] = new Instance(options, room(options));
      instance.connect();
      return instance;
    }
  };
}

module.exports = {
  NIM: family(function (o) { return o.account; }, function () { return null; }),
  Chatroom: family(function (o) { return o.account + "@" + o.chatroomId; }, function (o) { return o.chatroomId; })
};
