package shaders

import "embed"

// FS holds the kernels (*.comp) and what they include (*.glsl).
//
//go:embed *.comp *.glsl
var FS embed.FS
