package main

// withoutLinux says what a run lacks on this system: nothing.
const withoutLinux = ""
