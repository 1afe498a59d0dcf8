package web

import (
	"context"
	"errors"
	"fmt"
	"net"
	"strconv"
	"strings"
	"syscall"
)

// Address is where to listen.
type Address struct {
	Host string // empty: on all addresses
	Port uint16 // 0: any that is free
}

// ParseAddress reads HOST:PORT.
func ParseAddress(text string) (Address, error) {
	host, port, err := net.SplitHostPort(text)
	if err != nil {
		return Address{}, fmt.Errorf("%q is no address: it takes HOST:PORT, as in 127.0.0.1:8080", text)
	}
	number, err := strconv.ParseUint(port, 10, 16)
	if err != nil {
		return Address{}, fmt.Errorf("%q is no address: the port is a number from 0 to 65535", text)
	}
	if strings.ContainsAny(host, " /?#@") {
		return Address{}, fmt.Errorf("%q is no address: %q is no host", text, host)
	}
	return Address{host, uint16(number)}, nil
}

// String returns HOST:PORT.
func (a Address) String() string { return net.JoinHostPort(a.Host, strconv.Itoa(int(a.Port))) }

// Loopback reports whether only this machine can reach the address.
func (a Address) Loopback() bool { return isLoopback(a.Host) }

func isLoopback(host string) bool {
	if strings.EqualFold(host, "localhost") {
		return true
	}
	ip := net.ParseIP(host)
	return ip != nil && ip.IsLoopback()
}

// Listen opens the port.
func (a Address) Listen(ctx context.Context) (net.Listener, error) {
	var config net.ListenConfig
	l, err := config.Listen(ctx, "tcp", a.String())
	var unknown *net.DNSError
	switch {
	case err == nil:
		return l, nil
	case errors.Is(err, syscall.EADDRINUSE):
		return nil, fmt.Errorf("%s: another program listens there: take another port, or 0 for any that is free", a)
	case errors.Is(err, syscall.EACCES):
		return nil, fmt.Errorf("%s: this port is not for everyone: take one from 1024 on", a)
	case errors.Is(err, syscall.EADDRNOTAVAIL):
		return nil, fmt.Errorf("%s: this machine does not have that address", a)
	case errors.As(err, &unknown):
		return nil, fmt.Errorf("%s: there is no host of that name", a)
	}
	return nil, fmt.Errorf("%s: %w", a, err)
}

// URL returns the address of the page for a listener: on this machine, if it
// listens on all addresses.
func URL(l net.Listener) string {
	host, port, err := net.SplitHostPort(l.Addr().String())
	if err != nil {
		return "http://" + l.Addr().String() + "/"
	}
	if ip := net.ParseIP(host); ip != nil && ip.IsUnspecified() {
		host = "localhost"
	}
	return "http://" + net.JoinHostPort(host, port) + "/"
}
