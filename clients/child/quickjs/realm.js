// QuickJS. What native gives stands behind five functions.
(function (global, write, read, script, unhandled, rejected) {
  "use strict";
  return {
    read: read, write: write, script: script, unhandled: unhandled,
    rejected: function (render) {
      var list = rejected(), out = "";
      for (var i = 0; i < list.length; i += 2) out += (i > 0 ? "," : "") + render(list[i], list[i + 1]);
      return "[" + out + "]";
    }
  };
})
