// Package browser runs a build in a page of headless Chromium. The page's own WebSocket, XMLHttpRequest and fetch open
// real connections: a gateway (see gateway.go) stands at the browser's end of the session's link, as an operator's
// network does, and ends TLS there. What the page holds is read from the events of Chromium's DevTools, so nothing in
// the page is replaced. Nothing else leaves the machine.
//
// A page lives in real time, so a session with one needs a real clock.
package browser
