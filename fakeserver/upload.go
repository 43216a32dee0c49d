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
	l.s.mu.Lock()
	code := l.s.script.place
	l.s.mu.Unlock()
	l.s.answer(l, StepNOSToken, func() {
		if code != 0 {
			l.respond(req, code)
			return
		}
		object := l.s.object(l.s.next())
		l.respond(req, 200,
			map[string]any{"1": object, "2": tokenOf(object), "3": bucket,
				"4": l.s.clock.Time().Unix() + 3600})
	})
}

// tokenOf is the token that lets a client put a file at object's place.
func tokenOf(object string) string { return "UPLOAD token-" + object }

// upload takes a file (POST /BUCKET, multipart: Object, x-nos-token, and the file) and answers its size and MD5, or
// 403 where the token is not the object's: the assumption uploads-show-their-token. The body is read before the script
// is asked, so a held upload lacks only its answer.
func (r *run) upload(w http.ResponseWriter, req *http.Request, id int64, wire *clock.Wire) {
	file, err := readFile(req)
	what, ours := file.name, file.token == tokenOf(file.object)
	switch {
	case err != nil:
		what = err.Error()
	case !ours:
		what += ", without the token of its place"
	}
	r.s.ledger.Add(
		ledger.Event{Who: ledger.Server, Kind: ledger.Upload, Socket: id, URL: where(req), Count: int(file.size),
			Sum: file.md5, Name: file.object, Detail: what})
	if !r.pass(w, req, StepUpload, id, wire) {
		return
	}
	if err != nil {
		http.Error(w, err.Error(), http.StatusBadRequest)
		return
	}
	if !ours {
		http.Error(w, "the token is not that of the place", http.StatusForbidden)
		return
	}
	writeJSON(w, map[string]any{"size": file.size, "md5": file.md5, "w": 1, "h": 1})
}

// uploaded is the one file of an upload.
type uploaded struct {
	name, object, token string // object is what it is to be in the bucket
	size                int64  // in bytes
	md5                 string // in hexadecimal digits
}

// readFile reads the file of a multipart form.
func readFile(req *http.Request) (file uploaded, err error) {
	parts, err := req.MultipartReader()
	if err != nil {
		return uploaded{}, fmt.Errorf("read upload: %w", err)
	}
	left := int64(uploadLimit)
	for {
		var p *multipart.Part
		if p, err = parts.NextPart(); err != nil {
			break
		}
		hash, field := md5.New(), &strings.Builder{} //nolint:gosec // see the import
		into := io.Writer(hash)
		if p.FormName() == "Object" || p.FormName() == "x-nos-token" {
			into = io.MultiWriter(hash, field)
		}
		n, copyErr := io.Copy(into, io.LimitReader(p, left))
		if left -= n; copyErr != nil || left <= 0 {
			return uploaded{}, errors.Join(errors.New("read upload: broken off or too large"), copyErr)
		}
		switch p.FormName() {
		case "Object":
			file.object = field.String()
		case "x-nos-token":
			file.token = field.String()
		}
		// a part of a form has a name, and says that it is one (RFC 7578, 4.2)
		if p.FileName() != "" && p.FormName() != "" {
			file.name, file.size, file.md5 = p.FileName(), n, hex.EncodeToString(hash.Sum(nil))
		}
	}
	switch {
	case !errors.Is(err, io.EOF):
		return uploaded{}, fmt.Errorf("read upload: %w", err)
	case file.name == "":
		return uploaded{}, errors.New("read upload: no file in the form")
	}
	return file, nil
}
