#!/usr/bin/env bash
# Fails, saying what to do, unless there is a Go that builds this module.
set -euo pipefail

cd "$(dirname "$0")/.."
wanted=$(sed -n 's/^go //p' go.mod)
if ! command -v go >/dev/null; then
	echo "Go is missing: install Go ${wanted%.*} or newer from https://go.dev/dl and put its bin folder into PATH" >&2
	exit 1
fi
# A Go that is older but may fetch a newer toolchain does so here.
if ! found=$(go env GOVERSION 2>&1) || ! go list -m >/dev/null 2>&1; then
	echo "Go ${wanted%.*} or newer is needed, $(cd / && go version 2>/dev/null | cut -d' ' -f3 || echo none) is here (${found##*$'\n'}): install it from https://go.dev/dl" >&2
	exit 1
fi
