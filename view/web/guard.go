package web

import (
	"crypto/hmac"
	"crypto/rand"
	"crypto/sha256"
	"crypto/subtle"
	"encoding/hex"
	"net"
	"net/http"
	"net/url"
	"strings"
)

// guard lets in who may look on.
type guard struct {
	loopback bool   // listens on a loopback address: the Host has to be one
	token    string // empty: none is needed
	cookie   string // name of the cookie that stands for the token
	pass     string // its value: random, so that it does not give the token away
	origin   *http.CrossOriginProtection
}

func newGuard(loopback bool, token, port string) *guard {
	key := make([]byte, sha256.Size)
	rand.Read(key) //nolint:errcheck // it never returns an error
	mac := hmac.New(sha256.New, key)
	mac.Write([]byte(token))
	return &guard{
		loopback: loopback, token: token,
		// Cookies belong to a host whatever the port: two runs need two names.
		cookie: "engine-gpu-" + port,
		pass:   hex.EncodeToString(mac.Sum(nil)),
		origin: http.NewCrossOriginProtection(),
	}
}

// protect wraps all that is served.
func (g *guard) protect(next http.Handler) http.Handler {
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		harden(w.Header())
		if g.loopback && !isLoopback(hostname(r.Host)) {
			http.Error(w, "This page is for this machine alone: open it as localhost or 127.0.0.1.", http.StatusMisdirectedRequest)
			return
		}
		if !sameSite(r) || g.origin.Check(r) != nil {
			http.Error(w, "Requests from other sites are refused.", http.StatusForbidden)
			return
		}
		if g.token != "" && r.URL.Path != "/healthz" && !g.admit(w, r) {
			return
		}
		next.ServeHTTP(w, r)
	})
}

// harden sets the headers that keep the page to itself.
func harden(h http.Header) {
	h.Set("Content-Security-Policy", "default-src 'self'; base-uri 'none'; form-action 'self'; frame-ancestors 'none'; object-src 'none'")
	h.Set("Cross-Origin-Opener-Policy", "same-origin")
	h.Set("Cross-Origin-Resource-Policy", "same-origin")
	h.Set("Referrer-Policy", "no-referrer")
	h.Set("X-Content-Type-Options", "nosniff")
	h.Set("Cache-Control", "no-store")
}

// hostname is a Host header's name without its port. Any port will do: a
// tunnel may lead here from another one, and a page of another site cannot
// choose the name.
func hostname(host string) string {
	if name, _, err := net.SplitHostPort(host); err == nil {
		return name
	}
	return strings.TrimSuffix(strings.TrimPrefix(host, "["), "]")
}

// sameSite reports whether a request that changes something comes from this
// server's own page, as far as its Origin tells. Programs that are no browsers
// send none.
func sameSite(r *http.Request) bool {
	if r.Method == http.MethodGet || r.Method == http.MethodHead {
		return true
	}
	origin := r.Header.Get("Origin")
	if origin == "" {
		return true
	}
	u, err := url.Parse(origin)
	return err == nil && u.Host != "" && strings.EqualFold(u.Host, r.Host)
}

// admit reports whether a request shows the token: as a bearer, as the cookie,
// or in the address of the page, which it trades for the cookie. If it does
// not, or was answered so, admit has answered.
func (g *guard) admit(w http.ResponseWriter, r *http.Request) bool {
	if bearer, is := strings.CutPrefix(r.Header.Get("Authorization"), "Bearer "); is && equal(bearer, g.token) {
		return true
	}
	if c, err := r.Cookie(g.cookie); err == nil && equal(c.Value, g.pass) {
		if r.URL.Path == "/" && r.URL.Query().Has("token") {
			http.Redirect(w, r, "/", http.StatusSeeOther) // keep it out of the history
			return false
		}
		return true
	}
	if r.Method == http.MethodGet && r.URL.Path == "/" && equal(r.URL.Query().Get("token"), g.token) {
		http.SetCookie(w, &http.Cookie{
			Name: g.cookie, Value: g.pass, Path: "/", HttpOnly: true, SameSite: http.SameSiteLaxMode, Secure: r.TLS != nil,
		})
		http.Redirect(w, r, "/", http.StatusSeeOther)
		return false
	}
	w.Header().Set("WWW-Authenticate", `Bearer realm="engine-gpu"`)
	http.Error(w, "A token is needed: open the page as /?token=TOKEN, or send the header Authorization: Bearer TOKEN.", http.StatusUnauthorized)
	return false
}

// equal compares in a time that tells nothing about where the two differ, nor
// about their lengths.
func equal(given, wanted string) bool {
	a, b := sha256.Sum256([]byte(given)), sha256.Sum256([]byte(wanted))
	return subtle.ConstantTimeCompare(a[:], b[:]) == 1
}
