# AxiomOS. `make help` lists what there is; everything here needs Rust, a C compiler and make, nothing else.

CARGO ?= cargo
SHELL := /bin/bash
.DEFAULT_GOAL := help

.PHONY: help demo mission test check ci schema golden fmt lint drift lines soak test-planted

help: ## lists these commands
	@grep -hE '^[a-z-]+:.*## ' $(MAKEFILE_LIST) | awk -F ':.*## ' '{printf "  make %-14s %s\n", $$1, $$2}'

demo: ## tells the story of an economy on the embedded chain, every figure checked
	@$(CARGO) run --locked --quiet --package axiom -- demo

mission: ## prints every line of the mission with what shows it: PASS, FAIL or NOT BUILT
	@$(CARGO) run --locked --quiet --package axiom -- mission

test: ## runs every test
	$(CARGO) test --locked --workspace

check: fmt lint lines drift test ## what must be green before a change lands

ci: check test-planted ## what the continuous integration runs: the checks, the planted faults, the demo, the mission
	@$(MAKE) --no-print-directory demo > /dev/null && echo "demo: every figure as expected"
	@$(MAKE) --no-print-directory mission > /dev/null && echo "mission: no line fails"

fmt: ## checks the format
	$(CARGO) fmt --all --check

lint: ## denies every warning of the linter
	$(CARGO) clippy --locked --workspace --all-targets -- --deny warnings

lines: ## checks the length of production files and functions
	@$(CARGO) xtask lines

drift: ## fails if a generated file is out of date
	@$(CARGO) xtask drift
	@$(CARGO) xtask readme

schema: ## writes the generated files: schema/*.json, docs/events.md
	@$(CARGO) xtask generate

golden: schema ## writes every golden file: schema, events, access, storage keys, gas
	UPDATE_GOLDEN=1 $(CARGO) test --locked --workspace golden

soak: ## long fuzzing and big states; an hour or more
	AXIOM_SEQUENCES=10000 AXIOM_STEPS=200 AXIOM_BIG=1 $(CARGO) test --locked --package axiom-tests --test it -- --nocapture

test-planted: ## shows that each property fails on a fault planted into a contract
	AXIOM_PLANTED=1 $(CARGO) test --locked --package axiom-tests --test it planted
