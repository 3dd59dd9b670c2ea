# The front door for people; the build itself is CMakeLists.txt. `make help` lists what there is.
#
# Everything made lies under build/. BUILD_ARGS goes to ninja, for example BUILD_ARGS=-v.
SHELL := /bin/bash
JOBS ?= $(shell nproc)
PREFIX ?= /usr/local
BONAFIDE = build/release/bonafide
MINUTES ?= 1
.DEFAULT_GOAL := help
.PHONY: help setup build debug demo test lint bench bench-pages bench-rules bench-memory bench-hostile bench-crawl bench-roster \
	bench-verification fuzz soak install \
	accept tour new-rule explain why-blocked clean

help: ## this list
	@echo "bonafide: credential scam detector for therapy listings"
	@echo
	@sed -n 's/^\([a-z-]*\):.*## \(.*\)/  make \1|\2/p' $(MAKEFILE_LIST) | awk -F'|' '{ printf "%-18s %s\n", $$1, $$2 }'
	@echo
	@echo "First time here: make demo"

setup: ## install what building and testing need (Debian packages, by apt)
	@scripts/setup

build: ## build the command and the library: build/release/bonafide
	@scripts/setup --build
	@scripts/build release bonafide bonafide-static bonafide-shared

debug: ## build all with the sanitizers: build/debug
	@scripts/setup
	@scripts/build debug

demo: ## see it work: serve demo/site on loopback, scan it, show the table
	@scripts/setup --demo
	@scripts/build release bonafide
	@scripts/demo

test: ## all tests; one: ONE=warc_reader, ONE=warc_reader/BEHAVIOUR, ONE=folder/NAME
	@scripts/setup
	@tests/tools/install || echo "make test: goes on without the tools of tests/tools/requirements.txt" >&2
	@scripts/run-tests $(ONE)

soak: ## long tests: a crawl killed and interrupted at random, a disk that fills, rules that run away; one: ONE=kills
	@scripts/setup
	@tests/tools/install || echo "make soak: goes on without the tools of tests/tools/requirements.txt" >&2
	@scripts/soak $(ONE)

lint: ## format, warnings of both compilers, arrows, contracts, symbols, shell, YAML; one: CHECK=arrows
	@scripts/setup
	@scripts/lint $(CHECK)

bench: bench-pages bench-crawl ## bench-pages and bench-crawl

bench-pages: ## pages read and analyzed, against libxml2's tree; one worker against two
	@scripts/setup --bench
	@scripts/build release bonafide bench_tree bench_document
	@tests/bench/pages

bench-rules: ## a thousand rules against a hundred, their loading, and Python with fifty of them
	@scripts/setup --bench
	@scripts/build release bench_tree bench_analysis
	@tests/bench/rules

bench-verification: ## look-ups in a roster of a million rows, and what they add to an analysis
	@scripts/setup --bench
	@scripts/build release bonafide bench_verification
	@tests/bench/verification

bench-memory: ## whether memory grows: GIGABYTES=4 of WARC through analyze
	@scripts/setup --bench
	@scripts/build release bonafide
	@tests/bench/memory "$(or $(GIGABYTES),4)"

bench-hostile: ## whether pages that mean harm take time in proportion to their length
	@scripts/setup --bench
	@scripts/build release bonafide
	@tests/bench/hostile

bench-crawl: ## pages fetched a second, against wget2, Scrapy and wget; the frontier of a million URLs; 200 hosts
	@scripts/setup --bench
	@scripts/build release bonafide bench_frontier
	@tests/bench/crawl
	@build/release/tests/bench_frontier build/bench
	@tests/bench/hosts

bench-roster: ## registries imported, a million rows of LEIE and 200,000 of NPPES, against sqlite3's .import
	@scripts/setup --bench
	@scripts/build release bonafide
	@tests/bench/roster

fuzz: ## every fuzz target for a minute, two at a time; one: PARSER=url MINUTES=10, or FUZZ_SECONDS=20
	@scripts/setup
	@scripts/fuzz "$(PARSER)" "$(or $(FUZZ_SECONDS),$(shell expr $(MINUTES) '*' 60))"

install: ## install to PREFIX (/usr/local), below DESTDIR
	@scripts/setup --build
	@scripts/build release bonafide bonafide-static bonafide-shared
	@DESTDIR="$(DESTDIR)" cmake --install build/release --prefix "$(PREFIX)"

accept: ## show how a folder test differs, and take the new output: TEST=NAME
	@scripts/build release bonafide
	@tests/run_folder_test --accept $(TEST)

tour: ## what each step makes of one stored listing, with file and function
	@scripts/build release bonafide
	@BONAFIDE_RULES=rules $(BONAFIDE) explain --tour --base-url=https://bay-river.example/noa-sketch \
		tests/folder/tour/page.html

new-rule: ## a rule with its three kinds of examples to fill in: ID=warning.kind.name
	@scripts/new-rule "ID=$(ID)" $(if $(FILE),"FILE=$(FILE)")

explain: ## how one page was read: FILE=page.html
	@test -n "$(FILE)" || { echo "make explain FILE=page.html" >&2; exit 2; }
	@scripts/build release bonafide
	@BONAFIDE_RULES=rules $(BONAFIDE) explain $(FILE)

why-blocked: ## what the sandbox refuses a crawl: of demo/site, or URL=https://…; or what reads FILE=page.html
	@scripts/build release bonafide
	@scripts/why-blocked $(if $(FILE),--read "$(FILE)",$(if $(URL),"$(URL)"))

clean: ## remove what was built
	rm -rf build
