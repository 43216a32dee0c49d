package main

// withoutLinux is what a run lacks on this system: nothing.
const withoutLinux = ""
