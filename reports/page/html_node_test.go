package page_test

import (
	"bytes"
	"strings"

	. "github.com/onsi/gomega"
	"golang.org/x/net/html"

	"nimcert/reports/page"
	"nimcert/verdict"
	"nimcert/verdict/verdicttest"
)

// node is a parsed element with what the tests ask of it.
type node struct{ *html.Node }

func pageOf(g *WithT, runs ...verdict.Run) node {
	var b bytes.Buffer
	g.Expect(page.Write(&b, runs)).To(Succeed())
	doc, err := html.Parse(&b)
	g.Expect(err).NotTo(HaveOccurred())
	return node{Node: doc}
}

func (n node) attr(name string) string {
	for _, a := range n.Attr {
		if a.Key == name {
			return a.Val
		}
	}
	return ""
}

func (n node) has(name string) bool {
	for _, a := range n.Attr {
		if a.Key == name {
			return true
		}
	}
	return false
}

func (n node) text() string {
	var b strings.Builder
	for d := range n.Descendants() {
		switch {
		case d.Type == html.TextNode:
			b.WriteString(d.Data)
		case d.Data == "td" || d.Data == "th" || d.Data == "p" || d.Data == "li" || d.Data == "thead":
			b.WriteString(" ") // the start of a line or a cell is not one word with the text before it
		}
	}
	return strings.Join(strings.Fields(b.String()), " ")
}

// all returns the elements below with this name and, where one is given, this class, in the order of the page.
func (n node) all(name, class string) (out []node) {
	for d := range n.Descendants() {
		e := node{Node: d}
		if d.Type == html.ElementNode && (name == "" || d.Data == name) &&
			(class == "" || verdicttest.Contains(strings.Fields(e.attr("class")), class)) {
			out = append(out, e)
		}
	}
	return out
}

func (n node) one(g *WithT, name, class string) node {
	found := n.all(name, class)
	g.Expect(found).NotTo(BeEmpty(), "no <%s class=%q>", name, class)
	return found[0]
}

func (n node) id(g *WithT, id string) node {
	for _, e := range n.all("", "") {
		if e.attr("id") == id {
			return e
		}
	}
	g.Expect(id).To(BeEmpty(), "nothing has this id")
	return node{}
}

// running lists the scripts that a browser runs; data scripts are not among them.
func running(doc node) (out []node) {
	for _, s := range doc.all("script", "") {
		if s.attr("type") == "" {
			out = append(out, s)
		}
	}
	return out
}

// wireLog is the first log below, which is not the code of an application.
func (n node) wireLog(g *WithT) node {
	for _, p := range n.all("pre", "") {
		if p.attr("class") == "" {
			return p
		}
	}
	g.Expect(n.Data).To(BeEmpty(), "no log")
	return n
}

func texts(nodes []node) (out []string) {
	for _, n := range nodes {
		out = append(out, n.text())
	}
	return out
}
