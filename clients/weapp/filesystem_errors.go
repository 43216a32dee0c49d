package weapp

import (
	"errors"
	"fmt"

	"github.com/dop251/goja"
)

var (
	errMissing = errors.New("no such file or directory")
	errThere   = errors.New("file already exists")
	errFilled  = errors.New("directory not empty")
	errFull    = errors.New("the storage is full")
)

// errCode is the number of a failure (npm miniprogram-api-typings@5.2.3, FileError).
func errCode(err error) int {
	for known, code := range map[error]int{errMissing: 1300002, errThere: 1301005, errFilled: 1300066,
		errFull: 1300202} {
		if errors.Is(err, known) {
			return code
		}
	}
	return 1300201 // system error
}

// fail throws an Error at the program.
func (h *Host) fail(format string, args ...any) { panic(h.failure(format, args...)) }

// failWith throws an Error that has a number.
func (h *Host) failWith(code int, format string, args ...any) {
	err := h.failure(format, args...)
	_ = err.Set("errCode", code)
	panic(err)
}

func (h *Host) failure(format string, args ...any) *goja.Object {
	text := fmt.Sprintf(format, args...)
	err, newErr := h.vm.New(h.vm.Get("Error"), h.vm.ToValue(text))
	if newErr != nil {
		panic(newErr) // the program replaced Error by something that is no constructor
	}
	_ = err.Set("errMsg", text) // where WeChat puts it, too
	return err
}
