// Package gltest opens GL contexts for tests.
//
// Where GL tests cannot run they are skipped with a line that says what is
// missing; with ENGINE_GPU_REQUIRE_GL=1, as in CI, they fail instead.
package gltest
