package weapp

import (
	"testing"

	. "github.com/onsi/gomega"

	"nimcert/ledger"
)

func TestInspectSeesWhatBecameOfTheRealm(t *testing.T) {
	for code, want := range map[string]string{
		`Object.assign = function(t, s) { return t }`: "Object.assign is replaced",
		`Array.from = function() {}`:                  "Array.from is replaced",
		`Promise.all = function() {}`:                 "Promise.all is replaced",
		`JSON.stringify = function() {}`:              "JSON.stringify is replaced",
		`Date.now = function() { return 1 }`:          "Date.now is replaced",
		`Math.random = function() { return 0 }`:       "Math.random is replaced",
		`console.log = function() {}`:                 "console.log is replaced",
		`delete console.error`:                        "console.error is deleted",
		`wx.getStorageSync = function() {}`:           "wx.getStorageSync is replaced",
		`wx.login = function() {}`:                    "wx.login is replaced",
		`wx.env.USER_DATA_PATH = "/"`:                 "wx.env.USER_DATA_PATH is replaced",
		`Array.prototype[Symbol.iterator] = function() {
			return [][Symbol.iterator].call(this) }`: "Array.prototype[Symbol.iterator] is replaced",
		`Object.freeze(Object.prototype)`:           "Object.prototype is frozen",
		`Object.preventExtensions(Array.prototype)`: "Array.prototype is frozen",
		`Object.defineProperty(Map.prototype, "size", {
			get: function() { return 1 }})`: "Map.prototype.size is replaced",
		`Object.defineProperty(globalThis, "setTimeout", {
			get: function() { console.log("looked at") }})`: "setTimeout is replaced",
		`Date = function() {}`:                               "Date is replaced",
		`wx.offAppShow()`:                                    "onAppShow is cleared",
		`wx.clearStorageSync()`:                              "storage is emptied",
		`Function.prototype.call = function() {}`:            "Function.prototype.call is replaced",
		`delete Promise.prototype.finally`:                   "Promise.prototype.finally is deleted",
		`RegExp.prototype.test = function() { return true }`: "RegExp.prototype.test is replaced",
		`Symbol.iterator; Reflect.ownKeys = Object.getOwnPropertyDescriptor = Reflect.getOwnPropertyDescriptor = ` +
			`function() { return [] }; Math.max = 1`: "Math.max is replaced",
	} {
		t.Run(code, func(t *testing.T) {
			s := start(t)
			s.load(code)
			s.Inspect()
			s.settle()
			s.Expect(s.details(ledger.GlobalChanged)).To(ContainElement(want))
			s.Expect(s.details(ledger.Uncaught)).To(BeEmpty())
			s.Expect(s.logs()).To(BeEmpty(), "nothing of the program runs")
		})
	}
}

func TestInspectMayBeCalledAtAnyTime(t *testing.T) {
	s := start(t)
	s.Inspect()
	s.load(`JSON.parse = null`)
	s.Inspect()
	s.load(`Array.of = null; Array.mine = 1; Array.prototype[Symbol.for("x")] = 1`)
	s.Inspect()
	s.settle()
	s.Expect(s.details(ledger.GlobalChanged)).To(
		Equal([]string{"JSON.parse is replaced", "Array.of is replaced", "JSON.parse is replaced"}))
	s.Expect(s.details(ledger.GlobalAdded)).To(Equal([]string{"Array.mine", "Array.prototype[x]"}))
}
