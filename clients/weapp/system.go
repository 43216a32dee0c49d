package weapp

// launchOptions are how the program was started, and shown: from the list of programs on the chat page (scene 1001).
func launchOptions() map[string]any {
	return map[string]any{"path": "pages/index/index", "query": map[string]any{}, "scene": 1001, "referrerInfo": map[string]any{}, "apiCategory": "default"}
}
