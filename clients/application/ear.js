// What a listener says: calls(verb, instance) is a call of the application, told(kind, instance, fields) a callback,
// and within runs one of the application's callbacks, so that a call that it makes there is known to be made there.
module.exports = function (calls, told, build) {
  var inside = "";
  return {
    build: build,
    calls: function (verb, name) { calls(verb, name, inside); },
    told: told,
    within: function (name, callback, self, args) {
      var before = inside;
      inside = name;
      try {
        return callback.apply(self, args);
      } finally {
        inside = before;
      }
    }
  };
};
