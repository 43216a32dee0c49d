package child

import (
	"testing"

	. "github.com/onsi/gomega"

	"nimcert/clients/adapter"
	"nimcert/clients/weapp"
)

// looksAt says which of the platform's calls show what they are made of.
const looksAt = `module.exports = function (say) {
	var task = wx.connectSocket({url: "wss://wlnimsc0.netease.im/a"}), odd = [], seen = 0;
	var places = {
		wx: wx, console: console, task: task, files: wx.getFileSystemManager(), cloud: wx.cloud,
		Math: {random: Math.random},
		globals: {
			setTimeout: setTimeout, setInterval: setInterval, clearTimeout: clearTimeout, clearInterval: clearInterval,
			queueMicrotask: queueMicrotask, getApp: getApp, getCurrentPages: getCurrentPages, App: App, Page: Page,
			require: require}};
	Object.keys(places).forEach(function (place) {
		Object.keys(places[place]).forEach(function (name) {
			var f = places[place][name];
			if (typeof f !== "function") return;
			seen++;
			if (f.name !== name || !/\[native code\]/.test(String(f))) {
				odd.push(place + "." + name + " " + f.name);
			}
		});
	});
	say(seen > 200, odd.join("; "));
}`

// The platform's calls are named as they are called and have no text: no build can tell a certification by them.
func TestThePlatformsCallsLookNative(t *testing.T) {
	looks := func(t *testing.T, r adapter.Runtime) {
		out := play(t, r, looksAt, nil)
		NewWithT(t).Expect(out.said).To(HaveExactElements("boolean true, text "))
	}
	t.Run("goja", func(t *testing.T) { looks(t, weapp.Runtime{}) })
	for _, name := range Names() {
		t.Run(name, func(t *testing.T) { looks(t, engine(t, name)) })
	}
}
