// Package judgement has the words of findings. A sentence has a key and a template in each language; a phrase is a
// sentence with its arguments; a finding is a phrase with the events that show it.
//
// It knows no verdict, no session and no report.
package judgement
