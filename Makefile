# Everything that is missing is set up first; what is there already is left alone.
# `make chat` talks to the bot of this folder, `make test` runs every test.

PREFIX = /usr/local
FRONTDESK = .build/release/frontdesk
# Tests use no @testable import: with these flags they share every object file with the release build.
TEST_FLAGS = -c release --disable-xctest --disable-testable-imports
SOURCES = Package.swift Sources Tests $(wildcard Benchmarks/Package.swift Benchmarks/Sources)

.PHONY: help setup build model chat test bench format lint docs install clean
.NOTPARALLEL:

help:
	@echo 'make chat      talk to the bot (sets everything up the first time)'
	@echo 'make test      run every test'
	@echo 'make bench     measure, beside other implementations'
	@echo 'make format    format the sources; make lint only checks them'
	@echo 'make docs      write the command reference and the API pages'
	@echo 'make install   install the command: PREFIX=$(PREFIX)'
	@echo 'make clean     remove what was built; models and conversations stay'

setup:
	@scripts/setup

build:
	@scripts/check-machine
	@scripts/system-packages
	@scripts/build

model: build
	@scripts/base-model

chat: setup
	@exec $(FRONTDESK) chat

test: setup
	swift test $(TEST_FLAGS)

bench: setup
	@Benchmarks/run

format:
	swift format -i -r --parallel $(SOURCES)

lint:
	swift format lint -r --strict --parallel $(SOURCES)
	@for script in scripts/* Benchmarks/run Benchmarks/*/run .ci/run; do \
		case $$script in *.sha256) ;; *) sh -n $$script || exit 1 ;; esac; done

docs: build
	@scripts/docs

install:
	@scripts/check-machine
	@scripts/system-packages
	@scripts/install '$(DESTDIR)$(PREFIX)'

clean:
	rm -rf .build
