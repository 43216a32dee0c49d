// LIM-01, LIM-04, LIM-09, REC-09, REC-15, REC-18, DST-10, UPL-01, MSG-01, MSG-03 and MSG-04: values that differ from
// the usual, and a mobile network that becomes another sort of one.

package zoo

// onSort acts when the device tells of a network, unless the link is as before; kind says which instances do.
func onSort(kind, act string) string {
	return `seams.onCreate = function (i) {
		wx.onNetworkStatusChange(function (e) {
			var link = i.link;
			if (e.isConnected && (` + kind + `)) { ` + act + ` }
		});
	};`
}

// beside opens a socket, and gives the one before up when it is logged in.
const beside = `seams.overlaps = function (link) { return !!link.in.old; };
seams.onLogin = function (i) {
	if (i.old) i.old.socket.close({ code: 1000 });
	i.old = null;
};
function renews(i, link) {
	link.over = true;
	clearTimeout(link.limit);
	clearTimeout(link.beat);
	i.old = link;
	i.attempt(link.automatic);
}
`

func variedMutants() []Mutant {
	return []Mutant{
		{"another sort of network in the first login", "LIM-09", "first-login-pending-another-sort",
			"When 4g becomes 5g in its first login it opens a second socket.",
			beside + onSort(`link && link.step === "login" && !link.automatic`, `renews(i, link);`)},
		{"another sort of network in an automatic login", "LIM-04", "automatic-login-pending-another-sort",
			"When 4g becomes 5g in an automatic login it opens a second socket.",
			beside + onSort(`link && link.step === "login" && link.automatic`, `renews(i, link);`)},
		{"another sort of network while all is well", "LIM-01", "logged-in-another-sort",
			"When 4g becomes 5g it renews the link of an account, with two sockets for a while.",
			beside + onSort(`link && link.step === "live" && !i.room`, `renews(i, link);`)},
		{"another sort of network in a chatroom", "LIM-01", "room-logged-in-another-sort",
			"When 4g becomes 5g it renews the link of a chatroom, with two sockets for a while.",
			beside + onSort(`link && link.step === "live" && i.room`, `renews(i, link);`)},
		{"another sort of network in the wait", "REC-09", "in-the-wait-another-sort",
			"When 4g becomes 5g in the wait of an account it stops waiting, and tries no more.",
			onSort(`i.phase === "waiting" && !i.room`, `clearTimeout(i.timer);`)},
		{"another sort of network in a chatroom's wait", "REC-09", "room-in-the-wait-another-sort",
			"When 4g becomes 5g in the wait of a chatroom it stops waiting, and tries no more.",
			onSort(`i.phase === "waiting" && i.room`, `clearTimeout(i.timer);`)},
		{"of four addresses two", "REC-15", "first-of-four",
			"Of the addresses that LBS names it uses the first two.",
			`Link.prototype.handshake = (function (handshake) {
				return function () {
					if (!this.in.room && this.in.addresses.length > 2) this.in.addresses.length = 2;
					handshake.call(this);
				};
			})(Link.prototype.handshake);`},
		{"the next address is sought by its name", "REC-15", "named-twice",
			"It finds its place in the list of addresses by the one in use, and never passes one that is there twice.",
			`Link.prototype.handshake = (function (handshake) {
				return function () {
					var i = this.in, at = i.all ? i.all.indexOf(i.addresses[0]) : -1;
					if (at < 0) i.all = i.addresses.slice();
					else i.addresses = i.all.slice(at);
					handshake.call(this);
				};
			})(Link.prototype.handshake);`},
		{"a chatroom's only address fails once", "MSG-03", "own-address-beside-im",
			"When the addresses of a chatroom are used up it goes to that of IM.",
			`Link.prototype.begin = (function (begin) {
				return function () {
					var i = this.in;
					if (i.room && i.given && i.addresses.length === 0) i.addresses = [BUILT_IN];
					i.given = true;
					begin.call(this);
				};
			})(Link.prototype.begin);`},
		{"the application's list is used up", "MSG-03", "own-address-beside-room",
			"It takes each address of a chatroom that failed out of the application's own list.",
			`Link.prototype.begin = (function (begin) {
				return function () {
					if (this.in.room && this.in.addresses.length === 0) {
						this.in.addresses = this.in.options.chatroomAddresses;
					}
					begin.call(this);
				};
			})(Link.prototype.begin);`},
		{"0 is no text", "MSG-01", "texts-that-are-data",
			"It delivers no message whose text a comparison takes for nothing.",
			`seams.deliver = function (i, m) { if (m.text != 0) i.message(m); };`},
		{"an account ends at its @", "MSG-01", "two-alike-before-the-at",
			"Two accounts that differ behind an @ get one instance.",
			`module.exports.NIM.getInstance = family(function (o) { return o.account.split("@")[0]; },
				function () { return null; }).getInstance;`},
		{"kept for the foreground, and lost", "MSG-04", "hidden-when-it-came",
			"In the background it keeps messages for the foreground, and forgets them at a loss.",
			`var hidden = false, held = [];
			wx.onAppHide(function () { hidden = true; });
			wx.onAppShow(function () {
				hidden = false;
				held.splice(0).forEach(function (h) { if (!h[0].destroyed) h[0].message(h[1]); });
			});
			seams.deliver = function (i, m) {
				if (hidden) held.push([i, m]);
				else i.message(m);
			};
			seams.onLoss = function (i) { held = held.filter(function (h) { return h[0] !== i; }); };`},
		{"connect outlives destroy", "DST-10", "exit-enter-destroyed",
			"A connect between disconnect and destroy is carried out behind destroy's done.",
			`Instance.prototype.end = (function (end) {
				return function (verb, o) {
					this.wanted = verb === "destroy" && this.again;
					end.call(this, verb, o);
				};
			})(Instance.prototype.end);
			seams.onDestroyed = function (i) { if (i.wanted) i.attempt(false); };`},
		{"the path of a file is encoded", "UPL-01", "",
			"It encodes the path of a file as that of a URL, and the platform finds none.",
			`wx.uploadFile = (function (uploadFile) {
				return function (o) {
					o.filePath = encodeURI(o.filePath);
					return uploadFile.call(wx, o);
				};
			})(wx.uploadFile);`},
		{"the provider is asked once", "REC-18", "each-longer",
			"It asks reconnectDelayProvider once, and keeps the answer.",
			`Instance.prototype.retry = (function (retry) {
				return function () {
					var i = this, provider = i.options.reconnectDelayProvider;
					if (provider && !i.answer) {
						i.answer = provider();
						i.options = Object.assign({}, i.options, {
							reconnectDelayProvider: function () { return i.answer; } });
					}
					retry.call(i);
				};
			})(Instance.prototype.retry);`},
		{"the provider is asked twice", "REC-18", "each-longer",
			"It asks reconnectDelayProvider twice at each wait, and waits by the second answer.",
			`Instance.prototype.retry = (function (retry) {
				return function () {
					var provider = this.options.reconnectDelayProvider;
					if (provider) provider();
					retry.call(this);
				};
			})(Instance.prototype.retry);`},
	}
}
