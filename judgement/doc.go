// Package judgement has the words of what is found: what specs find, and the names of conditions, in Chinese.
//
// It knows no verdict, no session and no report.
package judgement
