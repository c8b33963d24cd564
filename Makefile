# AxiomOS. `make help` lists what there is. Everything needs Rust, a C compiler and make, and nothing else unless it says so.

CARGO ?= cargo
SHELL := /bin/bash
.DEFAULT_GOAL := help

.PHONY: help install demo mission test check ci schema golden fmt lint drift lines soak test-planted \
	dist dist-check dist-tests bench dist-twice gate node e2e story gas deploy-docs cli ts ts-story page dapp \
	ci-built ci-pages ci-wasm ci-played ci-story ci-clients

help: ## lists these commands
	@grep -hE '^[a-z-]+:.*## ' $(MAKEFILE_LIST) | awk -F ':.*## ' '{printf "  make %-14s %s\n", $$1, $$2}'

install: ## puts the axiom command on your PATH
	$(CARGO) install --locked --path tools/axiom

demo: ## tells the story of an economy on the embedded chain, every figure checked
	@$(CARGO) run --locked --quiet --package axiom -- demo

mission: ## prints every line of the mission with what shows it: PASS, FAIL or NOT BUILT
	@$(CARGO) run --locked --quiet --package axiom -- mission

test: ## runs every test
	$(CARGO) test --locked --workspace

check: fmt lint lines drift test ## what must be green before a change lands

# A step of `make ci`, with the time that it took.
define step
@begun=$$(date +%s); $(MAKE) --no-print-directory $(1) $(2) || exit; \
	echo "ci: $(1) took $$(($$(date +%s) - begun)) s"
endef

ci: ## what the continuous integration runs: all checks, the Wasm, the story, the page; needs Go, Node.js, Chromium
	@mkdir -p target/ci
	@# The nodes are built while the tests run.
	@$(MAKE) --no-print-directory node > target/ci/node.log 2>&1 & echo $$! > target/ci/node.pid
	$(call step,check)
	$(call step,test-planted)
	$(call step,demo,> /dev/null)
	$(call step,mission,> /dev/null)
	@$(MAKE) --no-print-directory --jobs=2 --output-sync=recurse ci-built
	@while kill -0 $$(cat target/ci/node.pid) 2> /dev/null; do sleep 1; done
	@$(MAKE) --no-print-directory node || { cat target/ci/node.log; exit 1; }
	@$(MAKE) --no-print-directory --jobs=2 --output-sync=recurse ci-played

# Two at a time: pages and nodes wait most of their time.
ci-built: ci-pages ci-wasm
ci-played: ci-story ci-clients

ci-pages:
	$(call step,ts)
	$(call step,ts-story)
	$(call step,dapp)

ci-wasm:
	$(call step,dist-check)
	$(call step,dist)
	$(call step,gate)
	$(call step,dist-tests)

ci-story:
	$(call step,story,BUILT=1)
	$(call step,gas,BUILT=1)

ci-clients:
	$(call step,deploy-docs,BUILT=1)
	$(call step,cli,BUILT=1)

dist: ## builds the Wasm of the five contracts into artifacts/; needs Node.js
	@$(CARGO) xtask dist

dist-check: ## fails if the contracts do not build to the committed checksums
	@$(CARGO) xtask dist --check

dist-tests: ## builds the Wasm that only tests store: second builds, hostile fixtures, peers; needs Node.js
	@$(CARGO) xtask dist --next --fixtures --peers

dist-twice: ## builds the Wasm in two fresh folders and compares the bytes; needs Node.js
	@$(CARGO) xtask twice

gate: ## checks the Wasm: instructions, imports, exports, size
	@$(CARGO) xtask gate

node: ## builds the nodes, wasmd of both lines; needs Go
	@$(CARGO) run --locked --quiet --package axiom -- devnet prepare --line 0.70
	@$(CARGO) run --locked --quiet --package axiom -- devnet prepare --line 0.60

# What scenarios on nodes need. BUILT=1 says that it is there.
NODES := $(if $(BUILT),,dist dist-tests node)

e2e: dist-check $(NODES) page ## plays every scenario on real nodes; needs Go and Node.js, for one of them Chromium
	@$(CARGO) run --locked --quiet --package axiom-e2e -- run

story: $(NODES) ## plays the story on real nodes of both lines; needs Go and Node.js
	@$(CARGO) run --locked --quiet --package axiom-e2e -- run story

gas: $(NODES) ## measures on nodes what each message costs, UPDATE=1 writes it; needs Go and Node.js
	@$(CARGO) run --locked --quiet --package axiom-e2e -- gas $(if $(UPDATE),--update)

deploy-docs: $(if $(BUILT),,node) ## runs the commands of docs/*.md on the embedded chain and on local nodes
	@$(CARGO) run --locked --quiet --package axiom-e2e -- run docs

cli: $(NODES) $(if $(BUILT),,page) ## plays an economy by the command, by the TypeScript client and by the example page, on a node; needs Go, Node.js
	@$(CARGO) run --locked --quiet --package axiom-e2e -- run cli

fmt: ## checks the format
	$(CARGO) fmt --all --check

lint: ## denies every warning of the linter
	$(CARGO) clippy --locked --workspace --all-targets -- --deny warnings

lines: ## checks the length of production files and functions
	@$(CARGO) xtask lines

drift: ## fails if a generated file is out of date
	@$(CARGO) xtask drift
	@$(CARGO) xtask readme

schema: ## writes the generated files: schema/*.json, docs/events.md, clients/ts/src/generated
	@$(CARGO) xtask generate

golden: schema ## writes every golden file: schema, events, access, storage keys, gas
	UPDATE_GOLDEN=1 $(CARGO) test --locked --workspace golden

bench: ## measures the command: size, help, query and transaction with 10,000 jobs; on a quiet machine
	@$(CARGO) xtask bench

soak: ## long fuzzing and big states; an hour or more
	AXIOM_SEQUENCES=10000 AXIOM_STEPS=200 AXIOM_BIG=1 $(CARGO) test --locked --package axiom-tests --test it -- --nocapture

test-planted: ## shows that each property fails on a fault planted into a contract
	AXIOM_PLANTED=1 $(CARGO) test --locked --package axiom-tests --test it planted

ts: ## checks, tests and packs the TypeScript client, tests the login example; needs Node.js
	@cd clients/ts && npm ci --no-fund --no-audit && npm run check && npm test && npm run build && npm run size
	@cd examples/login && npm ci --no-fund --no-audit && npm test

ts-story: ## plays the story by the TypeScript client on an embedded chain of its own; needs Node.js
	@$(if $(AXIOM_BIN),:,$(CARGO) build --locked --quiet --package axiom)
	@cd clients/ts && { [ -d node_modules ] || npm ci --no-fund --no-audit; }
	@node clients/ts/scripts/story.mjs $(or $(AXIOM_BIN),target/debug/axiom)

page: ## builds the TypeScript client, the components and the example page; needs Node.js
	@echo "client"; cd clients/ts && npm ci --no-fund --no-audit --loglevel=error && npm run --silent build
	@echo "components"; cd clients/react && npm ci --no-fund --no-audit --loglevel=error && npm run --silent build
	@echo "page"; cd examples/dapp && npm ci --no-fund --no-audit --loglevel=error && npm run --silent build

dapp: page ## tests the components, plays the example page in headless Chromium on an embedded chain; needs Node.js, Chromium
	@$(if $(AXIOM_BIN),,$(CARGO) build --locked --quiet --package axiom)
	@cd clients/react && npm run --silent test && npm run --silent snippets
	@cd examples/dapp && npm run --silent e2e
