package compare

import (
	"cmp"
	"fmt"
	"maps"
	"slices"
	"strings"

	"nimcert/catalogue"
	"nimcert/internal/words"
	"nimcert/reports/certificate"
	"nimcert/verdict"
)

// notes list differences other than the build's behaviour, which may have changed a verdict. Differences of what was
// asked come first: with another catalogue no change is the build's alone.
func notes(before, after certificate.Certificate) []words.Bilingual {
	var out []words.Bilingual
	say := func(en, zh string) { out = append(out, words.Bilingual{EN: en, ZH: zh}) }
	differs := func(en, zh string, a, b any) {
		if a != b {
			say(fmt.Sprintf("The %s differs: %v before, %v after.", en, a, b),
				fmt.Sprintf("%s不同：之前 %v，之后 %v。", zh, a, b))
		}
	}
	sides := []struct {
		en, zh string
		c      certificate.Certificate
	}{{"before", "之前", before}, {"after", "之后", after}}

	if a, b := before.Catalogue, after.Catalogue; a.SHA256 != b.SHA256 {
		say(fmt.Sprintf("The catalogues differ: edition %s (%.12s) before, %s (%.12s) after, so they ask for "+
			"different things.", a.Version, a.SHA256, b.Version, b.SHA256),
			fmt.Sprintf("要求目录不同：之前为 %s（%.12s），之后为 %s（%.12s），因此两者检查的内容不同。", a.Version, a.SHA256, b.Version, b.SHA256))
	}
	if a, b := before.SchemaVersion, after.SchemaVersion; a != b {
		say(fmt.Sprintf("The certificates have different schema versions: %s before, %s after.", words.OrUnnamed(a),
			words.OrUnnamed(b)),
			fmt.Sprintf("证书格式版本不同：之前为 %s，之后为 %s。", cmp.Or(a, "未注明"), cmp.Or(b, "未注明")))
	}
	for _, s := range sides {
		if v := s.c.SchemaVersion; catalogue.ValidVersion(v) &&
			catalogue.CompareVersions(v, certificate.CertificateSchemaVersion) > 0 {
			say(fmt.Sprintf("The certificate %s has schema %s, and this nimcert knows %s: what the newer one added "+
				"is not compared. Use the nimcert that wrote it.", s.en, v, certificate.CertificateSchemaVersion),
				fmt.Sprintf("%s的证书格式为 %s，本 nimcert 只认识 %s：新版增加的内容没有比较。请使用写出该证书的 nimcert。", s.zh, v,
					certificate.CertificateSchemaVersion))
		}
	}
	builds(before, after, say)
	differs("socket cap", "socket 上限", before.Cap, after.Cap)
	if a, b := before.Platform, after.Platform; a.Name != "" && b.Name != "" { // an older one names none
		differs("platform", "平台", named(a, b), named(b, a))
	}
	if a, b := strings.Join(before.Engines, ", "), strings.Join(after.Engines, ", "); a != "" && b != "" {
		differs("JavaScript engine", "JavaScript 引擎", a, b)
	}
	for _, name := range slices.Sorted(maps.Keys(before.Versions)) {
		if a, b := before.Versions[name], after.Versions[name]; b != "" {
			differs("version of "+name, name+" 版本", a, b)
		}
	}
	differs("assumption", "假设", cmp.Or(strings.Join(before.Assuming, ", "), "none"),
		cmp.Or(strings.Join(after.Assuming, ", "), "none"))
	differs("clock", "时钟", before.Clock, after.Clock)
	differs("seed", "种子", before.Seed, after.Seed)
	if a, b := before.Harness, after.Harness; a != b {
		say(fmt.Sprintf("The harness differs: nimcert %s before, nimcert %s after. A requirement or condition that "+
			"was renamed or dropped counts as gone: certify the earlier build again for a comparison of the builds "+
			"alone.", a.Version, b.Version),
			fmt.Sprintf("nimcert 版本不同：之前 %s，之后 %s。改名或取消的要求和条件按“不再检查”计：若只比较构建，请重新认证较早的构建。", a.Version, b.Version))
	}
	for _, s := range sides {
		n := 0
		for _, q := range s.c.Requirements {
			if q.Verdict == verdict.Error {
				n++
			}
		}
		if n > 0 {
			say(fmt.Sprintf("%s could not be judged %s.", words.Count(n, "requirement"), s.en),
				fmt.Sprintf("%s有 %d 条要求无法判定。", s.zh, n))
		}
	}
	return out
}

// builds says whether the two are of one package, and of one file.
func builds(before, after certificate.Certificate, say func(en, zh string)) {
	a, b := before.Subject, after.Subject
	if a.Name != b.Name {
		say(fmt.Sprintf("These are two packages: %s before, %s after.", words.OrUnnamed(a.Name),
			words.OrUnnamed(b.Name)), fmt.Sprintf("这是两个包：之前为 %s，之后为 %s。", cmp.Or(a.Name, "未命名"), cmp.Or(b.Name, "未命名")))
	}
	switch rooms := a.Chatroom.SHA512 == b.Chatroom.SHA512; {
	case a.SHA512 == "" || b.SHA512 == "":
	case a.SHA512 == b.SHA512 && rooms:
		say("Both certificates are of the same build file.", "两份证书属于同一个构建文件。")
	case a.Name == b.Name && a.Version == b.Version:
		x, y := a.SHA512, b.SHA512
		if x == y {
			x, y = a.Chatroom.SHA512, b.Chatroom.SHA512
		}
		say(fmt.Sprintf("The version is the same and the build is another: its SHA-512 begins with %.16s before, "+
			"with %.16s after.", x, y),
			fmt.Sprintf("版本号相同，但构建不同：SHA-512 之前以 %.16s 开头，之后以 %.16s 开头。", x, y))
	}
}

// named names a platform, with its numbers if the other one has the same name and other numbers.
func named(p certificate.Platform, other certificate.Platform) string {
	if p.Name != other.Name || p == other {
		return p.Name
	}
	return fmt.Sprintf("%s (sockets: %d, to one host name: %d, base library: %s)", p.Name, p.Total, p.PerDomain,
		cmp.Or(p.BaseLibrary, "the phone's"))
}
