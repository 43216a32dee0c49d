// A function that looks at the realm as the platform made it, and returns one that says what has become of it since:
// what was added, deleted, replaced, or frozen. It calls no accessor and nothing that a program may have replaced.
(function (global) {
	"use strict";
	var keysOf = Reflect.ownKeys, describe = Reflect.getOwnPropertyDescriptor, isExtensible = Reflect.isExtensible,
		create = Object.create, is = Object.is;
	var text = Function.prototype.call.bind(Symbol.prototype.toString);
	var seen = new Set(), looked = [];

	function nameOf(prefix, key) {
		if (typeof key === "symbol") {
			key = text(key); // Symbol(Symbol.iterator)
			return prefix + "[" + key.slice(7, -1) + "]";
		}
		return prefix ? prefix + "." + key : key;
	}

	// Left out, for their members are many and nobody patches them: to look at all of them in each session costs 2 ms
	// more.
	var skip = /^(Big|Int|Uint|Float|Weak|DataView|Proxy|.+Error$)/;

	// An object's members are looked at, and those of a constructor; a plain function has none worth it.
	function hasMembers(key, v) {
		return typeof v === "object" && v !== null || typeof v === "function" &&
			(key === "prototype" || describe(v, "prototype") !== undefined); }

	function look(prefix, object, below) {
		seen.add(object);
		var members = create(null), keys = keysOf(object);
		looked[looked.length] = {prefix: prefix, object: object, members: members, extensible: isExtensible(object)};
		for (var i = 0; i < keys.length; i++) {
			var d = members[keys[i]] = describe(object, keys[i]);
			if (below > 0 && hasMembers(keys[i], d.value) && !seen.has(d.value) &&
				(prefix || typeof keys[i] === "symbol" || !skip.test(keys[i]))) look(
					nameOf(prefix, keys[i]), d.value, below - 1);
		}
	}
	look("", global, 2); // Array.prototype.map

	return function (tell) {
		for (var i = 0; i < looked.length; i++) {
			var it = looked[i], keys = keysOf(it.object), j, before, now;
			for (j = 0; j < keys.length; j++) {
				if (!it.members[keys[j]]) tell(nameOf(it.prefix, keys[j]), "");
			}
			keys = keysOf(it.members);
			for (j = 0; j < keys.length; j++) {
				before = it.members[keys[j]];
				now = describe(it.object, keys[j]);
				if (!now) tell(nameOf(it.prefix, keys[j]), "is deleted");
				else if (!is(now.value, before.value) || now.get !== before.get || now.set !== before.set) tell(
					nameOf(it.prefix, keys[j]), "is replaced");
			}
			if (it.extensible && !isExtensible(it.object)) tell(it.prefix || "globalThis", "is frozen");
		}
	};
})
