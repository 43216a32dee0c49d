// What a program for Node.js finds of the machine it runs on. It runs in Node's own realm, with Node's own modules; its
// timers are the session's, and its network ends here: a connection that it opens leads to an HTTP server of this
// process, which hands each request, and each message of a WebSocket, to the host of nimcert. So the build's own
// WebSocket library and Node's own HTTP client run as they are, and nothing leaves the machine. It returns what realm.js
// calls when the world is there.
(function (require) {
  "use strict";
  var net = require("net"), tls = require("tls"), dns = require("dns"), http = require("http"), https = require("https");
  var dgram = require("dgram"), children = require("child_process"), crypto = require("crypto");
  var Duplex = require("stream").Duplex, Bytes = Buffer, tick = process.nextTick.bind(process);
  var api = null; // the host's
  var forEver = 0x7fffffff; // ms: Node waits for an answer until the program does not

  function noop() { return this; }

  // --- timers ---

  function timers(world, uncaught) {
    // A timer of Node is an object.
    function Timeout(id) { this.id = id; }
    Timeout.prototype.ref = Timeout.prototype.unref = noop;
    Timeout.prototype.hasRef = function () { return true; };
    Timeout.prototype.close = function () { world.clearTimeout(this.id); return this; };
    Timeout.prototype.refresh = function () {
      world.clearTimeout(this.id);
      this.id = world.setTimeout(this.run, this.wait);
      return this;
    };
    Timeout.prototype[Symbol.toPrimitive] = function () { return this.id; };
    function timer(start) {
      return function (f, wait) {
        if (typeof f !== "function") throw new TypeError("The \"callback\" argument must be of type function.");
        var args = Array.prototype.slice.call(arguments, 2), t = new Timeout(0);
        t.run = function () { f.apply(t, args); };
        t.wait = wait;
        t.id = start(t.run, wait);
        return t;
      };
    }
    function clear(t) { if (t !== undefined && t !== null) world.clearTimeout(t instanceof Timeout ? t.id : Number(t)); }
    globalThis.setTimeout = timer(world.setTimeout);
    globalThis.setInterval = timer(world.setInterval);
    globalThis.clearTimeout = globalThis.clearInterval = globalThis.clearImmediate = clear;
    // An immediate comes behind what this turn waits for, and before any later timer.
    globalThis.setImmediate = function (f) {
      var args = Array.prototype.slice.call(arguments, 1), t = new Timeout(0);
      t.id = world.setTimeout(function () { f.apply(t, args); }, 0);
      return t;
    };
    process.on("uncaughtException", uncaught);
    AbortSignal.timeout = function (ms) {
      var c = new AbortController();
      globalThis.setTimeout(function () {
        c.abort(new DOMException("The operation was aborted due to timeout", "TimeoutError"));
      }, ms);
      return c.signal;
    };
    // Modules that are Node's own keep the real ones, and no program of this process lives for a real second.
    var own = require("timers");
    ["setTimeout", "setInterval", "setImmediate", "clearTimeout", "clearInterval", "clearImmediate"].forEach(
      function (name) { own[name] = globalThis[name]; });
  }

  // --- connections ---

  // Line is one end of a connection.
  class Line extends Duplex {
    constructor() {
      super({ allowHalfOpen: true });
      this.far = null;
      this.limit = null;
      this.remoteAddress = "127.0.0.1";
      this.remoteFamily = "IPv4";
    }
    _read() {}
    _write(chunk, encoding, then) {
      if (!this.far.destroyed) this.far.push(Bytes.from(chunk));
      then();
    }
    _final(then) {
      if (!this.far.destroyed) this.far.push(null);
      then();
    }
    _destroy(err, then) {
      var far = this.far;
      this.setTimeout(0);
      tick(function () { if (!far.destroyed) far.destroy(); });
      then(err);
    }
    setTimeout(ms, then) {
      if (then) this.once("timeout", then);
      if (this.limit) clearTimeout(this.limit);
      this.limit = null;
      this.timeout = ms;
      if (ms > 0) this.limit = setTimeout(() => { this.emit("timeout"); }, ms);
      return this;
    }
    address() { return { address: "127.0.0.1", family: "IPv4", port: 0 }; }
  }
  ["setNoDelay", "setKeepAlive", "ref", "unref", "setSession", "setServername"].forEach(function (name) {
    Line.prototype[name] = noop;
  });

  // open is a connection of the program; its other end is the server's.
  function open(options, secure, then) {
    if (typeof options !== "object") options = { port: options, host: then };
    var near = new Line(), far = new Line();
    near.far = far;
    far.far = near;
    near.connecting = true;
    far.secure = secure;
    if (secure) {
      near.encrypted = near.authorized = true;
      near.alpnProtocol = false;
      near.getSession = near.getPeerCertificate = function () {};
    }
    if (typeof then === "function") near.once(secure ? "secureConnect" : "connect", then);
    server.emit("connection", far);
    tick(function () {
      near.connecting = false;
      if (near.destroyed) return;
      near.emit("connect");
      near.emit("ready");
      if (secure) near.emit("secureConnect");
    });
    return near;
  }

  // lost ends a connection of the program with the error that Node has for what the host says.
  function lost(far, why) {
    var codes = { "connection refused": "ECONNREFUSED", "connection reset": "ECONNRESET", "network is down": "ENETUNREACH" };
    var code = codes[why], e = new Error(code ? "connect " + code : "socket hang up");
    e.code = code || "ECONNRESET";
    e.syscall = "connect";
    far.far.destroy(e);
    far.destroy();
  }

  var server = http.createServer({ keepAliveTimeout: 0, requestTimeout: 0, headersTimeout: 0 });
  server.timeout = 0;

  var between = ["connection", "keep-alive", "transfer-encoding", "content-length", "host", "content-encoding"];
  function endToEnd(headers) {
    var out = {};
    Object.keys(headers).forEach(function (name) {
      if (between.indexOf(name.toLowerCase()) < 0) out[name] = headers[name];
    });
    return out;
  }
  function buffer(b) { return b.buffer.slice(b.byteOffset, b.byteOffset + b.byteLength); }

  server.on("request", function (req, res) {
    var parts = [], far = req.socket, over = false, task;
    req.on("data", function (part) { parts.push(part); });
    req.on("end", function () {
      var body = Bytes.concat(parts);
      task = api.request({
        url: (far.secure ? "https://" : "http://") + req.headers.host + req.url, method: req.method,
        header: endToEnd(req.headers), data: body.length > 0 ? buffer(body) : undefined,
        responseType: "arraybuffer", timeout: forEver,
        success: function (r) {
          over = true;
          res.writeHead(r.statusCode, endToEnd(r.header));
          res.end(Bytes.from(r.data));
        },
        fail: function (r) {
          if (over) return;
          over = true;
          lost(far, r.errMsg.replace("request:fail ", ""));
        }
      });
    });
    far.on("close", function () {
      if (task && !over) {
        over = true;
        task.abort();
      }
    });
  });

  server.on("upgrade", function (req, far) {
    var opened = false, over = false, closing = false, failure = "", task = api.connectSocket({
      url: (far.secure ? "wss://" : "ws://") + req.headers.host + req.url, timeout: forEver
    });
    function frame(kind, data) {
      var head = data.length < 126 ? Bytes.alloc(2) : data.length < 65536 ? Bytes.alloc(4) : Bytes.alloc(10);
      head[0] = 0x80 | kind;
      head[1] = [data.length, 126, 127][[2, 4, 10].indexOf(head.length)];
      if (head.length === 4) head.writeUInt16BE(data.length, 2);
      if (head.length === 10) head.writeBigUInt64BE(BigInt(data.length), 2);
      if (far.writable) far.write(Bytes.concat([head, data]));
    }
    task.onOpen(function () {
      opened = true;
      far.write("HTTP/1.1 101 Switching Protocols\r\nUpgrade: websocket\r\nConnection: Upgrade\r\nSec-WebSocket-Accept: " +
        crypto.createHash("sha1").update(req.headers["sec-websocket-key"] + "258EAFA5-E914-47DA-95CA-C5AB0DC85B11")
          .digest("base64") + "\r\n\r\n");
    });
    task.onMessage(function (m) {
      if (typeof m.data === "string") frame(1, Bytes.from(m.data));
      else frame(2, Bytes.from(m.data));
    });
    task.onError(function (e) { failure = e.errMsg.replace("connectSocket:fail ", ""); });
    task.onClose(function (e) {
      over = true;
      if (!opened) {
        if (failure === "bad handshake" && far.writable) far.end("HTTP/1.1 400 Bad Request\r\nConnection: close\r\n\r\n");
        else lost(far, failure);
        return;
      }
      if (e.code !== 1006) {
        var reason = Bytes.from(e.reason || ""), data = Bytes.alloc(e.code === 1005 ? 0 : 2 + reason.length);
        if (data.length > 0) {
          data.writeUInt16BE(e.code);
          reason.copy(data, 2);
        }
        frame(8, data);
      }
      far.end();
    });

    // What the program sends: masked frames, of which a message may take several.
    var rest = Bytes.alloc(0), parts = [], kind = 0;
    far.on("data", function (data) {
      rest = Bytes.concat([rest, data]);
      for (;;) {
        if (rest.length < 2) return;
        var length = rest[1] & 127, at = 2;
        if (length === 126) {
          if (rest.length < 4) return;
          length = rest.readUInt16BE(2);
          at = 4;
        } else if (length === 127) {
          if (rest.length < 10) return;
          length = Number(rest.readBigUInt64BE(2));
          at = 10;
        }
        if (rest.length < at + 4 + length) return;
        var first = rest[0], mask = rest.subarray(at, at + 4), body = Bytes.from(rest.subarray(at + 4, at + 4 + length));
        for (var i = 0; i < length; i++) body[i] ^= mask[i & 3];
        rest = rest.subarray(at + 4 + length);
        told(first & 15, (first & 128) !== 0, body);
      }
    });
    function told(code, last, body) {
      switch (code) {
      case 0: case 1: case 2:
        if (code !== 0) kind = code;
        parts.push(body);
        if (!last || over || closing) return;
        body = Bytes.concat(parts);
        parts = [];
        task.send({ data: kind === 1 ? body.toString() : buffer(body) });
        return;
      case 8:
        if (over || closing) return;
        closing = true;
        task.close(body.length < 2 ? {} : { code: body.readUInt16BE(0), reason: body.subarray(2).toString() });
        return;
      case 9:
        frame(10, body);
      }
    }
    // The program ended the connection without a closing handshake.
    far.on("close", function () {
      if (over) return;
      over = true;
      task.terminate();
    });
    far.on("error", noop);
  });
  server.on("clientError", function (e, far) { far.destroy(); });

  net.connect = net.createConnection = function (options, host, then) {
    return open(options, false, typeof host === "function" ? host : then || host);
  };
  tls.connect = function (options, then) { return open(options, true, then); };
  http.Agent.prototype.createConnection = net.connect;
  https.Agent.prototype.createConnection = function (options, then) { return open(options, true, then); };

  // What else would reach outside of the session says so.
  function lacking(of, name) {
    of[name] = function () { throw new Error(name + " is not there in a certification"); };
  }
  ["lookup", "resolve", "resolve4", "resolve6"].forEach(function (name) { lacking(dns, name); });
  lacking(net.Socket.prototype, "connect");
  lacking(dgram, "createSocket");
  ["spawn", "spawnSync", "exec", "execSync", "execFile", "execFileSync", "fork"].forEach(function (name) {
    lacking(children, name);
  });

  // --- fetch ---

  function fetch(input, init) {
    var req;
    try { req = new Request(input, init); } catch (e) { return Promise.reject(e); }
    return req.arrayBuffer().then(function (body) {
      return new Promise(function (keep, fail) {
        if (req.signal.aborted) return fail(req.signal.reason);
        var headers = {}, task = null;
        req.headers.forEach(function (v, name) { headers[name] = v; });
        req.signal.addEventListener("abort", function () {
          fail(req.signal.reason);
          if (task) task.abort();
        });
        task = api.request({
          url: req.url, method: req.method, header: endToEnd(headers), data: body.byteLength > 0 ? body : undefined,
          responseType: "arraybuffer", timeout: forEver,
          success: function (r) {
            var empty = r.statusCode === 204 || r.statusCode === 205 || r.statusCode === 304;
            keep(new Response(empty ? null : r.data, { status: r.statusCode, headers: endToEnd(r.header) }));
          },
          fail: function (r) {
            var e = new TypeError("fetch failed");
            e.cause = new Error(r.errMsg.replace("request:fail ", ""));
            fail(e);
          }
        });
      });
    });
  }

  return function (world, uncaught) {
    api = world["%node"];
    timers(world, uncaught);
    globalThis.fetch = fetch;
    process.stdout.write = function () { return true; }; // it is nimcert's
    // Node 22 has a WebSocket of its own, on a network of its own; the builds bring theirs.
    delete globalThis.WebSocket;
  };
})
