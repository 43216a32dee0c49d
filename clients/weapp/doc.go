// Package weapp is an embedded WeChat mini-program host: a JavaScript engine, an event loop on the session's clock, and
// the part of the `wx` API that IM SDKs use. It runs unpatched mini-program builds inside the process, maps every host
// name to one address on loopback, caps sockets as the platform does, and writes every socket, request and uncaught
// error to the ledger.
//
// It knows nothing of NIM. Each fact about the platform has its source beside the code; anything that the platform does
// not document is marked as a choice.
package weapp
