// Package verdict is the one judge: it turns the findings of cases into the verdict of each requirement, and those into
// the gate and the exit code. Known failures, shards and the assumptions on which a verdict rests are part of it.
//
// It judges only by the findings that it is given: it opens no socket, runs no scenario, and knows no report format.
package verdict
