// Forbids a realm to make code from strings, but for new Function("return this"): see forbidEval. forbidden is called
// instead; it throws.
(function (forbidden, global) {
	function replace(sample, name, allowed) {
		var proto = Object.getPrototypeOf(sample);
		var ctor = function(code){
			if (allowed && arguments.length === 1 && typeof code === "string" &&
				/^\s*return\s+this\s*;?\s*$/.test(code)) return function anonymous() { return global };
			return forbidden();
		};
		Object.defineProperty(ctor, 'prototype', {value: proto});
		Object.defineProperty(proto, 'constructor', {value: ctor, writable: true, configurable: true});
		// libraries tell an async function by constructor.name
		Object.defineProperty(ctor, 'name', {value: name, configurable: true});
		return ctor;
	}
	var F = replace(function(){}, "Function", true);
	Object.defineProperty(global, 'Function', {value: F, writable: true, configurable: true});
	replace(function*(){}, "GeneratorFunction");
	replace(async function(){}, "AsyncFunction");
})
