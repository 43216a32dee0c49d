// Package verdict is the one judge: it turns what cases found into the verdict of each requirement, and those into the
// gate and the exit code. Known failures, shards and the assumptions on which a verdict rests are part of it.
//
// It judges only by the findings it is given: it opens no socket, runs no scenario, and knows no form of a report.
package verdict
