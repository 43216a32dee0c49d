// A keeper has one connection at most, and brings it to what the user wants: it ends one before it opens the next,
// whatever the user does meanwhile.
//
// open(target, told) opens a connection for a target and returns {end}, which promises that its socket is gone. told is
// told by connected(), waiting() and over(error).
module.exports = function (open) {
  var END = 15000; // an end takes ten seconds at most; where it does not come, nobody waits for ever
  var RETRY = 5000;
  var wanted = null; // the user's
  var held = null; // {target, connection, over, connected, ending}

  function settle() {
    if (held && !held.ending && (held.over || held.target !== wanted)) end(held);
    if (!held && wanted) start(wanted);
  }

  function start(target) {
    var mine = (held = { target: target, connection: null, over: false, connected: false, ending: false });
    mine.connection = open(target, {
      connected: function () { mine.connected = !mine.over; },
      waiting: function () { mine.connected = false; },
      over: function (forGood) {
        mine.connected = false;
        if (forGood && wanted === target) wanted = null; // a kick and a refusal are the user's to answer
        if (mine.over || mine.ending) return;
        mine.over = true;
        setTimeout(function () { if (held === mine) settle(); }, forGood ? 0 : RETRY);
      }
    });
  }

  function end(mine) {
    mine.ending = true;
    mine.connected = false;
    var timer = setTimeout(done, END);
    function done() {
      clearTimeout(timer);
      if (held !== mine) return;
      held = null;
      settle();
    }
    mine.connection.end().then(done, done);
  }

  return {
    want: function (target) {
      wanted = target;
      settle();
    },
    target: function () { return wanted; },
    connected: function () { return !!held && held.connected; },
    // count is how many sockets it takes: one until it has ended, or until the SDK said that it is over.
    count: function () { return held && !held.over ? 1 : 0; }
  };
};
