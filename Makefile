# The one entry: `make` shows what there is. Everything sets itself up; nothing else needs to be called first.
.DEFAULT_GOAL := help
.PHONY: help setup build run check lint test system-test bench bench-playback format clean release device-release deb deb-arm64 \
	vm-test vm-test-arm64 vm mutants
SHELL := /bin/sh
# Debian's own: it has the packages of tools/packages.txt, another one first in PATH may not.
PYTHON := /usr/bin/python3

# An undeclared import would otherwise pass an incremental build.
FLAGS := --explicit-target-dependency-import-check error
SOURCES := Package.swift Sources Tests $(wildcard Benchmarks)
# A static program: one file to copy, small, quick to start. lld, because the default linker hides a stray Foundation.
# For size and with packed relocations: 1.5 MiB less to hold in memory, no more CPU (docs/benchmarks.md).
STATIC := $(FLAGS) -c release --static-swift-stdlib -Xswiftc -use-ld=lld -Xswiftc -Osize \
	-Xlinker -z -Xlinker pack-relative-relocs
# An absolute folder, for tests that run the programs as a user would.
export LOA_BIN := $(CURDIR)/.build/debug

help: ## this list
	@echo 'Loa, the software of commune loudspeakers. Targets:'
	@sed -n 's/^\([a-z0-9-]*\):.*## \(.*\)/  make \1|\2/p' Makefile | awk -F'|' '{ printf "%-20s %s\n", $$1, $$2 }'
	@echo 'V=1 shows the whole output. SETUP=skip installs nothing.'

setup: ## install what is missing: Debian packages for build, run and test
	@tools/setup.sh build run test

build: ## the three programs, debug, in .build/debug
	@tools/setup.sh build
	@tools/quietly.sh build swift build $(FLAGS)

run: ## the whole thing on this machine (OUTPUT=default: sound card; DURATION=45: ends by itself)
	@tools/setup.sh build run
	@tools/quietly.sh build swift build $(FLAGS)
	@exec $(PYTHON) tools/run.py

lint: ## format, layers and imports
	@tools/setup.sh build
	@swift format lint --strict -r $(SOURCES)
	@$(PYTHON) tools/layering.py
	@$(PYTHON) tools/imports.py
	@$(PYTHON) tools/mutants.py --check

check: lint ## lint, unit and simulation tests: under a minute after the build
	@tools/setup.sh build run test
	@tools/quietly.sh build-tests swift build --build-tests $(FLAGS)
	@$(PYTHON) tools/imports.py --binaries .build/debug
	@$(PYTHON) tools/schemas.py --docs docs/protocol.md
	@$(PYTHON) tools/run_tests.py

system-test: ## the programs with a real broker, libasound and files
	@tools/setup.sh build run test
	@tools/quietly.sh build-tests swift build --build-tests $(FLAGS)
	@tools/quietly.sh system-test swift test --skip-build --no-parallel --disable-xctest $(FLAGS) --filter '^SystemTests\.'

vm-test: $(if $(LOA_VM_BIN),,release) ## virtual boards with real kernel drivers (SUITE='fast_alsa ...'; FULL=1: also what takes long)
	@tools/setup.sh run test vm $(if $(FULL),deb arm64)
	@$(PYTHON) tools/vm_test.py $(if $(FULL),--full) $(SUITE)

mutants: release ## break the program on purpose and see which test of the virtual boards catches it
	@tools/setup.sh build run vm >&2
	@$(PYTHON) tools/mutants.py $(MUTANT)

vm-test-arm64: $(if $(LOA_VM_BIN),,release) ## the packages of deb-arm64, made anew, on an emulated arm64 board
	@tools/setup.sh run test vm deb arm64
	@$(PYTHON) tools/vm_test.py --full --board arm64

vm: $(if $(LOA_VM_BIN),,release) ## a shell on a virtual board with broker, centre and device (DURATION=20: ends by itself)
	@tools/setup.sh run test vm
	@exec $(PYTHON) tools/vm.py

test: check system-test vm-test ## everything that must hold

bench: device-release ## the figures of docs/benchmarks.md: a table, and JSON lines on stdout
	@tools/setup.sh build run bench >&2
	@$(PYTHON) Benchmarks/bench.py

bench-playback: device-release ## the sound beside its peers on virtual cards (docs/benchmarks.md): a table, and JSON lines on stdout
	@tools/setup.sh build run bench peers vm >&2
	@$(PYTHON) Benchmarks/playback/bench.py

release: device-release ## stripped programs in .build/dist
	@tools/quietly.sh release-centre swift build $(STATIC) --product loa-centre >&2
	@strip -o .build/dist/loa-centre .build/release/loa-centre
	@ls -l .build/dist >&2

device-release:
	@tools/setup.sh build >&2
	@tools/quietly.sh release-device swift build $(STATIC) --product loa-device >&2
	@tools/quietly.sh release-loa swift build $(STATIC) --product loa >&2
	@mkdir -p .build/dist
	@for program in loa-device loa; do strip -o .build/dist/$$program .build/release/$$program; done

deb: release ## Debian packages in .build/deb: loa-device, loa-centre, loa
	@tools/setup.sh deb >&2
	@$(PYTHON) tools/deb.py

deb-arm64: ## the device's packages for arm64 boards, in .build/deb-arm64 (first: 1.3 GB of downloads, 10 minutes)
	@tools/setup.sh build deb arm64 >&2
	@$(PYTHON) tools/cross_arm64.py --deb

format: ## write the sources as the linter wants them
	@swift format -i -r $(SOURCES)

clean: ## remove what was built
	@rm -rf .build out.wav
