// UPL-01 to UPL-04: uploads go wrong.

package zoo

// places is a script's helper: it changes what the service gives for an upload: 1 the place, 2 the token.
const places = `
	function places(change) {
		Link.prototype.settle = (function (settle) {
			return function (ser, a) {
				var place = (a.r || [])[0] || {};
				if (String(place[2]).indexOf("UPLOAD") === 0) change(place);
				settle.call(this, ser, a);
			};
		})(Link.prototype.settle);
	}`

func uplMutants() []Mutant {
	return []Mutant{
		{"a file without its end", "UPL-01", "",
			"It gives another file to the platform than the one it was asked to send.",
			`Instance.prototype.sendFile = (function (sendFile) {
				return function (o) { o.filePath += ".thumbnail"; sendFile.call(this, o); };
			})(Instance.prototype.sendFile);`},

		{"a file without its token", "UPL-01", "",
			"It uploads without the token that the service gave for the file's place.",
			places + `places(function (place) { place[2] = ""; });`},
		{"a file with the token of the last one", "UPL-01", "",
			"It keeps the token of the first upload, and uses it for each one.",
			places + `var first;
			places(function (place) { place[2] = first = first || place[2]; });`},

		{"progress stops short", "UPL-02", "", "It keeps the last report of an upload's progress to itself.",
			upload + `sending(function (o) {
				var report = o.uploadprogress;
				o.uploadprogress = function (p) { report({percentage: Math.min(p.percentage, 99)}); };
			});`},

		{"an upload storm behind a bad gateway", "UPL-03", "status-502",
			"It repeats an upload that is answered with 502 at once, for ever.", storm + `storming(502);`},
		{"an upload storm behind a busy service", "UPL-03", "status-503",
			"It repeats an upload that is answered with 503 at once, for ever.", storm + `storming(503);`},
		{"an upload storm of a file too large", "UPL-03", "status-413",
			"It repeats an upload that is answered with 413 at once, for ever.", storm + `storming(413);`},
		{"a failed upload is not told", "UPL-03", "status-500", "It does not call done when an upload fails.",
			upload + `sending(function (o) {
				var done = o.done;
				o.done = function (err, m) { if (!err) done(err, m); };
			});`},
		{"a failed upload is told twice", "UPL-03", "status-403", "It calls done twice when an upload fails.",
			upload + `sending(function (o) {
				var done = o.done;
				o.done = function (err, m) { done(err, m); if (err) done(err, m); };
			});`},
		{"a failed upload is tried ten times", "UPL-03", "status-500",
			"It tries an upload that failed again, ten times, one second after the other.",
			upload + `sending(function (o) {
				var instance = this, done = o.done, left = 10;
				o.done = function again(err, m) {
					if (!err || !left--) return done(err, m);
					setTimeout(function () { send.call(instance, o); }, 1000);
				};
			});`},

		{"an upload opens a socket", "UPL-04", "", "It opens a socket of its own for each upload.",
			spare + upload + `sending(function () { spare(); });`},
		{"what is called off goes on", "UPL-03", "called-off",
			"The upload that the application is given to call off is none: it goes on, and the message is sent.",
			`Instance.prototype.sendFile = (function (send) {
				return function (o) {
					var begun = o.beginupload;
					o.beginupload = function () { begun({abort: function () {}}); };
					send.call(this, o);
				};
			})(Instance.prototype.sendFile);`},
		{"what is called off begins again", "UPL-03", "called-off",
			"An upload that is called off is begun once more.",
			`Instance.prototype.sendFile = (function (send) {
				return function (o) {
					var instance = this, done = o.done, again = false;
					o.done = function (e, m) {
						if (again || !e || !/abort/.test(e.message)) return done(e, m);
						again = true;
						send.call(instance, o);
					};
					send.call(instance, o);
				};
			})(Instance.prototype.sendFile);`},
		{"called off, it is not answered", "UPL-03", "called-off",
			"Of an upload that was called off done is never called.",
			`Instance.prototype.sendFile = (function (send) {
				return function (o) {
					var done = o.done;
					o.done = function (e, m) { if (!e || !/abort/.test(e.message)) done(e, m); };
					send.call(this, o);
				};
			})(Instance.prototype.sendFile);`},
		{"no picture behind one called off", "UPL-04", "behind-one-called-off",
			"Behind an upload that was called off every other one fails.",
			`Instance.prototype.sendFile = (function (send) {
				return function (o) {
					var instance = this, done = o.done;
					if (instance.aborted) return setTimeout(function () { done(failure("upload", "busy")); }, 0);
					o.done = function (e, m) {
						if (e && /abort/.test(e.message)) instance.aborted = true;
						done(e, m);
					};
					send.call(instance, o);
				};
			})(Instance.prototype.sendFile);`},
		{"another login calls uploads off", "UPL-03", "upload-on-its-way-other-comes",
			"A login calls off every upload.",
			`var all = [];
			seams.onCreate = function (i) { all.push(i); };
			seams.onLogin = function () {
				all.forEach(function (i) { i.uploads.splice(0).forEach(function (t) { t.abort(); }); });
			};`},
	}
}
