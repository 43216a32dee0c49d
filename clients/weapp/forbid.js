// Forbids a realm to make code from strings, but for new Function("return this"): see forbidEval. forbidden is called
// instead; it throws.
(function (forbidden, global) {
	function replace(sample, allowed) {
		var proto = Object.getPrototypeOf(sample);
		var ctor = function(code){
			if (allowed && arguments.length === 1 && typeof code === "string" &&
				/^\s*return\s+this\s*;?\s*$/.test(code)) return function anonymous() { return global };
			return forbidden();
		};
		Object.defineProperty(ctor, 'prototype', {value: proto});
		Object.defineProperty(proto, 'constructor', {value: ctor, writable: true, configurable: true});
		return ctor;
	}
	var F = replace(function(){}, true);
	Object.defineProperty(F, 'name', {value: 'Function', configurable: true});
	Object.defineProperty(global, 'Function', {value: F, writable: true, configurable: true});
	replace(function*(){});
	replace(async function(){});
})
