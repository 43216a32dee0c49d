// Makes the application of the family's script, and names the calls that it offers.
module.exports = function (make, tools, exported, has) {
  var application = make(tools, exported.sdk, exported.room);
  for (var name in application) {
    if (typeof application[name] === "function") has(name);
  }
  return application;
};
