// What the zoo's SDK calls of a mini program, as a page has it: its sockets and requests are the browser's own.
var wx = {
  getStorageSync: function (key) { return localStorage.getItem(key) || ""; },
  setStorageSync: function (key, value) { localStorage.setItem(key, value); },
  request: function (o) {
    var x = new XMLHttpRequest();
    x.open(o.method, o.url);
    x.timeout = o.timeout;
    x.onloadend = function () {
      o.complete({ statusCode: x.status, data: x.responseText, errMsg: "request:" + (x.status ? "ok" : "fail") });
    };
    x.send();
    return x;
  },
  connectSocket: function (o) {
    var s = new WebSocket(o.url);
    return {
      CLOSED: 3,
      onMessage: function (f) { s.onmessage = f; },
      onClose: function (f) { s.onclose = f; },
      send: function (m) { if (s.readyState === 1) s.send(m.data); },
      close: function (c) { s.close(c.code); }
    };
  }
};
