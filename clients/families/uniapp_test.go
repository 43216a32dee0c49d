package families

import (
	"os"
	"path/filepath"
	"testing"
	"time"

	. "github.com/onsi/gomega"

	"nimcert/clients"
	"nimcert/ledger"
)

// intercepted is an application with an asynchronous invoke interceptor. It makes uni.connectSocket return a promise,
// callbacks or not (@dcloudio/uni-mp-weixin@2.0.2-5020320260806001, dist/index.js, invokeApi), and so the builds have
// no SocketTask.
const intercepted = `uni.addInterceptor("connectSocket", { invoke: function (o) { return Promise.resolve(o); } });
`

// TestUniAppsOwnRuntimeIsUnderTheBuilds: what its interceptors do to a build is there as in an application.
func TestUniAppsOwnRuntimeIsUnderTheBuilds(t *testing.T) {
	for _, b := range onUniApp[:2] {
		t.Run(b.name, func(t *testing.T) {
			f := load(t, b.file, b.family)
			script := must(folders.ReadFile("nimng/app.js"))
			s := start(t, f.With(intercepted+string(script)))
			begin := s.Mark("log in")
			s.Login(clients.IMOptions{Account: alice, Token: "token"})
			s.Expects(begin, ledger.Is(ledger.Failed), ledger.Of(alice))
			s.Pass(time.Minute)
			s.g.Expect(s.Timeline().Where(ledger.By(ledger.Server), ledger.Is(ledger.Login))).To(BeEmpty())
			s.g.Expect(s.Timeline().Where(ledger.Is(ledger.SocketOpen))).NotTo(BeEmpty(),
				"the platform opened a socket that the build cannot use")
		})
	}
}

// Of what is not installed one line says so, and what to install.
func TestWithoutUniAppsRuntimeABuildForItIsNotRun(t *testing.T) {
	g := NewWithT(t)
	dir := t.TempDir()
	t.Chdir(dir)
	build := filepath.Join(dir, "NIM_UNIAPP_SDK.js")
	g.Expect(os.WriteFile(build, []byte("module.exports = {}"), 0o600)).To(Succeed())
	_, err := Load("nimng-uni", build)
	g.Expect(err).To(MatchError(ErrNoHost))
	g.Expect(err).To(MatchError(ContainSubstring("npm install @dcloudio/uni-mp-weixin@")))
	g.Expect(err.Error()).NotTo(ContainSubstring("\n"))
}

// A family that is like another says what is its own, and no more.
func TestAFamilyIsLikeAnother(t *testing.T) {
	g := NewWithT(t)
	dir := t.TempDir()
	file := filepath.Join(dir, FileName)
	text := "like: nimng\nis: a build of ours\npolicy: {maxDelay: 9s}\n"
	g.Expect(os.WriteFile(file, []byte(text), 0o600)).To(Succeed())
	ours, err := Find(dir)
	g.Expect(err).NotTo(HaveOccurred())
	base, err := Find("nimng")
	g.Expect(err).NotTo(HaveOccurred())
	g.Expect(ours.Is).To(Equal("a build of ours"))
	g.Expect(ours.Policy.MaxDelay).To(Equal(9 * time.Second))
	g.Expect(ours.Policy.MinDelay).To(Equal(base.Policy.MinDelay))
	g.Expect(ours.Application).To(Equal(base.Application))
	g.Expect(ours.Builds).To(Equal(base.Builds))

	g.Expect(os.WriteFile(file, []byte("like: nimgn\n"), 0o600)).To(Succeed())
	_, err = Find(dir)
	g.Expect(err).To(MatchError(ContainSubstring(`did you mean "nimng"?`)))
	g.Expect(os.WriteFile(file, []byte("like: nimng\nhost: uniapp\n"), 0o600)).To(Succeed())
	_, err = Find(dir)
	g.Expect(err).To(MatchError(ContainSubstring(`host`)))
}
