package main

import (
	"context"
	"crypto/tls"
	"crypto/x509"
	"errors"
	"fmt"
	"net"
	"net/netip"
	"net/url"
	"os"
	"slices"
	"strings"

	"nightbeat/data"
)

// doorFlags say where the server listens and who can reach it.
type doorFlags struct {
	Addr        string   `help:"Where to listen. Beyond loopback only with accounts, and with TLS or behind a proxy that has it." default:"127.0.0.1:8080"`
	Public      string   `help:"How clients reach the server, where that is another address; links begin with it." placeholder:"https://patrol.example"`
	TLSCert     string   `help:"The server's certificate, with those that lead to its root, as PEM." type:"existingfile" placeholder:"FILE"`
	TLSKey      string   `help:"The key to it, as PEM." type:"existingfile" placeholder:"FILE"`
	TLSClientCA string   `name:"tls-client-ca" help:"Only clients with a certificate by this authority get in; its common name signs in the user of that name." type:"existingfile" placeholder:"FILE"`
	Behind      []string `help:"A proxy that does TLS, as an address or a network: it may say where requests come from." placeholder:"10.0.0.5,10.1.0.0/16"`
}

// door is where the server listens, ready to be opened.
type door struct {
	addr, public string
	closed       bool // nobody gets in without an account
	behind       []*net.IPNet
	tls          *tls.Config // nil for plain HTTP
}

// ready reads the flags, and refuses what would let strangers in or passwords out.
func (f *doorFlags) ready(ctx context.Context, accounts data.Accounts) (d door, err error) {
	users, err := accounts.Users(ctx)
	if err != nil {
		return d, err
	}
	d.addr, d.closed = f.Addr, len(users) > 0
	if d.behind, err = networks(f.Behind); err != nil {
		return d, err
	}
	if d.tls, err = f.certificates(); err != nil {
		return d, err
	}
	if d.public, err = f.address(d.tls != nil); err != nil {
		return d, err
	}
	home, err := loopback(f.Addr)
	switch {
	case err != nil || home && len(d.behind) == 0:
		return d, err
	case len(users) == 0:
		return d, fmt.Errorf("--addr %s: other machines could reach it, and there are no accounts to keep strangers out; "+
			"add one with 'nightbeat user add NAME --role commander --store STORE', or use 127.0.0.1", f.Addr)
	case d.tls == nil && len(d.behind) == 0:
		return d, fmt.Errorf("--addr %s: passwords would cross the network for all to read; give --tls-cert and --tls-key, or --behind with the proxy that does TLS", f.Addr)
	}
	d.closed = true
	return d, nil
}

// address is the public address; empty where it is the one that the server listens on.
func (f *doorFlags) address(secure bool) (string, error) {
	if f.Public == "" {
		if len(f.Behind) > 0 {
			return "", usageError{errors.New("--behind: give --public too, the address by which clients reach the proxy")}
		}
		return "", nil
	}
	u, err := url.Parse(f.Public)
	if err != nil || u.Host == "" || u.Scheme != "https" && (u.Scheme != "http" || secure) || strings.Trim(u.Path, "/") != "" {
		return "", usageError{fmt.Errorf("--public %q: write scheme and host, such as https://patrol.example", f.Public)}
	}
	return u.Scheme + "://" + u.Host, nil
}

// certificates are read once, when the server starts.
func (f *doorFlags) certificates() (*tls.Config, error) {
	if f.TLSCert == "" && f.TLSKey == "" {
		if f.TLSClientCA != "" {
			return nil, usageError{errors.New("--tls-client-ca: give --tls-cert and --tls-key too")}
		}
		return nil, nil
	}
	if f.TLSCert == "" || f.TLSKey == "" {
		return nil, usageError{errors.New("--tls-cert and --tls-key go together")}
	}
	pair, err := tls.LoadX509KeyPair(f.TLSCert, f.TLSKey)
	if err != nil {
		return nil, fmt.Errorf("--tls-cert %s, --tls-key %s: %w", f.TLSCert, f.TLSKey, err)
	}
	c := &tls.Config{Certificates: []tls.Certificate{pair}, MinVersion: tls.VersionTLS12}
	if f.TLSClientCA == "" {
		return c, nil
	}
	pem, err := os.ReadFile(f.TLSClientCA)
	if err != nil {
		return nil, err
	}
	c.ClientCAs, c.ClientAuth = x509.NewCertPool(), tls.RequireAndVerifyClientCert
	if !c.ClientCAs.AppendCertsFromPEM(pem) {
		return nil, fmt.Errorf("--tls-client-ca %s: holds no certificate as PEM", f.TLSClientCA)
	}
	return c, nil
}

// networks reads addresses and networks.
func networks(given []string) (all []*net.IPNet, err error) {
	for _, one := range given {
		prefix, err := netip.ParsePrefix(one)
		if addr, single := netip.ParseAddr(one); single == nil {
			prefix, err = addr.Prefix(addr.BitLen())
		}
		if err != nil {
			return nil, usageError{fmt.Errorf("--behind %q: write an address or a network, such as 10.0.0.5 or 10.1.0.0/16", one)}
		}
		prefix = prefix.Masked()
		all = append(all, &net.IPNet{IP: prefix.Addr().AsSlice(), Mask: net.CIDRMask(prefix.Bits(), prefix.Addr().BitLen())})
	}
	return all, nil
}

// listen opens the door and gives the address by which clients reach it.
func (d door) listen() (listener net.Listener, public string, err error) {
	if listener, err = net.Listen("tcp", d.addr); err != nil {
		return nil, "", fmt.Errorf("--addr: %w", err)
	}
	public = "http://" + listener.Addr().String()
	if len(d.behind) > 0 && d.tls == nil {
		listener = gate{listener, d.behind}
	}
	if d.tls != nil {
		public = "https://" + listener.Addr().String()
		listener = tls.NewListener(listener, d.tls)
	}
	if d.public != "" {
		public = d.public
	}
	return listener, public, nil
}

// gate lets in only the proxies that the server stands behind, and this machine: all others would speak in the clear.
type gate struct {
	net.Listener
	proxies []*net.IPNet
}

// Accept hangs up on strangers.
func (g gate) Accept() (net.Conn, error) {
	for {
		conn, err := g.Listener.Accept()
		if err != nil || g.admits(conn.RemoteAddr()) {
			return conn, err
		}
		_ = conn.Close() // nothing was said yet
	}
}

func (g gate) admits(from net.Addr) bool {
	tcp, ok := from.(*net.TCPAddr)
	return ok && (tcp.IP.IsLoopback() || slices.ContainsFunc(g.proxies, func(n *net.IPNet) bool { return n.Contains(tcp.IP) }))
}

// loopback tells whether only this machine can reach an address.
func loopback(addr string) (bool, error) {
	host, _, err := net.SplitHostPort(addr)
	if err != nil {
		return false, usageError{fmt.Errorf("--addr %q: write host:port, such as 127.0.0.1:8080", addr)}
	}
	ip, err := netip.ParseAddr(host)
	return host == "localhost" || err == nil && ip.IsLoopback(), nil
}
