// Scripts that mutants of several requirement groups share.

package zoo

// behind is a script's helper: something happens after a callback in which the application acted.
const behind = `
	function behind(callback, then) {
		Instance.prototype.tell = (function (tell) {
			return function (name, what) {
				var before = this.phase;
				tell.call(this, name, what);
				if (name === callback && this.phase !== before) then(this, what || {});
			};
		})(Instance.prototype.tell);
	}
	function forgets(instance) {
		if (instance.phase !== "connecting") return;
		instance.link = null;
		instance.phase = "idle";
	}`

// deaf is a script's helper: a call of the application inside a callback is ignored, if some says so.
const deaf = `
	var inside = "";
	Instance.prototype.tell = (function (tell) {
		return function (name, what) {
			inside = name;
			tell.call(this, name, what);
			inside = "";
		};
	})(Instance.prototype.tell);
	function deaf(call, some) {
		Instance.prototype[call] = (function (base) {
			return function () { if (!some(this)) return base.apply(this, arguments); };
		})(Instance.prototype[call]);
	}`

// comes is a script's helper: an instance in some state connects again at an event of the platform.
const comes = `
	function shown(some) { seams.onCreate = function (instance) {
		wx.onAppShow(function () { if (some(instance)) again(instance); }); }; }
	function online(some) {
		seams.onCreate = function (instance) {
			wx.onNetworkStatusChange(function (e) { if (e.isConnected && some(instance)) again(instance); }); };
	}
	function again(instance) {
		instance.destroyed = false;
		clearTimeout(instance.timer);
		instance.attempt(true);
	}
	function idle(instance) { return instance.phase === "idle"; }`

// tokens is a script's helper: of decides which token a login comes with.
const tokens = `
	function token(of) {
		Link.prototype.login = (function (login) {
			return function () {
				var o = this.in.options, given = o.token;
				o.token = of(this.in, this.automatic);
				login.call(this);
				o.token = given;
			};
		})(Link.prototype.login);
	}`

// batched is a script's helper: messages are delivered some time after they came, if some says so for the instance.
const batched = `
	function batching(ms, some) {
		seams.deliver = function (instance, m) {
			if (some(instance)) setTimeout(function () { instance.message(m); }, ms);
			else instance.message(m);
		};
	}`

// usedUp is a script's helper: an instance knows that its attempts are used up.
const usedUp = `
	Instance.prototype.tell = (function (tell) {
		return function (callback, what) {
			if (callback === "ondisconnect") this.usedUp = what.code === "allAttemptsFailed";
			tell.call(this, callback, what);
		};
	})(Instance.prototype.tell);`

// storm is a script's helper: an upload that is answered with a status is sent again at once.
const storm = upload + `
	function storming(status) {
		sending(function (o) {
			var instance = this, done = o.done;
			o.done = function (e, m) {
				if (e && e.code === status) send.call(instance, o);
				else done(e, m);
			};
		});
	}`

// report is a script's helper: it tells a host that no list has.
const report = `
	function report() { wx.request({url: "https://report.example.com/", method: "POST", data: {}}); }`

// spare is a script's helper: it opens a second socket for an instance, which nobody accounts for.
const spare = `
	function spare(opened) {
		wx.request({url: "https://" + BUILT_IN + "/socket.io/1/?t=0", dataType: "text", success: function (r) {
			var id = String(r.data).split(":")[0];
			var task = wx.connectSocket({url: "wss://wlnimsc0.netease.im/socket.io/1/websocket/" + id});
			if (opened) task.onOpen(function () { opened(task); });
		}});
	}`

// owing is a script's helper: requests of a leaving instance stay unanswered until answers is called, which makes them
// fail.
const owing = `
	Link.prototype.drop = (function (drop) {
		return function () {
			if (this.in.phase === "leaving") {
				this.in.owed = this.asked;
				this.asked = {};
			}
			drop.call(this);
		};
	})(Link.prototype.drop);
	function answers(instance) {
		var owed = instance.owed || {};
		instance.owed = {};
		Object.keys(owed).forEach(function (ser) { owed[ser]({code: 0}); });
	}`

// download is a script's helper: it fetches a file when a message comes, from a host.
const download = `
	function downloading(host) {
		seams.deliver = function (instance, m) {
			wx.downloadFile({url: "https://" + host + "/" + (m.idServer || m.idClient)});
			instance.message(m);
		};
	}`

// upload is a script's helper: sending does something before each upload, with its options.
const upload = `
	var send = Instance.prototype.sendFile;
	function sending(before) {
		Instance.prototype.sendFile = function (o) {
			before.call(this, o);
			send.call(this, o);
		};
	}`
