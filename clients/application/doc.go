// Package application makes an application a client under test: the scripts of a mini program, run as they are, on a
// published build of the SDK, on the embedded host. A manifest says which of its functions are the acts of a user. A
// listener at the SDK's exports records the application's calls and callbacks; it changes nothing.
//
// It never judges: the rules for applications are in checks/applications.
package application
