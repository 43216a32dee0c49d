package main

import (
	"fmt"
	"regexp"
	"strings"

	"github.com/spf13/cobra"
	"github.com/spf13/pflag"

	"nimcert/config"
)

// noArgs refuses arguments in words: Cobra's own take them for commands.
func noArgs(cmd *cobra.Command, args []string) error {
	if len(args) > 0 {
		return fmt.Errorf("%s takes flags only, and %q is none: see nimcert %s --help", cmd.Name(), args[0], cmd.Name())
	}
	return nil
}

var (
	badNumber = regexp.MustCompile(
		`strconv\.Parse(?:Int|Uint|Float): parsing "[^"]*": (invalid syntax|value out of range)`)
	badBool          = regexp.MustCompile(`strconv\.ParseBool: parsing "[^"]*": invalid syntax`)
	badDuration      = regexp.MustCompile(`time: (?:invalid|missing unit in|unknown unit "[^"]*" in) duration "[^"]*"`)
	unknownFlag      = regexp.MustCompile(`^unknown flag: --(\S+)$`)
	unknownShorthand = regexp.MustCompile(`^unknown shorthand flag: '[^']*' in -\S*$`)
)

// flagError words a flag's error without the names of Go's functions, and suggests the flag that was meant.
func flagError(cmd *cobra.Command, err error) error {
	text := err.Error()
	text = badNumber.ReplaceAllStringFunc(text, func(s string) string {
		if strings.HasSuffix(s, "value out of range") {
			return "the number is too large"
		}
		return "give a whole number"
	})
	text = badBool.ReplaceAllString(text, "give true or false, or the flag alone")
	text = badDuration.ReplaceAllString(text, "give a time, such as 90s or 5m")
	if m := unknownFlag.FindStringSubmatch(text); m != nil {
		var names []string
		cmd.Flags().VisitAll(func(f *pflag.Flag) { names = append(names, f.Name) })
		if near := config.Nearest(m[1], names); near != "" {
			text += fmt.Sprintf(": did you mean --%s?", near)
		} else {
			text += ": see " + cmd.CommandPath() + " --help"
		}
	} else if unknownShorthand.MatchString(text) {
		text += ": see " + cmd.CommandPath() + " --help"
	}
	return fmt.Errorf("%s", text)
}

// checkGiven finds flag values that parse and are still wrong: an empty text, as from an unset variable of a CI job,
// and a negative count.
func checkGiven(cmd *cobra.Command) error {
	var err error
	cmd.Flags().Visit(func(f *pflag.Flag) {
		value := f.Value.String()
		switch empty := value == "" || value == "[]"; {
		case err != nil || f.Name == "out" || f.Name == "shard": // they have messages of their own
		case empty && (f.Value.Type() == "string" || f.Value.Type() == "stringSlice"):
			err = fmt.Errorf("--%s is empty: give it a value, or leave it out", f.Name)
		case f.Value.Type() == "int" && strings.HasPrefix(value, "-"):
			err = fmt.Errorf("--%s is %s: give a number of 0 or more", f.Name, value)
		}
	})
	return err
}

// helpOfCommands lets help refuse what is no command: Cobra's own prints the help of nimcert, and ends with 0.
func helpOfCommands(root *cobra.Command) {
	root.InitDefaultHelpCmd()
	help, _, err := root.Find([]string{"help"})
	if err != nil || help == root {
		return
	}
	help.Args = func(_ *cobra.Command, args []string) error {
		_, _, err := root.Find(args)
		return err
	}
}

// unknownCommand is Cobra's error for a command that is none and near to none.
var unknownCommand = regexp.MustCompile(`^unknown command "[^"]*" for "nimcert"$`)

// oneLine puts an error on one line: a library's message may have several.
func oneLine(err error) string {
	text := strings.Join(strings.Fields(err.Error()), " ")
	if unknownCommand.MatchString(text) {
		text += ": nimcert --help lists them"
	}
	return text
}
