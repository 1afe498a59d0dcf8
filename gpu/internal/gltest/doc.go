// Package gltest decides what becomes of tests of GL where GL is missing: they
// are skipped with a line that says what is missing, or fail where the
// environment says ENGINE_GPU_REQUIRE_GL=1, as in CI.
package gltest
