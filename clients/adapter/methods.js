// The names of the calls that the application offers.
module.exports = function (application, has) {
  for (var name in application) {
    if (typeof application[name] === "function") has(name);
  }
};
