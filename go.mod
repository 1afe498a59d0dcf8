module github.com/engine-gpu/engine-gpu

go 1.26
