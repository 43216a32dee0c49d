package certificate

import (
	"bytes"
	_ "embed"
	"errors"
	"fmt"
	"strings"
	"sync"

	"github.com/santhosh-tekuri/jsonschema/v6"
	"golang.org/x/text/language"
	"golang.org/x/text/message"

	"nimcert/internal/words"
)

//go:embed certificate.schema.json
var certificateSchema []byte

// compiledSchema is made once, and only if a certificate is checked.
var compiledSchema = sync.OnceValue(func() *jsonschema.Schema {
	const name = "certificate.schema.json"
	doc, err := jsonschema.UnmarshalJSON(bytes.NewReader(certificateSchema))
	if err != nil {
		panic(err) // it is part of the program, and a test compiles it
	}
	c := jsonschema.NewCompiler()
	c.AssertFormat()
	if err := c.AddResource(name, doc); err != nil {
		panic(err)
	}
	return c.MustCompile(name)
})

// checkSchema checks a certificate.json against certificate.schema.json. The error is one line and names the first
// field that does not fit.
func checkSchema(b []byte) error {
	doc, err := jsonschema.UnmarshalJSON(bytes.NewReader(b))
	if err != nil {
		return err
	}
	var invalid *jsonschema.ValidationError
	switch err := compiledSchema().Validate(doc); {
	case err == nil:
		return nil
	case !errors.As(err, &invalid):
		return err
	}
	for len(invalid.Causes) > 0 {
		invalid = invalid.Causes[0]
	}
	return fmt.Errorf("/%s: %s", strings.Join(invalid.InstanceLocation, "/"),
		words.OneLine(invalid.ErrorKind.LocalizedString(message.NewPrinter(language.English))))
}
