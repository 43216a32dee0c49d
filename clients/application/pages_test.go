package application

import (
	"strings"
	"testing"

	. "github.com/onsi/gomega"
)

// tapped runs an application of these scripts with one page, pages/a/a, and calls its method tap.
func tapped(t *testing.T, scripts map[string]string, tap string) []string {
	t.Helper()
	all := map[string]string{
		"app.js": `App({ login: function () { getCurrentPages()[0].tap(); }, logout: function () {} })`,
		"pages/a/a.js": `Page({
			onLoad: function () { console.log("a loads"); }, onShow: function () { console.log("a shows"); },
			onHide: function () { console.log("a hides"); }, onUnload: function () { console.log("a unloads"); },
			tap: function () { ` + tap + ` }
		})`,
	}
	for name, source := range scripts {
		all[name] = source
	}
	seen := run(t, acts+"start: pages/a/a\n", all, func(c *client) { c.LogIn("alice", "secret") })
	return seen[2:] // a loads, and shows
}

// speaking is a page that says what becomes of it.
func speaking(name string) string {
	return strings.ReplaceAll(`Page({
		onLoad: function (o) { console.log("NAME loads", JSON.stringify(o)); },
		onShow: function () { console.log("NAME shows"); },
		onHide: function () { console.log("NAME hides"); }, onUnload: function () { console.log("NAME unloads"); }
	})`, "NAME", name)
}

func TestObserversAreToldOfSetData(t *testing.T) {
	g := NewWithT(t)
	g.Expect(tapped(t, map[string]string{"pages/b/b.js": `
		function says(what) {
			return function () {
				console.log(what, JSON.stringify(Array.prototype.slice.call(arguments)));
			};
		}
		Component({
			data: { on: false, deep: { er: 1 }, list: [{}, {}] },
			behaviors: [Behavior({ observers: { on: says("behavior") } })],
			observers: {
				"on, deep.er": says("both"), "list[1]": says("item"), "list": says("list"),
				"deep.**": says("all of deep"), "on": "named"
			},
			methods: {
				named: function (on) { console.log("named", on, this.data.on); },
				onLoad: function () {
					this.setData({ on: false });
					this.setData({ "list[1].name": 7 });
					this.setData({ deep: { er: 2 } });
					this.setData({ "deep.er": 3, on: true });
				}
			}
		});`,
	}, `wx.navigateTo({ url: "/pages/b/b" });`)).To(Equal([]string{
		"a hides",
		"behavior [false]", "both [false,1]", "named false false", // another value or not
		"both [false,2]", `all of deep [{"er":2}]`,
		"behavior [true]", "both [true,3]", `all of deep [{"er":3}]`, "named true true", // once each
	}))
}

func TestComponentMakesPages(t *testing.T) {
	g := NewWithT(t)
	g.Expect(tapped(t, map[string]string{"pages/b/b.js": `
		var common = Behavior({
			data: { from: "behavior", own: 1 }, methods: { shared: function () { return this.data.own; } },
			lifetimes: { attached: function () { console.log("behavior attached"); } }
		});
		Component({
			behaviors: [common],
			properties: { id: Number, name: String, size: { type: Number, value: 7 } }, data: { own: 2 },
			lifetimes: {
				created: function () { console.log("created"); },
				attached: function () { console.log("attached", JSON.stringify(this.data)); },
				detached: function () { console.log("detached"); }, ready: "readied"
			},
			pageLifetimes: { show: function () { console.log("page shows"); } },
			methods: {
				onLoad: function (o) { console.log("loads", JSON.stringify(o), this.properties.id, this.shared()); },
				readied: function () { console.log("ready", this.route); wx.navigateBack(); },
				onUnload: function () { console.log("unloads"); }
			}
		});`,
	}, `wx.navigateTo({ url: "/pages/b/b?id=12" });`)).To(Equal([]string{
		"a hides", "created", "behavior attached", `attached {"id":12,"name":"","size":7,"from":"behavior","own":2}`,
		`loads {"id":"12"} 12 2`, "page shows", "ready pages/b/b", "unloads", "detached", "a shows",
	}))
}

func TestOldLifetimesOfAComponentAreToldToo(t *testing.T) {
	g := NewWithT(t)
	g.Expect(tapped(t, map[string]string{"pages/b/b.js": `
		Component({
			attached: function () { console.log("old"); }, detached: function () { console.log("never"); },
			lifetimes: { detached: function () { console.log("new"); } }, methods: {} })`,
	}, `
		wx.redirectTo({ url: "../b/b", success: function () { wx.reLaunch({ url: "/pages/a/a" }); } });
	`)).To(Equal([]string{
		"a unloads", "old", "new", "a loads", "a shows",
	}))
}

func TestTabsStayOpen(t *testing.T) {
	g := NewWithT(t)
	scripts := map[string]string{
		"app.json":     `{"pages": [], "tabBar": {"list": [{"pagePath": "pages/a/a"}, {"pagePath": "pages/b/b"}]}}`,
		"pages/b/b.js": speaking("b"), "pages/c/c.js": speaking("c"),
	}
	g.Expect(tapped(t, scripts, `
		wx.navigateTo({ url: "../b/b", fail: function (e) { console.log(e.errMsg); } });
		wx.switchTab({ url: "../c/c", fail: function (e) { console.log(e.errMsg); } });
		wx.navigateTo({ url: "../c/c" }); wx.switchTab({ url: "../b/b" }); wx.switchTab({ url: "../a/a" });
		wx.switchTab({ url: "../b/b", success: function () { wx.reLaunch({ url: "../c/c?x=1" }); } });
	`)).To(Equal([]string{
		"navigateTo:fail can not navigateTo a tabbar page", "switchTab:fail can not switch to no-tabBar page",
		"a hides", "c loads {}", "c shows", "c unloads", "b loads {}", "b shows",
		"b hides", "a shows", "a hides", "b shows",
		"b unloads", "a unloads", `c loads {"x":"1"}`, "c shows",
	}))
}

func TestMovesThatCannotBeFail(t *testing.T) {
	g := NewWithT(t)
	g.Expect(tapped(t, map[string]string{"pages/b/b.js": speaking("b")}, `
		wx.navigateTo({
			url: "../no/no", fail: function (e) { console.log(e.errMsg); },
			complete: function () { console.log("complete"); }
		});
		wx.navigateBack({ delta: 9 });`)).To(Equal([]string{
		`navigateTo:fail page "pages/no/no" is not found`, "complete",
	}))
	g.Expect(tapped(t, map[string]string{"pages/b/b.js": `Page({ onLoad: function () {
		var depth = getCurrentPages().length;
		wx.navigateTo({
			url: "../b/b", fail: function (e) { console.log(depth, e.errMsg); wx.navigateBack({ delta: 20 }); }
		});
	} })`}, `wx.navigateTo({ url: "../b/b" });`)).To(Equal([]string{
		"a hides", "10 navigateTo:fail webview count limit exceed", "a shows",
	}))
}

func TestAPageTalksWithTheOneThatItOpened(t *testing.T) {
	g := NewWithT(t)
	g.Expect(tapped(t, map[string]string{"pages/b/b.js": `Page({ onLoad: function () {
		var opener = this.getOpenerEventChannel();
		opener.on("down", function (v) { console.log("down", v); opener.emit("up", 1); });
		this.selectComponent("#list").scroll();
		this.createSelectorQuery().select("#a").boundingClientRect(function () {}).exec();
	} })`}, `wx.navigateTo({ url: "../b/b", events: { up: function (v) { console.log("up", v); } },
		success: function (r) { r.eventChannel.emit("down", 2); } });
	`)).To(Equal([]string{"a hides", "down 2", "up 1"}))
}
