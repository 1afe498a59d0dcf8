# engine-gpu: `make help` lists what can be made.

SHELL       := /bin/bash
.SHELLFLAGS := -euo pipefail -c
.DEFAULT_GOAL := build
COMMA := ,

# Without a C compiler everything is built without cgo. Race detection and the
# GPU backend are left out then, and `make test` and `make build` say so.
HAVE_CC     := $(shell scripts/need.sh gcc gcc libc6-dev >/dev/null 2>&1 && echo yes)
CGO_ENABLED ?= $(if $(HAVE_CC),1,0)
export CGO_ENABLED

# The GPU backend needs EGL's headers to build and a GL driver to run; Mesa's
# software driver serves its tests.
ifeq ($(CGO_ENABLED),1)
HAVE_EGL := $(shell scripts/need-egl.sh >/dev/null 2>&1 && echo yes)
endif
TAGS := $(if $(HAVE_EGL),-tags egl)

# The window needs the headers of X11 and GL to build, and an X display to run.
HAVE_GLFW := $(if $(filter 1,$(CGO_ENABLED)),$(shell scripts/need-glfw.sh --look && echo yes))
VIEW_TAGS := -tags $(if $(HAVE_EGL),glfw$(COMMA)egl,glfw)

BINARY := bin/engine-gpu
BUILD  := go build -trimpath $(TAGS)

RECIPE := arena_v2
SEED   := 42
TICKS  := 60000
BRAIN  := brains/$(RECIPE)_s$(SEED).db
OUT    := runs/$(RECIPE)

# What threads share is tested with the race detector too: the tests that show
# it best in the least time.
RACE := -run 'Barrier|FixedSpread|LazyPlastic|ThreadsOption|ThreadsAtOnce|Conformance/3_threads/contract' ./cpu ./engine

# And what runs beside a run: recorders, checkpoints, sweeps, the GPU's thread.
RACE_BESIDE := ./record ./checkpoint ./sweep ./gpu/egl/internal/thread

RACE_VIEW := -run 'Controls|SlowWatcher|Events|Metrics|Close|Nobody' ./view/...

# The tests of the browser's page, which want a browser: make test-web.
PAGE := ^Test(Hidden)?Page($$|[A-Z])

LINT_VERSION := v2.15.0
LINT         := bin/tools/golangci-lint-$(LINT_VERSION)
LINT_FLAGS   := $(if $(HAVE_EGL),--build-tags egl) $(if $(HAVE_GLFW),--build-tags glfw)

.PHONY: help
help: ## list the targets
	@awk -F ':.*## ' '/^[a-z0-9-]+:.*## / { printf "  make %-14s %s\n", $$1, $$2 }' Makefile

.PHONY: go
go:
	@scripts/go.sh

.PHONY: build
build: go ## build bin/engine-gpu
	$(BUILD) -o $(BINARY) ./cmd/engine-gpu
ifeq ($(HAVE_EGL),)
	@echo "$(BINARY) has no GPU backend: it needs gcc, pkg-config, libegl-dev and a GL driver"
endif

.PHONY: view
view: go ## build bin/engine-gpu-view, the window
	@scripts/need-glfw.sh
	CGO_ENABLED=1 go build -trimpath $(VIEW_TAGS) -o bin/engine-gpu-view ./cmd/engine-gpu-view

$(BRAIN): | build
	@mkdir -p $(@D)
	$(BINARY) generate --recipe $(RECIPE) --seed $(SEED) --out $@

.PHONY: run
run: build $(BRAIN) ## build, generate arena_v2, run a minute of brain, body and dish
	$(BINARY) run --brain $(BRAIN) --ticks $(TICKS) --out $(OUT)
	@echo
	@echo "The worm's path is drawn in $(OUT)/trajectory.png"

.PHONY: test
test: go ## go vet, all tests but those of GPU, browser and window, the race detector; says what it left out
	go vet ./...
	go test -skip '$(PAGE)' ./...
ifeq ($(CGO_ENABLED),1)
	go test -race -short $(RACE)
	go test -race -short -skip '$(PAGE)' $(RACE_VIEW)
	go test -race -short $(RACE_BESIDE)
endif
	@scripts/left-out.sh

# Packages that behave otherwise, or only exist, with the build tag egl.
GL_PACKAGES := ./gpu/... ./shaders/... ./cmd/...

.PHONY: test-gl
test-gl: go ## the tests of the GPU backend, on whatever GL is here
ifeq ($(HAVE_EGL),)
	@scripts/need-egl.sh
endif
	go vet -tags egl ./...
	go test -tags egl $(GL_PACKAGES)
	go test -tags egl -race -run 'Conformance$$/contract' ./gpu

# Kills of one make crash; CRASH_SEED says which ones.
KILLS      := 200
CRASH_SEED := 1

.PHONY: crash
crash: go ## kill runs at random moments (KILLS=200), go on, compare with runs that nobody stopped; make test does 12
	ENGINE_GPU_CRASH_KILLS=$(KILLS) ENGINE_GPU_CRASH_SEED=$(CRASH_SEED) go test -count=1 -v -timeout 60m ./internal/crashtest

# Ticks of make soak; SOAK_SAMPLE is those from one sample of the memory to the
# next, a two-hundredth of them without it.
SOAK_TICKS := 10000000

.PHONY: soak
soak: go ## memory stays flat over SOAK_TICKS=10000000 ticks, looked at every SOAK_SAMPLE (1/200 of them), with a recording, checkpoints and a view; 20 GB of TMPDIR; make test does 60,000
	ENGINE_GPU_SOAK_TICKS=$(SOAK_TICKS)$(if $(SOAK_SAMPLE),:$(SOAK_SAMPLE)) go test -count=1 -v -timeout 300m -run 'TestSoak$$' ./cmd/engine-gpu

.PHONY: fuzz
fuzz: go ## every fuzz target in turn, a table at the end (FUZZTIME=10m FUZZ=regex FUZZPARALLEL=1 FUZZKEEP=1); what they found is part of make test
	@scripts/fuzz.sh

.PHONY: test-web
test-web: go ## the browser's page in headless Chromium
	@scripts/need-chromium.sh
	ENGINE_GPU_REQUIRE_BROWSER=1 go test -run '$(PAGE)' ./view/web

# Packages that behave otherwise, or only exist, with the build tag glfw.
VIEW_PACKAGES := ./view/window/... ./cmd/engine-gpu-view

# A display of its own that stays when its last window closes.
DISPLAY_OF_ITS_OWN := xvfb-run -a -s "-screen 0 1920x1200x24 -noreset"

.PHONY: test-view
test-view: go ## the tests of the window, on an X display of their own and Mesa
	@scripts/need-glfw.sh
	@scripts/need.sh xvfb-run xvfb xauth
	CGO_ENABLED=1 go vet $(VIEW_TAGS) $(VIEW_PACKAGES)
	CGO_ENABLED=1 ENGINE_GPU_REQUIRE_WINDOW=1 $(DISPLAY_OF_ITS_OWN) go test $(VIEW_TAGS) $(VIEW_PACKAGES)

.PHONY: lint
lint: go $(LINT) ## golangci-lint, the directions of imports included
	$(LINT) run $(LINT_FLAGS) ./...

$(LINT):
	@mkdir -p bin/tools
	GOBIN=$(CURDIR)/bin/tools go install github.com/golangci/golangci-lint/v2/cmd/golangci-lint@$(LINT_VERSION)
	mv bin/tools/golangci-lint $@

.PHONY: bench
bench: go ## Go benchmarks; they hold the speeds that plan foretells to a factor of 1.5
	go test -run '^$$' -bench . -benchmem ./...

BENCHSTAT_VERSION := v0.0.0-20260908200009-22c9c6c9d4da
BENCHSTAT         := bin/tools/benchstat-$(BENCHSTAT_VERSION)

.PHONY: bench-compare
bench-compare: go $(BENCHSTAT) ## benchmarks of a commit and of the working tree in turn (BASE=HEAD~1 BENCH=. COUNT=6 BENCHTIME=1s)
	@scripts/bench-compare.sh $(BENCHSTAT)

$(BENCHSTAT):
	@mkdir -p bin/tools
	GOBIN=$(CURDIR)/bin/tools go install golang.org/x/perf/cmd/benchstat@$(BENCHSTAT_VERSION)
	mv bin/tools/benchstat $@

# Flags of benchmarks/brian2/compare.py, such as COMPARE="--stdp --repeat 9".
COMPARE :=

.PHONY: compare-brian2
compare-brian2: build ## Brian2 and this program in turn on one network (COMPARE=flags); not in CI
	python=$$(scripts/need-brian2.sh) && \
	$$python -B benchmarks/brian2/compare.py --engine $(BINARY) --out runs/brian2.json $(COMPARE)

.PHONY: clean
clean: ## remove what was built; brains and runs stay
	rm -rf bin
	rm -f *.test *.prof
