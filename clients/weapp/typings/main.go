// Command typings lists the names of the platform's API, out of the typings that WeChat publishes. Of their text it
// keeps nothing.
//
//	npm pack miniprogram-api-typings@5.2.3 && tar xzf miniprogram-api-typings-5.2.3.tgz
//	go run ./clients/weapp/typings package > clients/weapp/apis.txt
//
// Of Alipay's typings, npm @mini-types/my, it lists the calls of my, for apis_alipay.txt, and of Douyin's, npm
// @douyin-microapp/typings, those of tt, for apis_douyin.txt.
package main

import (
	"encoding/json"
	"fmt"
	"os"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
)

// interfaces lists the interfaces whose members are listed: wx, and the results of its calls for networking, files and
// the life cycle.
var interfaces = []string{"Wx", "SocketTask", "RequestTask", "UploadTask", "DownloadTask", "FileSystemManager", "Stats",
	"LogManager", "RealtimeLogManager", "UpdateManager", "Performance", "Console"}

var (
	comment = regexp.MustCompile(`(?s)/\*.*?\*/`)
	member  = regexp.MustCompile(`(?m)^ {8}(\w+)\s*([<(])`)
	calls   = regexp.MustCompile(`(?m)^ {2}export function (\w+)|^export const (\w+):\s*(?:Async|Sync)API`)
	promise = regexp.MustCompile(`(?s)^.*?\)\s*:\s*(?:WechatMiniprogram\.)?PromisifySuccessResult`)
)

func main() {
	if err := run(os.Args[1:]); err != nil {
		fmt.Fprintln(os.Stderr, "typings:", err)
		os.Exit(1)
	}
}

func run(args []string) error {
	if len(args) != 1 {
		return fmt.Errorf("name the folder of miniprogram-api-typings")
	}
	var manifest struct{ Name, Version string }
	data, err := os.ReadFile(filepath.Join(args[0], "package.json"))
	if err == nil {
		err = json.Unmarshal(data, &manifest)
	}
	if err != nil {
		return err
	}
	if pattern, ok := others[manifest.Name]; ok {
		return list(args[0], pattern, manifest.Name, manifest.Version)
	}
	source, err := os.ReadFile(filepath.Join(args[0], "types", "wx", "lib.wx.api.d.ts"))
	if err != nil {
		return err
	}
	text := comment.ReplaceAllString(string(source), "")
	fmt.Printf("# The names of %s@%s, types/wx/lib.wx.api.d.ts, made by clients/weapp/typings. \"promise\" marks "+
		"what returns one where no callback is given.\n", manifest.Name, manifest.Version)
	for _, name := range interfaces {
		lines, err := members(text, name)
		if err != nil {
			return err
		}
		for _, line := range lines {
			fmt.Println(strings.TrimPrefix(name+"."+line, "Wx."))
		}
	}
	return nil
}

// others are the files in which other platforms' typings declare their API.
var others = map[string]string{"@mini-types/my": "types/lib.my.d.ts", "@douyin-microapp/typings": "api/*.d.ts"}

// list lists the calls that files export.
func list(dir, pattern, name, version string) error {
	files, err := filepath.Glob(filepath.Join(dir, filepath.FromSlash(pattern)))
	if err != nil {
		return err
	}
	var names []string
	for _, file := range files {
		source, err := os.ReadFile(file)
		if err != nil {
			return err
		}
		for _, m := range calls.FindAllStringSubmatch(comment.ReplaceAllString(string(source), ""), -1) {
			names = append(names, m[1]+m[2])
		}
	}
	slices.Sort(names)
	fmt.Printf("# The names of %s@%s, %s, made by clients/weapp/typings.\n", name, version, pattern)
	for _, name := range slices.Compact(names) {
		fmt.Println(name)
	}
	return nil
}

// members lists an interface's calls.
func members(text, name string) ([]string, error) {
	begin := regexp.MustCompile(`(?m)^    interface ` + name + `\b[^{]*\{`).FindStringIndex(text)
	if begin == nil {
		return nil, fmt.Errorf("the typings have no interface %s", name)
	}
	body, _, _ := strings.Cut(text[begin[1]:], "\n    }")
	var out []string
	at := member.FindAllStringSubmatchIndex(body, -1)
	for i, m := range at {
		end := len(body)
		if i+1 < len(at) {
			end = at[i+1][0]
		}
		line := body[m[2]:m[3]]
		if promise.MatchString(body[m[0]:end]) {
			line += " promise"
		}
		out = append(out, line)
	}
	slices.Sort(out)
	return slices.Compact(out), nil
}
