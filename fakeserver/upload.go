package fakeserver

import (
	"crypto/md5" //nolint:gosec // the service's own answer carries an MD5; nothing is secured by it
	"encoding/hex"
	"errors"
	"fmt"
	"io"
	"mime/multipart"
	"net/http"
	"strings"

	"nimcert/clock"
	"nimcert/ledger"
)

const (
	// uploadLimit bounds one upload, in bytes. The SDK's own limit is 100 MiB; the tests send a few KiB.
	uploadLimit = 32 << 20
	bucket      = "nim"
)

// nosToken answers 6_2: what the client needs to upload a file. 1 object, 2 token, 3 bucket, 4 expiry (seconds since
// 1970).
func (l *link) nosToken(req Request) {
	l.s.answer(l, StepNOSToken, func() {
		object := l.s.object(l.s.next())
		l.respond(req, 200,
			map[string]any{"1": object, "2": "UPLOAD token-" + object, "3": bucket,
				"4": l.s.clock.Time().Unix() + 3600})
	})
}

// upload takes a file (POST /BUCKET, multipart: Object, x-nos-token, and the file) and answers its size and MD5. The
// body is read before the script is asked, so a held upload lacks only its answer.
func (r *run) upload(w http.ResponseWriter, req *http.Request, id int64, wire *clock.Wire) {
	size, sum, what, object, err := readFile(req)
	if err != nil {
		what = err.Error()
	}
	r.s.ledger.Add(
		ledger.Event{Who: ledger.Server, Kind: ledger.Upload, Socket: id, URL: where(req), Count: int(size), Sum: sum,
			Name: object, Detail: what})
	if !r.pass(w, req, StepUpload, id, wire) {
		return
	}
	if err != nil {
		http.Error(w, err.Error(), http.StatusBadRequest)
		return
	}
	writeJSON(w, map[string]any{"size": size, "md5": sum, "w": 1, "h": 1})
}

// readFile reads a multipart form and describes the one file in it, and the object that it is to be.
func readFile(req *http.Request) (size int64, sum, name, object string, err error) {
	parts, err := req.MultipartReader()
	if err != nil {
		return 0, "", "", "", fmt.Errorf("read upload: %w", err)
	}
	left := int64(uploadLimit)
	for {
		var p *multipart.Part
		if p, err = parts.NextPart(); err != nil {
			break
		}
		hash, field := md5.New(), &strings.Builder{} //nolint:gosec // see the import
		into := io.Writer(hash)
		if p.FormName() == "Object" {
			into = io.MultiWriter(hash, field)
		}
		n, copyErr := io.Copy(into, io.LimitReader(p, left))
		if left -= n; copyErr != nil || left <= 0 {
			return 0, "", "", "", errors.Join(errors.New("read upload: broken off or too large"), copyErr)
		}
		if p.FormName() == "Object" {
			object = field.String()
		}
		// a part of a form has a name, and says that it is one (RFC 7578, 4.2)
		if p.FileName() != "" && p.FormName() != "" {
			size, sum, name = n, hex.EncodeToString(hash.Sum(nil)), p.FileName()
		}
	}
	if !errors.Is(err, io.EOF) {
		return 0, "", "", "", fmt.Errorf("read upload: %w", err)
	}
	if name == "" {
		return 0, "", "", "", errors.New("read upload: no file in the form")
	}
	return size, sum, name, object, nil
}
