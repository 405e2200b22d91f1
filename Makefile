# The commands of the house. CI runs the same ones: `.ci/run` is `make lint && make test`.

SHELL := /bin/bash
.SHELLFLAGS := -eu -o pipefail -c
.DEFAULT_GOAL := help
.NOTPARALLEL:

# `make run` serves the release build. Only a release build carries the page inside the binary, so what a
# newcomer sees first is one program, as an operator's is. Cold it takes a quarter of an hour on two cores (no TLS
# stack but ring, no C libraries but SQLite and the allocator); with nothing changed cargo and make find that out in under a second.
# Tests use the dev profile, whose dependencies are optimised but keep overflow checks and debug assertions: they
# are worth more in a test than speed, and the linked test binaries stay incremental.
RELEASE := target/release/imprimatur
WEB := web-client
WEB_SOURCES := $(shell find $(WEB) -path '*/node_modules' -prune -o -path '$(WEB)/dist' -prune -o -type f -print 2>/dev/null)
TARGETS := --workspace --lib --bins --tests
# The faces come from npm packages; pictures need them, and a release carries them.
FONTS := server/render/fonts
COLLECTED := $(FONTS)/files/fonts.json
# Node programs that the Rust tests start; installed once before them, so that no two tests install at once.
NODE_FOLDERS := tests/peers tests/browser tests/workos tests/verifiers crdt/tests/yjs
TEST_NODE := $(NODE_FOLDERS:%=%/node_modules/.package-lock.json)
# What benchmarks start beside the product. Two of these packages are compiled while they are installed, which takes some minutes.
BENCH_NODE := tests/browser/node_modules/.package-lock.json tests/bench/peers/node_modules/.package-lock.json

.PHONY: help run build dist test soak lint bench bless pictures

help: ## Lists the commands
	@awk -F ':.*## ' '/^[a-z]+:.*## /{printf "  make %-8s %s\n", $$1, $$2}' Makefile

run: build ## Builds what is stale and serves on http://127.0.0.1:8080 (settings: imprimatur --help)
	@exec $(RELEASE) serve

build: $(WEB)/dist/index.html $(COLLECTED) ## Builds the page and the release binary
	cargo build --release --locked --bin imprimatur

dist: $(WEB)/dist/index.html $(COLLECTED) ## Builds the binary that is deployed: target/dist/imprimatur
	cargo build --profile dist --locked --bin imprimatur

# Clippy is the compiler of our own crates where they are linted and tested, as `cargo clippy` would have it: so packages are compiled once for both.
# The second variable is how it is told what follows `--`.
lint test soak: export RUSTC_WORKSPACE_WRAPPER := clippy-driver
lint test soak: export CLIPPY_ARGS := -Dwarnings__CLIPPY_HACKERY__

# The page comes first: as long as it is not there, the server is compiled anew by whoever compiles next.
lint: $(WEB)/dist/index.html $(COLLECTED) ## Formatting, clippy and TypeScript, warnings denied
	cargo fmt --all --check
	cargo build --workspace --all-targets --locked
	cd $(WEB) && npm run --silent check

# One cargo command builds binaries and tests together, so that features are resolved once and nothing is compiled twice.
# nextest is used where it is installed, never built from source; then `with-services.sh` gives every test process one private Postgres.
test: $(WEB)/dist/index.html $(COLLECTED) $(TEST_NODE) ## Every test; cold some twenty-eight minutes on two cores, linting included, warm seventeen
	@tests/setup/install.sh
	@tests/setup/mysql.sh
	@tests/setup/verifiers.sh
	cargo build --locked $(TARGETS)
	cd $(WEB) && npm run --silent test
	cd tests/workos && node --test
	tests/setup/with-services.sh tests/setup/run-tests.sh default

soak: $(WEB)/dist/index.html $(COLLECTED) $(TEST_NODE) $(BENCH_NODE) ## The same stories with the full figures; takes about an hour
	@tests/setup/install.sh
	@tests/setup/mysql.sh
	@tests/setup/verifiers.sh
	cargo build --locked $(TARGETS)
	IMPRIMATUR_SOAK=1 tests/setup/with-services.sh tests/setup/run-tests.sh soak
	IMPRIMATUR_SOAK=1 cargo bench --locked --profile dev --workspace --bench bench -- --only crash

bench: $(WEB)/dist/index.html $(COLLECTED) $(BENCH_NODE) ## Ratios against other Yjs servers and ceilings, in one run (BENCH_ARGS="--only edits")
	@tests/setup/install.sh
	@tests/setup/mysql.sh
	cargo build --profile dist --locked --workspace --bin imprimatur --bench bench
	cargo bench --profile dist --locked --workspace --bench bench -- $(BENCH_ARGS)
	$(if $(BENCH_ARGS),,node $(WEB)/bench/typing.mjs)

bless: $(COLLECTED) ## Rewrites what is generated: the client's types and the golden files
	@tests/setup/install.sh
	IMPRIMATUR_BLESS=1 cargo test --locked -p imprimatur-protocol -p imprimatur-crdt -p imprimatur-render -p imprimatur-credential

# The README shows what a newcomer can begin from, drawn by the very renderer.
pictures: $(COLLECTED) ## Draws the README's pictures of the starters anew
	cargo build --locked --workspace --example picture
	@out=$$(mktemp -d); mkdir -p docs/starters; for file in server/src/templates/starters/*.json; do \
		id=$$(basename "$$file" .json); target/debug/examples/picture "$$file" de "$$out/$$id" 0.8; mv "$$out/$$id-1.png" "docs/starters/$$id.png"; \
	done; rm -r "$$out"

# What is built by npm is stale when a source is newer than its product.
%/node_modules/.package-lock.json: %/package.json %/package-lock.json
	@tests/setup/check-node.sh
	cd $* && npm ci --no-audit --no-fund
	@touch $@

$(WEB)/dist/index.html: $(WEB)/node_modules/.package-lock.json $(WEB_SOURCES)
	cd $(WEB) && npm run --silent build
	@touch $@

$(COLLECTED): $(FONTS)/node_modules/.package-lock.json $(FONTS)/fonts.json $(FONTS)/collect.mjs
	cd $(FONTS) && node collect.mjs
