# `make demo` shows the four jobs, `make test` proves them; both set the machine up first.
# Everything is built in one configuration, release: the C kernels are too slow without
# optimisation, and what is tested is what runs.

SWIFT ?= swift
# No test needs @testable, so tests share their modules with the release build.
TEST_FLAGS := -c release --disable-testable-imports --disable-xctest

.PHONY: all setup build demo test test-instruction-sets bench snippets outputs docs format lint clean
all: build

# Installs the system packages that are missing.
setup:
	@Scripts/setup.sh

build: setup
	$(SWIFT) build -c release

# The four jobs on real data; pictures go to out/.
demo: build
	@Scripts/demo.sh

test: setup
	$(SWIFT) test $(TEST_FLAGS)

# The tests of what runs in the kernels, with each set of instructions that the processor has.
KERNEL_TESTS := TensorsTests|Pairwise|FusedFormula|SpecialFunctionsTests|BulkDraw|LossesTests|$(\
  )DivergenceKernel|VectorBatch|Rejection|Frequency|KernelEdge
test-instruction-sets: setup
	@for set in plain portable avx2 avx512; do \
	  echo "== $$set"; \
	  DISTRIBUTIONS_INSTRUCTION_SET=$$set $(SWIFT) test $(TEST_FLAGS) --filter '$(KERNEL_TESTS)' \
	    || exit 1; \
	done

# Runs every example of the documents.
snippets: setup
	@Scripts/snippets.sh

# Writes what the documents' commands and examples print anew below them.
outputs: snippets
	@Scripts/outputs.py

# Measures this package and its peers in Python, and writes Docs/Performance.md.
bench: setup
	@Scripts/bench.sh

# The reference of the public modules, from the comments in the sources, into out/docs.
docs: setup
	@Scripts/docs.sh

format:
	$(SWIFT) format format --in-place --parallel --recursive \
	  Sources Tests Snippets Benchmarks/Sources Benchmarks/Package.swift Package.swift

lint:
	$(SWIFT) format lint --strict --parallel --recursive \
	  Sources Tests Snippets Benchmarks/Sources Benchmarks/Package.swift Package.swift

clean:
	rm -rf .build out Benchmarks/.build Benchmarks/peers/.venv
