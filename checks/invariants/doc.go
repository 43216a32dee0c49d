// Package invariants holds what must be so in every schedule, whatever the application, the service and the network
// did: one file each, named after its requirement. An invariant reads the time line alone, and says in Blind what it
// cannot see. It judges nothing that a conforming client could have done: where the time line leaves two readings, it
// is silent.
package invariants
