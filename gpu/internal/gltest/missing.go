package gltest

import (
	"os"
	"testing"
)

// Require is the environment variable that makes missing GL a failure.
const Require = "ENGINE_GPU_REQUIRE_GL"

// Missing ends a test that needs something that is not here: it fails where GL
// is required and else skips.
func Missing(t testing.TB, format string, args ...any) {
	t.Helper()
	if os.Getenv(Require) == "1" {
		t.Fatalf("GL TESTS ARE REQUIRED HERE ("+Require+"=1): "+format, args...)
	}
	t.Skipf("GL TEST SKIPPED: "+format, args...)
}
