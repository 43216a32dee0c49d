package application

import (
	"bytes"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"os"
	"path"
	"path/filepath"
	"reflect"
	"regexp"
	"strings"

	"go.yaml.in/yaml/v3"

	"nimcert/internal/files"
	"nimcert/spelling"
)

// ManifestFile is the manifest's name in the application's folder.
const ManifestFile = "nimcert-app.yml"

// Manifest says how an application is used. Paths are those of the program, from its root.
type Manifest struct {
	// App is the script that runs first; the default is app.js, if there is one.
	App string `yaml:"app"`
	// SDK is what the application requires as its SDK: a file, which need not exist, or the name of a package. Room is
	// the same for the chatroom SDK, if that is a separate build.
	SDK  string `yaml:"sdk"`
	Room string `yaml:"room"`
	// Start is the page that is open from the beginning.
	Start string `yaml:"start"`
	// Pages are further pages that the user opens and leaves.
	Pages []string `yaml:"pages"`
	// RoomsOnly says that the application has chatrooms and no IM connection: Login only says who the user is.
	RoomsOnly bool `yaml:"roomsOnly"`
	// The acts of a user are FILE#FUNCTION: of a script's exports, of the object given to App, or of a page. A page
	// alone is the act of opening it. Login gets account and token, EnterRoom the room's id and the addresses of its
	// service.
	Login     string `yaml:"login"`
	Logout    string `yaml:"logout"`
	EnterRoom string `yaml:"enterRoom"`
	LeaveRoom string `yaml:"leaveRoom"`
	// Count and Connected, which may be left out, are functions that return what the application believes: how many
	// sockets it holds, and whether it is connected.
	Count     string `yaml:"count"`
	Connected string `yaml:"connected"`
}

// readManifest reads an application's manifest. Each error is one line with its mend.
func readManifest(dir string) (Manifest, error) {
	var m Manifest
	if info, err := os.Stat(dir); err != nil || !info.IsDir() {
		return m, fmt.Errorf("%s is no folder: name the folder of the application", dir)
	}
	file := filepath.Join(dir, ManifestFile)
	data, err := files.Read(file, files.Settings)
	switch {
	case errors.Is(err, fs.ErrNotExist):
		return m, fmt.Errorf("%s is not there: it names the application's functions, such as login: app.js#login", file)
	case err != nil:
		return m, fmt.Errorf("%s cannot be read: %w", file, errors.Unwrap(err))
	}
	dec := yaml.NewDecoder(bytes.NewReader(data))
	dec.KnownFields(true)
	if err := dec.Decode(&m); err != nil && !errors.Is(err, io.EOF) {
		return m, fmt.Errorf("%s is no manifest: %s", file, inWords(err))
	}
	if err := m.check(dir); err != nil {
		return m, fmt.Errorf("%s: %w", file, err)
	}
	return m, nil
}

var unknownField = regexp.MustCompile(`line (\d+): field (\S+) not found in type application\.Manifest`)

// inWords words an error in the manifest's YAML, in one line.
func inWords(err error) string {
	text := strings.Join(strings.Fields(strings.TrimPrefix(err.Error(), "yaml: ")), " ")
	if f := unknownField.FindStringSubmatch(text); f != nil {
		var known []string
		for t, i := reflect.TypeFor[Manifest](), 0; i < t.NumField(); i++ {
			known = append(known, t.Field(i).Tag.Get("yaml"))
		}
		return fmt.Sprintf("line %s: %s", f[1], spelling.Unknown("field", f[2], known))
	}
	text = strings.TrimPrefix(text, "unmarshal errors: ")
	return strings.ReplaceAll(text, "application.Manifest", "the fields of a manifest")
}

// act is one act of a user: a function of a file, or the opening of a page.
type act struct{ file, function, page string }

// check says what is wrong with the manifest, and fills in what was left out.
func (m *Manifest) check(dir string) error {
	there := func(file string) bool {
		info, err := os.Stat(filepath.Join(dir, filepath.FromSlash(file)))
		return err == nil && info.Mode().IsRegular()
	}
	if m.App == "" && there("app.js") {
		m.App = "app.js"
	}
	switch {
	case m.App != "" && !there(m.App):
		return fmt.Errorf("app is %s, which is not there", m.App)
	case m.SDK == "":
		return errors.New(
			"sdk is missing: name what the application requires as its SDK, such as utils/NIM_Web_SDK_miniapp.js")
	case m.Login == "":
		return errors.New("login is missing: name the function that logs an account in, such as app.js#login")
	case m.Logout == "":
		return errors.New("logout is missing: name the function that logs it out, such as app.js#logout")
	case m.RoomsOnly && m.EnterRoom == "":
		return errors.New("enterRoom is missing: an application of chatrooms alone enters one")
	case m.LeaveRoom != "" && m.EnterRoom == "":
		return errors.New("leaveRoom needs enterRoom")
	case m.EnterRoom != "" && m.LeaveRoom == "" && m.act(m.EnterRoom).page == "":
		return errors.New("leaveRoom is missing: only a page that enterRoom opens is left by closing it")
	}
	for _, a := range m.acts() {
		if err := m.checkAct(a.key, a.value, there); err != nil {
			return err
		}
	}
	for _, p := range append([]string{m.Start}, m.Pages...) {
		if p != "" && !there(p+".js") {
			return fmt.Errorf("the page %s is not there: there is no %s.js", p, p)
		}
	}
	return nil
}

// acts are the manifest's functions with their keys.
func (m *Manifest) acts() []struct{ key, value string } {
	return []struct{ key, value string }{
		{"login", m.Login}, {"logout", m.Logout}, {"enterRoom", m.EnterRoom}, {"leaveRoom", m.LeaveRoom},
		{"count", m.Count}, {"connected", m.Connected},
	}
}

func (m *Manifest) checkAct(key, value string, there func(string) bool) error {
	if value == "" {
		return nil
	}
	a := m.act(value)
	switch {
	case a.page != "" && key != "enterRoom":
		return fmt.Errorf("%s is %q: write FILE#FUNCTION, such as app.js#%s", key, value, key)
	case a.page != "" && !there(a.page+".js"):
		return fmt.Errorf("%s is the page %s, which is not there: there is no %s.js", key, a.page, a.page)
	case a.page == "" && (a.file == "..js" || a.function == ""):
		return fmt.Errorf("%s is %q: write FILE#FUNCTION, such as app.js#%s", key, value, key)
	case a.page == "" && !there(a.file):
		return fmt.Errorf("%s is in %s, which is not there", key, a.file)
	}
	return nil
}

// act splits FILE#FUNCTION; without # it is a page.
func (m *Manifest) act(value string) act {
	file, function, ok := strings.Cut(value, "#")
	if !ok {
		return act{page: path.Clean(value)}
	}
	if file = path.Clean(file); path.Ext(file) != ".js" { // a page, as the program names it
		file += ".js"
	}
	return act{file: file, function: function}
}
