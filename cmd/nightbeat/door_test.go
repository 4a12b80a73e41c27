package main

import (
	"context"
	"crypto/ecdsa"
	"crypto/elliptic"
	"crypto/rand"
	"crypto/tls"
	"crypto/x509"
	"crypto/x509/pkix"
	"encoding/pem"
	"io"
	"math/big"
	"net"
	"net/http"
	"os"
	"os/exec"
	"path/filepath"
	"regexp"
	"strings"
	"testing"
	"time"
)

// authority signs certificates for tests.
type authority struct {
	cert *x509.Certificate
	key  *ecdsa.PrivateKey
}

func newAuthority(t *testing.T) authority {
	t.Helper()
	a := authority{}
	a.cert, a.key = a.sign(t, &x509.Certificate{Subject: pkix.Name{CommonName: "test authority"}, IsCA: true, KeyUsage: x509.KeyUsageCertSign, BasicConstraintsValid: true})
	return a
}

// sign makes a key and a certificate for it; by its own key where there is no authority yet.
func (a authority) sign(t *testing.T, like *x509.Certificate) (*x509.Certificate, *ecdsa.PrivateKey) {
	t.Helper()
	key, err := ecdsa.GenerateKey(elliptic.P256(), rand.Reader)
	if err != nil {
		t.Fatal(err)
	}
	like.SerialNumber, like.NotBefore, like.NotAfter = big.NewInt(time.Now().UnixNano()), time.Now().Add(-time.Hour), time.Now().Add(time.Hour)
	parent, signer := a.cert, a.key
	if parent == nil {
		parent, signer = like, key
	}
	raw, err := x509.CreateCertificate(rand.Reader, like, parent, &key.PublicKey, signer)
	if err != nil {
		t.Fatal(err)
	}
	cert, err := x509.ParseCertificate(raw)
	if err != nil {
		t.Fatal(err)
	}
	return cert, key
}

// files are a signed certificate and its key as PEM.
func (a authority) files(t *testing.T, name string) (cert, key string) {
	t.Helper()
	c, k := a.sign(t, &x509.Certificate{Subject: pkix.Name{CommonName: name}, IPAddresses: []net.IP{net.IPv4(127, 0, 0, 1)},
		ExtKeyUsage: []x509.ExtKeyUsage{x509.ExtKeyUsageServerAuth, x509.ExtKeyUsageClientAuth}})
	raw, err := x509.MarshalECPrivateKey(k)
	if err != nil {
		t.Fatal(err)
	}
	return pemFile(t, "CERTIFICATE", c.Raw), pemFile(t, "EC PRIVATE KEY", raw)
}

func pemFile(t *testing.T, kind string, raw []byte) string {
	t.Helper()
	file := filepath.Join(t.TempDir(), "a.pem")
	if err := os.WriteFile(file, pem.EncodeToMemory(&pem.Block{Type: kind, Bytes: raw}), 0o600); err != nil {
		t.Fatal(err)
	}
	return file
}

// client trusts the authority and shows a certificate, where one is named.
func (a authority) client(t *testing.T, files ...string) *http.Client {
	t.Helper()
	c := &tls.Config{RootCAs: x509.NewCertPool(), MinVersion: tls.VersionTLS12}
	c.RootCAs.AddCert(a.cert)
	if len(files) == 2 {
		pair, err := tls.LoadX509KeyPair(files[0], files[1])
		if err != nil {
			t.Fatal(err)
		}
		c.Certificates = []tls.Certificate{pair}
	}
	return &http.Client{Transport: &http.Transport{TLSClientConfig: c}}
}

var address = regexp.MustCompile(`https?://[^/]+`)

// opened runs serve on a free port until the test ends, and gives the address that it says.
func opened(t *testing.T, flags ...string) string {
	t.Helper()
	ctx, cancel := context.WithCancel(context.Background())
	said, ended := make(chan string, 1), make(chan int, 1)
	go func() {
		ended <- run(ctx, append([]string{"serve", "--addr", "127.0.0.1:0"}, flags...), console{io.Discard, firstLine(said)})
	}()
	t.Cleanup(func() {
		cancel()
		<-ended
	})
	select {
	case line := <-said:
		return address.FindString(line)
	case exit := <-ended:
		ended <- exit
		t.Fatalf("serve ended at once with %d", exit)
	case <-time.After(time.Minute):
		t.Fatal("serve says nothing")
	}
	return ""
}

func statusAt(t *testing.T, client *http.Client, url string, headers ...string) int {
	t.Helper()
	req, err := http.NewRequestWithContext(t.Context(), "GET", url, nil)
	if err != nil {
		t.Fatal(err)
	}
	for i := 0; i+1 < len(headers); i += 2 {
		req.Header.Set(headers[i], headers[i+1])
	}
	resp, err := client.Do(req)
	if err != nil {
		return 0
	}
	resp.Body.Close()
	return resp.StatusCode
}

// TestTLS serves with a certificate: a token opens the door, plain HTTP does not.
func TestTLS(t *testing.T) {
	store := added(t, "chen commander")
	key, _, _ := nightbeat(t, "token", "add", "chen", "--store", store)
	a := newAuthority(t)
	cert, private := a.files(t, "127.0.0.1")
	base := opened(t, "--store", store, "--tls-cert", cert, "--tls-key", private)
	if !strings.HasPrefix(base, "https://") {
		t.Fatalf("it says it is at %q", base)
	}
	client := a.client(t)
	if got := statusAt(t, client, base+"/plans"); got != http.StatusUnauthorized {
		t.Errorf("a stranger: %d", got)
	}
	if got := statusAt(t, client, base+"/plans", "Authorization", "Bearer "+strings.TrimSpace(key)); got != http.StatusOK {
		t.Errorf("with a token: %d", got)
	}
	if got := statusAt(t, client, strings.Replace(base, "https", "http", 1)+"/plans"); got == http.StatusOK {
		t.Errorf("plain HTTP: %d", got)
	}
	client.Transport.(*http.Transport).TLSClientConfig.MaxVersion = tls.VersionTLS11
	client.CloseIdleConnections()
	if got := statusAt(t, client, base+"/healthz"); got != 0 {
		t.Errorf("TLS 1.1: %d", got)
	}
}

// TestClientCertificates has only clients of the authority get in, each as the user that its certificate names.
func TestClientCertificates(t *testing.T) {
	store := added(t, "chen commander", "root admin")
	a, strange := newAuthority(t), newAuthority(t)
	cert, private := a.files(t, "127.0.0.1")
	ca := pemFile(t, "CERTIFICATE", a.cert.Raw)
	base := opened(t, "--store", store, "--tls-cert", cert, "--tls-key", private, "--tls-client-ca", ca)
	with := func(by authority, name string) *http.Client {
		cert, key := by.files(t, name)
		return a.client(t, cert, key)
	}
	for who, c := range map[string]struct {
		client *http.Client
		want   int
	}{
		"chen": {with(a, "chen"), 200}, "admin": {with(a, "root"), 403}, "nobody's name": {with(a, "wu"), 401}, "stranger": {with(strange, "chen"), 0}, "none": {a.client(t), 0},
	} {
		if got := statusAt(t, c.client, base+"/plans"); got != c.want {
			t.Errorf("%s: %d, want %d", who, got, c.want)
		}
	}
}

// TestWhoMayReachTheServer goes through the settings that are refused before the server listens.
func TestWhoMayReachTheServer(t *testing.T) {
	empty, staffed := filepath.Join(t.TempDir(), "e.gpkg"), added(t, "chen commander")
	cert, key := newAuthority(t).files(t, "127.0.0.1")
	for _, c := range []struct {
		args string
		exit int
		says string
	}{
		{"--store " + empty + " --addr 0.0.0.0:0", 1, "user add"},
		{"--store " + empty + " --addr :0", 1, "user add"},
		{"--store " + empty + " --addr [::]:0", 1, "user add"},
		{"--store " + empty + " --addr 127.0.0.1:0 --behind 10.0.0.1 --public https://p.example", 1, "user add"},
		{"--store " + empty + " --addr 0.0.0.0:0 --tls-cert " + cert + " --tls-key " + key, 1, "user add"},
		{"--store " + staffed + " --addr 0.0.0.0:0", 1, "--tls-cert"},
		{"--store " + staffed + " --tls-cert " + cert, 2, "go together"},
		{"--store " + staffed + " --tls-cert " + key + " --tls-key " + cert, 1, "--tls-cert"},
		{"--store " + staffed + " --tls-client-ca " + cert, 2, "--tls-cert"},
		{"--store " + staffed + " --behind proxy --public https://p.example", 2, "--behind"},
		{"--store " + staffed + " --behind 10.0.0.1", 2, "--public"},
		{"--store " + staffed + " --public p.example", 2, "--public"},
		{"--store " + staffed + " --tls-cert " + cert + " --tls-key " + key + " --public http://p.example", 2, "--public"},
	} {
		_, messages, exit := nightbeat(t, append([]string{"serve"}, strings.Fields(c.args)...)...)
		if exit != c.exit || !strings.Contains(messages, c.says) || strings.Count(messages, "\n") > 3 {
			t.Errorf("%s: exit %d, %q; want %d and a word of %q", c.args, exit, messages, c.exit, c.says)
		}
	}
}

// TestBehindAProxy lets in the proxy and this machine, and nobody who would speak in the clear from elsewhere.
func TestBehindAProxy(t *testing.T) {
	proxies, err := networks([]string{"10.0.0.5", "fd00::/8", "10.1.2.3/16"})
	if err != nil {
		t.Fatal(err)
	}
	for from, want := range map[string]bool{"127.0.0.1": true, "::1": true, "10.0.0.5": true, "10.0.0.6": false, "10.1.255.1": true, "10.2.0.1": false, "fd12::1": true, "192.0.2.1": false} {
		if got := (gate{proxies: proxies}).admits(&net.TCPAddr{IP: net.ParseIP(from)}); got != want {
			t.Errorf("%s is let in: %t", from, got)
		}
	}
	base := opened(t, "--store", added(t, "chen commander"), "--behind", "10.0.0.5", "--public", "https://patrol.example")
	if base != "https://patrol.example" {
		t.Errorf("it says it is at %s", base)
	}
}

// TestGDALSignsInWithAToken has GDAL read over TLS with a token as the password of Basic, and get nothing without.
func TestGDALSignsInWithAToken(t *testing.T) {
	ogrinfo := real(t, "ogrinfo")
	store := added(t, "li viewer")
	key, _, _ := nightbeat(t, "token", "add", "li", "--store", store)
	cert, private := newAuthority(t).files(t, "127.0.0.1")
	base := opened(t, "--store", store, "--tls-cert", cert, "--tls-key", private)
	ask := func(password string) (string, error) {
		out, err := exec.Command(ogrinfo, "--config", "GDAL_HTTP_USERPWD", "qgis:"+password, "--config", "GDAL_HTTP_UNSAFESSL", "YES", "-q", "OAPIF:"+base+"/").CombinedOutput()
		return string(out), err
	}
	if out, err := ask(strings.TrimSpace(key)); err != nil || !strings.Contains(out, "risk") || strings.Contains(out, "incidents (title") {
		t.Errorf("%v: %s; want the layers that a viewer may read", err, out)
	}
	if out, err := ask("wrong"); err == nil {
		t.Errorf("with a wrong token: %s", out)
	}
}
