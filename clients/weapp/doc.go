// Package weapp is an embedded WeChat mini-program host: a JavaScript engine, an event loop on the session's clock, and
// the part of the `wx` API that IM SDKs use. It runs unpatched mini-program builds inside the process, maps every host
// name to one address on loopback, caps sockets the way the platform does, and writes every socket, request and
// uncaught error to the ledger.
//
// It knows nothing of NIM. What it takes for true of the platform stands beside the code that does it; what is not
// documented by the platform is marked as a choice.
package weapp
