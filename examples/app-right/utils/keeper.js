// A keeper has one instance of the SDK at most, and brings it to what the user wants: it ends one before it opens the
// next, whatever the user does meanwhile.
//
// open(target, told) makes an instance for a target and tells by told.connected, told.reconnecting and
// told.over(error).
module.exports = function (open) {
  var DONE = 15000; // done comes within ten seconds; where it does not, nobody waits for ever
  var RETRY = 5000;
  var wanted = null; // the user's
  var held = null; // {target, instance, over, connected, ending}

  function settle() {
    if (held && !held.ending && (held.over || held.target !== wanted)) end(held);
    if (!held && wanted) start(wanted);
  }

  function start(target) {
    var mine = (held = { target: target, instance: null, over: false, connected: false, ending: false });
    mine.instance = open(target, {
      connected: function () { mine.connected = true; },
      reconnecting: function () { mine.connected = false; },
      over: function (error) {
        mine.connected = false;
        // A kick and a refusal are the user's to answer, whenever they come. Whatever else it is, try again in a while.
        var forGood = error && (error.code === "kicked" || Number(error.code) > 0);
        if (forGood && wanted === target) wanted = null;
        if (mine.over || mine.ending) return;
        mine.over = true;
        setTimeout(function () { if (held === mine) settle(); }, forGood ? 0 : RETRY);
      }
    });
  }

  function end(mine) {
    mine.ending = true;
    mine.connected = false;
    var timer = setTimeout(done, DONE);
    function done() {
      clearTimeout(timer);
      if (held !== mine) return;
      held = null;
      settle();
    }
    mine.instance.destroy({ done: done });
  }

  return {
    want: function (target) {
      wanted = target;
      settle();
    },
    target: function () { return wanted; },
    connected: function () { return !!held && held.connected; },
    // count is how many sockets it takes: one until done, or until the SDK said that it is over.
    count: function () { return held && !held.over ? 1 : 0; }
  };
};
