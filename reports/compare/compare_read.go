package compare

import (
	"nimcert/reports/certificate"
)

// ReadCertificate reads a certificate.json, or the one in a folder. Each error is one line that names the file and the
// mend. It ignores unknown fields, because a later nimcert may add some to the same schema.
func ReadCertificate(path string) (certificate.Certificate, error) {
	path, b, err := certificate.ReadCertificateFile(path)
	if err != nil {
		return certificate.Certificate{}, err
	}
	return certificate.ParseCertificate(path, b)
}
