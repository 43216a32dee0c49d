// Package application makes an application a client under test: the scripts of a mini program, run as they are, on a
// published build of the SDK, on the embedded host. A manifest says which of its functions are the acts of a user. A
// listener at the SDK's exports writes down what the application asks of the SDK and what it is told; it changes
// nothing.
//
// It never judges: what an application must do stands in checks/applications.
package application
