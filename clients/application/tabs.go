package application

import (
	"encoding/json"
	"errors"
	"fmt"
	"io/fs"
	"path/filepath"

	"nimcert/internal/files"
)

// tabsOf are the pages of the tab bar, as the program's app.json names them: switchTab goes to these alone, and closes
// none of them. A program without app.json has none; there switchTab takes every page for one.
func tabsOf(dir string) ([]string, error) {
	data, err := files.Read(filepath.Join(dir, "app.json"), files.Settings)
	if errors.Is(err, fs.ErrNotExist) {
		return nil, nil
	}
	if err != nil {
		return nil, fmt.Errorf("app.json cannot be read: %w", errors.Unwrap(err))
	}
	var program struct {
		TabBar struct {
			List []struct {
				PagePath string `json:"pagePath"`
			} `json:"list"`
		} `json:"tabBar"`
	}
	if err := json.Unmarshal(data, &program); err != nil {
		return nil, fmt.Errorf("app.json is no program's: %w", err)
	}
	var tabs []string
	for _, item := range program.TabBar.List {
		tabs = append(tabs, item.PagePath)
	}
	return tabs, nil
}
