package main

import (
	"net/url"
	"strings"
)

// runURL is the page of the CI job in which this process runs, from the variables that GitHub, GitLab and Jenkins
// document; empty elsewhere.
func runURL(getenv func(string) string) string {
	candidates := []string{getenv("CI_JOB_URL"), getenv("BUILD_URL")}
	if server, repository, id := getenv("GITHUB_SERVER_URL"), getenv("GITHUB_REPOSITORY"),
		getenv("GITHUB_RUN_ID"); server != "" && repository != "" && id != "" {
		candidates = append([]string{strings.TrimSuffix(server, "/") + "/" + repository + "/actions/runs/" + id},
			candidates...)
	}
	for _, c := range candidates {
		// It is published with the report, so an address with a password is dropped.
		if u, err := url.Parse(c); err == nil && (u.Scheme == "https" || u.Scheme == "http") && u.Host != "" &&
			u.User == nil {
			return u.String()
		}
	}
	return ""
}
