package weapp

import (
	"encoding/json"
	"strings"
	"testing"
	"time"

	. "github.com/onsi/gomega"

	"nimcert/clients"
	"nimcert/ledger"
)

// sent is a request, as the service got it.
type sent struct {
	Method, URI, Body string
	Header            map[string]string
}

// request makes a wx.request and returns what the service got.
func (s *stage) request(options string) sent {
	s.t.Helper()
	s.load(`wx.request(Object.assign({dataType: "text", success: function(r) { console.log("got " + r.data) }, ` +
		`fail: function(e) { console.log("failed " + e.errMsg) }}, ` + options + `))`)
	s.await(ledger.Is(ledger.RequestEnd))
	s.settle()
	logs := s.logs()
	s.Expect(logs).To(HaveLen(1), s.lines())
	s.Expect(logs[0]).To(HavePrefix("got "))
	var got sent
	s.Expect(json.Unmarshal([]byte(strings.TrimPrefix(logs[0], "got ")), &got)).To(Succeed())
	return got
}

func TestWhereARequestsDataGoes(t *testing.T) {
	for _, tc := range []struct{ name, options, method, uri, body, contentType string }{
		{"no data", `{url: "https://x/p?q=1"}`, "GET", "/p?q=1", "", ""},
		{"null", `{url: "https://x/p", data: null}`, "GET", "/p", "", ""},
		{"an empty object of a GET", `{url: "https://x/p", data: {}}`, "GET", "/p", "", ""},
		{"an object of a GET", `{url: "https://x/p", data: {b: "ü &", a: 1, c: true}}`, "GET",
			"/p?a=1&b=%C3%BC+%26&c=true", "", ""},
		{"an object of a GET with a query", `{url: "https://x/p?q=1", method: "get", data: {a: 1}}`, "GET",
			"/p?q=1&a=1", "", ""},
		{"an object of a POST", `{url: "https://x/p", method: "POST", data: {a: [1, {b: null}]}}`, "POST", "/p",
			`{"a":[1,{"b":null}]}`, "application/json"},
		{"a string of a POST", `{url: "https://x/p", method: "post", data: "as it is"}`, "POST", "/p", "as it is", ""},
		{"a form", `{url: "https://x/p", method: "POST", header: {"content-type": ` +
			`"application/x-www-form-urlencoded"}, data: {b: "x y", a: 1}}`,
			"POST", "/p", "a=1&b=x+y", "application/x-www-form-urlencoded"},
		{"a type of its own", `{url: "https://x/p", method: "PUT", header: {"Content-Type": "text/plain"}, data: ` +
			`{a: 1}}`, "PUT", "/p", `{"a":1}`, "text/plain"},
		{"an array", `{url: "https://x/p", method: "POST", data: [1, "two"]}`, "POST", "/p", `[1,"two"]`,
			"application/json"},
	} {
		t.Run(tc.name, func(t *testing.T) {
			s := start(t)
			got := s.request(tc.options)
			s.Expect(got.Method).To(Equal(tc.method))
			s.Expect(got.URI).To(Equal(tc.uri))
			s.Expect(got.Body).To(Equal(tc.body))
			s.Expect(got.Header["Content-Type"]).To(Equal(tc.contentType))
		})
	}
}

func TestARequestsHeader(t *testing.T) {
	s := start(t)
	got := s.request(`{url: "https://x/p", header: {"x-mine": "one", number: 2}}`)
	s.Expect(got.Header).To(HaveKeyWithValue("X-Mine", "one"))
	s.Expect(got.Header).To(HaveKeyWithValue("Number", "2"))
}

func TestDataThatCannotBeJSON(t *testing.T) {
	s := start(t)
	s.load(`
		var ring = {}; ring.ring = ring;
		try { wx.request({url: "https://x/p", method: "POST", data: ring, complete: function(r) {
			console.log(r.errMsg) }}) } catch (e) { console.log("threw") }
		setTimeout(function() { console.log("goes on") }, 1000);`)
	s.pass(time.Minute)
	s.Expect(s.logs()).To(HaveLen(2))
	s.Expect(s.logs()[1]).To(Equal("goes on"))
	s.Expect(s.Rest()).To(Equal(clients.Rest{}))
}

func TestARequestsAnswer(t *testing.T) {
	s := start(t)
	s.load(`
		var results = [];
		wx.request({
			url: "https://x/status/404",
			success: function(r) {
				results.push(r);
					console.log("success",
						r.errMsg,
							r.statusCode,
								typeof r.data, r.data.method, Array.isArray(r.cookies), r.header["X-Answer"]) },
			fail: function() { console.log("fail") },
			complete: function(r) { console.log("complete", r.errMsg, r.statusCode) }
		});
		console.log("called");`)
	s.pass(time.Second)
	s.prints("called", "success request:ok 404 object GET true yes", "complete request:ok 404")
}

func TestDataTypes(t *testing.T) {
	for options, want := range map[string]string{
		`{url: "https://x/p"}`:                                    "object",
		`{url: "https://x/p", dataType: "json"}`:                  "object",
		`{url: "https://x/p", dataType: "text"}`:                  "string",
		`{url: "https://x/text"}`:                                 "string",
		`{url: "https://x/text", dataType: "text"}`:               "string",
		`{url: "https://x/p", dataType: null, method: undefined}`: "object",
	} {
		t.Run(options, func(t *testing.T) {
			s := start(t)
			s.load(`wx.request(Object.assign({success: function(r) { console.log(typeof r.data) }}, ` + options + `))`)
			s.pass(time.Second)
			s.prints(want)
		})
	}
}

func TestRequestsThatFail(t *testing.T) {
	for name, tc := range map[string]struct{ url, want string }{
		"no answer": {"https://x/nothing", "request:fail EOF"},
		"no url":    {"", "request:fail network error"},
	} {
		t.Run(name, func(t *testing.T) {
			s := start(t)
			s.load(`wx.request({
				url: "` + tc.url + `" || undefined,
				success: function() { console.log("success") },
				fail: function(e) { console.log("fail", Object.keys(e), e.errMsg, e instanceof Error) },
				complete: function(e) { console.log("complete", e.errMsg) }
			})`)
			s.pass(time.Second)
			s.prints(`fail ["errMsg","errno","exception","useHttpDNS"] `+tc.want+` false`, "complete "+tc.want)
		})
	}
	s := start(t)
	s.load(`wx.request(); wx.request({}); wx.request({url: "https://x/nothing"}); wx.request(null)`)
	s.pass(time.Minute)
	s.Expect(s.details(ledger.Uncaught)).To(BeEmpty(), "nobody asked for the outcome")
	s.Expect(s.Rest()).To(Equal(clients.Rest{}))
}

func TestARequestsTimeout(t *testing.T) {
	for _, tc := range []struct {
		timeout string
		want    string
	}{
		{"8000", "request:fail timeout at 8000"},
		{"0.5", "request:fail timeout at 0"},
		{`"2000"`, "request:fail timeout at 2000"},
		{"undefined", "request:fail timeout at 60000"},
		{"0", "request:fail timeout at 60000"},
		{"-1", "request:fail timeout at 60000"},
		{"NaN", "request:fail timeout at 60000"},
		{"Infinity", "request:fail timeout at 2147483647"},
		{"1e300", "request:fail timeout at 2147483647"},
	} {
		t.Run(tc.timeout, func(t *testing.T) {
			s := start(t)
			s.load(clockFunction + `wx.request({url: "https://x/hold", timeout: ` + tc.timeout +
				`, fail: function(e) { at(e.errMsg) }})`)
			s.pass(1000 * time.Hour)
			s.prints(tc.want)
		})
	}
}

func TestARequestIsAborted(t *testing.T) {
	s := start(t)
	s.load(clockFunction + `
		var held = wx.request({url: "https://x/hold", fail: function(e) { at(e.errMsg) }});
		setTimeout(function() { held.abort(); held.abort() }, 3000);
		wx.request({url: "https://x/p", complete: function(e) { at("first " + e.errMsg) }}).abort();
		var done = wx.request({url: "https://x/p", complete: function(e) { at("second " + e.errMsg); done.abort() }});`)
	s.pass(time.Minute)
	s.settle()
	s.Expect(s.logs()).To(
		ConsistOf("first request:fail abort at 0", "second request:ok at 0", "request:fail abort at 3000"))
	s.Expect(s.Rest()).To(Equal(clients.Rest{}))
}

func TestARequestInARequestsAnswer(t *testing.T) {
	s := start(t)
	s.load(`
		var n = 0;
		function next() { if (++n > 20) return console.log("done"); wx.request({url: "https://x/p", success: next}) }
		next();`)
	s.pass(time.Second)
	s.prints("done")
	s.Expect(s.ledger.Timeline().Where(ledger.Is(ledger.RequestEnd))).To(HaveLen(20))
}

func TestADownloadBecomesAFile(t *testing.T) {
	s := start(t)
	s.load(`
		var task = wx.downloadFile({url: "https://nim-nosdn.netease.im/picture", success: function (r) {
			console.log(typeof r.statusCode, r.errMsg, typeof wx.getFileSystemManager().statSync(r.tempFilePath).size);
		}, complete: function () { console.log("complete"); }});
		task.onProgressUpdate(function (p) { console.log(p.progress); });
		wx.downloadFile({url: "https://nim-nosdn.netease.im/picture",
			filePath: wx.env.USER_DATA_PATH + "/f", success: function (r) {
				console.log(r.filePath, r.tempFilePath); }});`)
	first := s.await(ledger.Is(ledger.RequestEnd))
	s.await(ledger.Is(ledger.RequestEnd), func(e ledger.Event) bool { return e.Seq > first.Seq })
	s.settle()
	s.prints("100", "number downloadFile:ok number", "complete", "wxfile://usr/f undefined")
	s.Expect(s.ledger.Timeline().Where(ledger.Is(ledger.DownloadStart))).To(HaveLen(2))
}

// npm miniprogram-api-typings@5.2.3: RequestFailCallbackErr and RequestSuccessCallbackResult have all of it.
func TestWhatARequestTellsOfItsFailure(t *testing.T) {
	for path, want := range map[string]string{
		"hold":    `[5,{"reasons":[{"errMsg":"timeout","errno":"5"}],"retryCount":0},false]`,
		"nothing": `[600001,{"reasons":[{"errMsg":"EOF","errno":"600001"}],"retryCount":0},false]`,
		"":        `[null,{"reasons":[],"retryCount":0},false]`,
	} {
		s := start(t)
		s.load(`wx.request({url: "https://x/` + path + `", timeout: 1000, complete: function(r) {
			console.log(JSON.stringify([r.errno, r.exception, r.useHttpDNS])) }})`)
		s.pass(time.Minute)
		s.prints(want)
	}
}
