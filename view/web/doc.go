// Package web serves a run to browsers: one page that shows what the window
// shows, its frames as server-sent events, the controls, and metrics for
// Prometheus.
//
// On a loopback address everyone on the machine may look on, but no page of
// another site may: the Host header must name this machine (against DNS
// rebinding) and a POST must come from the page itself (against CSRF). On any
// other address a token is needed, too.
package web
