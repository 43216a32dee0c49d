/* example-sdk, VERSION: 1.2.3: a small IM SDK with an API of its own. */
"use strict";

// ms: of one step of an attempt, between two heartbeats, until done at the latest
var STEP = 7000, BEAT = 30000, DONE = 10000;
var FINAL = [302, 403, 404, 417, 422]; // answers to a login that another attempt would not change

// Link is one attempt, and the connection that it becomes. over(why) is called once, when nothing of it is left.
function Link(options, automatic, over) {
  var link = this, socket, task, limit, beat, number = 0, asked = {}, ended = null;

  function within() { // each step has its time
    clearTimeout(limit);
    limit = setTimeout(function () { link.end({ reason: "timeout" }); }, STEP);
  }
  function settle() {
    clearTimeout(limit);
    clearTimeout(beat);
    var open = asked;
    asked = {};
    Object.keys(open).forEach(function (n) { open[n]({ code: 0 }); });
  }
  function finish() {
    settle();
    over(ended);
  }
  function write(frame) { socket.send({ data: frame }); }
  function post(sid, cid, q) {
    number++;
    write("3:::" + JSON.stringify({ SID: sid, CID: cid, SER: number, Q: q }));
    return number;
  }
  // ask sends a packet, and gives its answer to then, or {code: 0} when the link ends first. No answer in time ends the
  // link.
  function ask(sid, cid, q, then, patient) {
    var timer = patient ? 0 : setTimeout(function () { link.end({ reason: "timeout" }); }, STEP);
    asked[post(sid, cid, q)] = function (a) {
      clearTimeout(timer);
      then(a);
    };
  }
  link.ask = ask;
  // end gives the link up. The platform's onClose, or the end of the request, says when it is gone.
  link.end = function (why) {
    if (ended) return;
    ended = why;
    settle();
    if (link.live && !why.farewell && !why.kicked) options.onLost();
    if (socket) {
      if (why.farewell && link.live) post(2, 6, []);
      socket.close({ code: 1000 });
    } else task.abort();
  };

  function beats() {
    beat = setTimeout(function () { ask(1, 2, [], function () { if (!ended) beats(); }); }, BEAT);
  }
  function login() {
    within();
    var o = {
      3: 16, 8: automatic ? 0 : 1, 9: 1, 13: "example-device", 18: options.appKey, 19: options.account, 40: "example",
        44: "MINIAPP",
      1000: options.token
    };
    ask(2, 3, [{ t: "Property", v: o }], function (a) {
      if (ended) return;
      if (a.code !== 200) return link.end({ reason: a.code, final: FINAL.indexOf(a.code) >= 0 });
      clearTimeout(limit);
      link.live = true;
      beats();
      link.opened();
      if (!ended) ask(5, 1, [{ t: "Property", v: { 1: 0 } }], function (a) { if (a.code === 200) link.synced(); },
        true);
    });
  }
  function packet(a) {
    var m = (a.r || [])[0] || {};
    if (a.ser > 0) {
      var then = asked[a.ser];
      delete asked[a.ser];
      if (then) then(a);
    } else if (a.sid === 2 && a.cid === 5) link.end({ kicked: a.r[1] });
    else if (a.sid === 7 && a.cid === 2) link.message({ id: m[12], from: m[2], text: m[9] });
  }
  function receive(frame) {
    if (ended) return;
    if (frame[0] === "1") login();
    else if (frame[0] === "2") write("2::");
    else if (frame[0] === "0") link.end({ reason: "the service ended the transport" });
    else if (frame[0] === "3" || frame[0] === "4") packet(JSON.parse(frame.split(":").slice(3).join(":")));
  }
  function dial(sid) {
    within();
    socket = wx.connectSocket({
      url: "wss://" + options.server + "/socket.io/1/websocket/" + sid,
      fail: function (e) {
        ended = ended || { reason: e.errMsg };
        finish();
      }
    });
    socket.onMessage(function (m) { receive(String(m.data)); });
    socket.onClose(function (e) {
      ended = ended || { reason: e.reason || e.code };
      finish();
    });
  }
  link.begin = function () {
    within();
    task = wx.request({
      url: "https://" + options.server + "/socket.io/1/?t=" + Date.now(), timeout: STEP, dataType: "text",
      complete: function (r) {
        if (!ended && r.statusCode === 200 && String(r.data).indexOf(":") > 0) return dial(
          String(r.data).split(":")[0]);
        ended = ended || { reason: r.errMsg };
        finish();
      }
    });
  };
}

// open logs in, and stays logged in until close: {close(done), reopen(), say(to, text, team, done)}. reopen() logs in
// again after close, or at once while it waits to try again. options: server, appKey, account, token, onOpen(),
// onSync(), onLost(), onRetry({n, after}), onClosed(why), onMessage(m).
module.exports.open = function (options) {
  // asked: the application waits for this attempt
  var link = null, timer = 0, retries = 0, closing = null, asked = true;

  function attempt(automatic) {
    link = new Link(options, automatic, function (why) {
      link = null;
      if (closing) return closing();
      if (why.kicked || why.final || asked) return options.onClosed(why);
      var after = Math.min(1600 * Math.pow(2, retries++), 8000) * (0.9 + 0.2 * Math.random());
      timer = setTimeout(function () { attempt(true); }, after);
      options.onRetry({ n: retries, after: after });
    });
    link.opened = function () {
      retries = 0;
      asked = false;
      options.onOpen();
    };
    link.synced = options.onSync;
    link.message = options.onMessage;
    link.begin();
  }
  attempt(false);
  return {
    close: function (done) {
      clearTimeout(timer);
      var late = setTimeout(function () { closing(); }, DONE);
      closing = function () {
        clearTimeout(late);
        closing = function () {};
        done();
      };
      if (link) link.end({ farewell: true });
      else closing();
    },
    reopen: function () {
      if (link) return;
      clearTimeout(timer);
      closing = null;
      asked = true;
      retries = 0;
      attempt(false);
    },
    say: function (to, text, team, done) {
      if (!link || !link.live) return done({ reason: "not connected" });
      var message = { 0: team ? 1 : 0, 1: to, 8: 0, 9: text, 11: "c" + Date.now() + Math.random() };
      link.ask(team ? 8 : 7, team ? 2 : 1, [{ t: "Property", v: message }], function (a) {
        done(a.code === 200 ? null : { reason: a.code }, a.r && a.r[0] && a.r[0][12]);
      });
    }
  };
};
