// Package egltest opens GL contexts for tests.
package egltest
