// Package page writes the pages that people read: the report with the drawn time lines, and the releases side by side;
// in English and Chinese, in one file each.
//
// It judges nothing, and needs no network when it is read.
package page
