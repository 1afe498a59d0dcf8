package contract

//go:generate go run ./generate ../../shaders/contract.glsl
