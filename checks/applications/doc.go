// Package applications holds what must be so of every application, whatever its user, its service, its network and its
// platform did: a file for each rule of catalogue.Rules. It judges what the application asked of its SDK and when,
// never what the SDK made of it: an application that keeps the rules passes even on a release that breaks its own.
package applications
