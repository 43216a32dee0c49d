// Package invariants holds the invariants: what must be true in every schedule, whatever the application, the service
// and the network did. Each has a file, named after its requirement. An invariant reads only the time line, and says in
// Blind what it cannot see. It never judges what a conforming client could have done: if the time line can be read in
// two ways, it is silent.
package invariants
