// Which of the known builds the exports are. Each of known lists what such a build has and what it has not; wanted is
// what a build of this family must have. found(number of the known build or -1, what is missing of wanted, why nothing
// can be said). It gives back what the application script takes: the SDK's exports, a part of one as the whole would
// export it, and those of the chatroom SDK, where that is a build of its own. The loops are plain, for a build may have
// changed the arrays' methods.
module.exports = function (sdk, room, known, wanted, found) {
  function isObject(v) { return v !== null && (typeof v === "object" || typeof v === "function"); }
  function get(v, name) {
    var p = v === null || v === undefined ? undefined : v[name];
    return p === null ? undefined : p;
  }
  function isClass(v) {
    if (typeof v !== "function") return false;
    try {
      Reflect.construct(Object, [], v);
      return true;
    } catch (e) {
      return false;
    }
  }
  // An ES module that was made a CommonJS one may have a default export alone, which import takes.
  function isDefaultAlone(v) {
    var whole = get(v, "default");
    if (typeof v === "function" || typeof whole !== "object") return false;
    for (var name in v) if (name !== "default" && name !== "__esModule") return false;
    return true;
  }
  function holds(e) {
    var v = sdk;
    if (e.main && isObject(get(sdk, "default"))) v = sdk.default;
    for (var i = 0; i < e.path.length; i++) v = get(v, e.path[i]);
    if (e.equals !== "") return String(v) === e.equals;
    if (e.construct) return isClass(v);
    return e.call ? typeof v === "function" : v !== undefined;
  }
  function any(alternatives) {
    for (var i = 0; i < alternatives.length; i++) if (holds(alternatives[i])) return true;
    return false;
  }
  // first is the first of a list that is there, or is not there, or nothing.
  function first(list, there) {
    for (var i = 0; i < list.length; i++) if (any(list[i]) === there) return list[i];
  }
  var which = -1, missing;
  try {
    if (isDefaultAlone(sdk)) sdk = sdk.default;
    for (var i = 0; i < known.length && which < 0; i++) {
      if (!first(known[i].has, false) && !first(known[i].without, true)) which = i;
    }
    missing = first(wanted, false);
  } catch (e) {
    found(-1, "", e);
    return { sdk: sdk, room: room };
  }
  found(which, missing ? missing[0].noun : "");
  var part = which < 0 ? "" : known[which].part;
  if (which >= 0 && known[which].room) return { sdk: null, room: sdk };
  if (!part || get(sdk, part) !== undefined) return { sdk: sdk, room: room };
  var whole = {};
  whole[part] = sdk;
  return { sdk: whole, room: room };
};
