# Makefile - every entry point; `make` prints them. All output goes to build/.
#
# Each part builds itself in a file of its own, included below: firmware/boot/boot.mk, sim/sim.mk,
# sw/sw.mk, tests/tests.mk. Logic of more than a line lives in tools/.

BUILD        ?= build
VERILATOR    ?= verilator
RISCV_PREFIX ?= riscv64-unknown-elf-
QEMU         ?= qemu-system-riscv32
PYTHON       ?= /usr/bin/python3
DTC          ?= dtc
CXX          ?= g++
Q            := $(if $(filter 1,$(V)),,@)
export BUILD VERILATOR RISCV_PREFIX QEMU PYTHON DTC CXX

.DEFAULT_GOAL := help
.DELETE_ON_ERROR:
.SECONDARY:

# $(call say,WHAT,TARGET): one line of progress, unless V=1 shows the command itself.
say = $(if $(Q),@printf '  %-5s %s\n' '$(1)' '$(2)')

# ---------------------------------------------------------------- tools
# Before anything is built the tools must be there. This runs while the Makefile is read, so that
# every part may count on it.
TOOL_ENV := VERILATOR='$(VERILATOR)' RISCV_PREFIX='$(RISCV_PREFIX)' QEMU='$(QEMU)' DTC='$(DTC)' CXX='$(CXX)' \
            PYTHON='$(PYTHON)'
ifneq ($(filter-out help doctor clean,$(MAKECMDGOALS)),)
  ifneq ($(shell $(TOOL_ENV) tools/setup.sh main 1>&2 && echo ok),ok)
    $(error Tools are missing or too old: see above, and `make doctor`)
  endif
endif

# ---------------------------------------------------------------- the design: packages first
RTL_PKG   := $(addprefix rtl/pkg/,config_pkg.sv bus_pkg.sv mesi_pkg.sv)
RTL_PKG   += $(filter-out $(RTL_PKG),$(sort $(wildcard rtl/pkg/*.sv)))
RTL_FILES := $(RTL_PKG) $(sort $(wildcard $(patsubst %,rtl/%/*.sv,lib core mmu cache bus periph debug soc)))
RTL_TOP   := soc

# ---------------------------------------------------------------- the parts
SIM := $(BUILD)/sim/twinhart
include firmware/boot/boot.mk
-include sim/sim.mk sw/sw.mk tests/tests.mk

# ---------------------------------------------------------------- use
##@ Use
.PHONY: run test soak bench

# APP: a program of sw/ by its name, or an ELF file.
APP     ?= threads
APP_SRC := $(firstword $(wildcard $(foreach d,examples tour bench labs,sw/$(d)/$(APP).c sw/$(d)/$(APP).S sw/$(d)/$(APP))))
APP_ELF := $(if $(filter %.elf,$(APP)),$(APP),$(if $(APP_SRC),$(BUILD)/$(basename $(APP_SRC)).elf))

ifneq ($(filter run,$(MAKECMDGOALS)),)
  $(if $(APP_ELF),,$(error There is no program '$(APP)' in sw/examples, sw/tour, sw/bench or sw/labs))
endif

run: $(SIM) $(APP_ELF) ## run sw/examples/threads on two harts; APP=name or APP=file.elf for another, ARGS=simulator options
	$(Q)$(SIM) $(ARGS) $(APP_ELF)

# TEST_DEPS: what the tests run, set by the parts.
test: $(TEST_DEPS) ## all tests, under ten minutes; PYTEST_ARGS="-k name" for some
	$(Q)$(PYTHON) -m pytest tests $(PYTEST_ARGS)

soak: $(TEST_DEPS) ## random two-hart programs in lockstep until stopped; SEED=n to begin elsewhere
	$(Q)$(PYTHON) tests/random/soak.py $(if $(SEED),--seed=$(SEED))

BENCH_ELFS := $(patsubst %.c,$(BUILD)/%.elf,$(wildcard sw/bench/*.c))
BENCH_TUNED := $(patsubst sw/%.c,$(BUILD)/tuned/sw/%.elf,$(wildcard sw/bench/*.c))
BENCH_PAGED := $(patsubst sw/%.c,$(BUILD)/paged/sw/%.elf,$(wildcard sw/bench/*.c))
bench: $(SIM) $(BENCH_ELFS) $(BENCH_TUNED) $(BENCH_PAGED) ## run sw/bench at -O2, at tuned flags and in U under Sv32, print one table, write docs/results.md
	$(Q)$(PYTHON) tools/bench.py --sim $(SIM) --prefix $(RISCV_PREFIX) --arch "$(SW_ARCH)" --flags="$(OPT)" \
	  --tuned="$(TUNED)" --tuned-dir $(BUILD)/tuned/sw/bench --paged-dir $(BUILD)/paged/sw/bench $(BENCH_ELFS)

# ---------------------------------------------------------------- checks
##@ Check
.PHONY: lint lint-rtl lint-slang lint-cdc lint-c synth-check fmax

lint: lint-rtl lint-slang lint-cdc lint-c ## Verilator -Wall and slang silent on the design, C and C++ warnings

# As built for speed, for checking, small (direct-mapped 1 KiB caches, no prediction), and without caches, one hart.
LINT       = $(VERILATOR) --lint-only -Wall -Irtl/lib tools/lint.vlt --top-module
# The SDRAM controller belongs to boards, not to the SoC; a chip of 32 bits beside the default.
LINT_SDRAM32 = -GDqBits=32 -GRowBits=11 -GColBits=8 -GLineBytes=64 -GCasLatency=3 -GLate=1
LINT_SMALL = -GHpmCounters=0 -GCacheBytes=1024 -GCacheWays=1 -GBtbEntries=0 -GPredictor=0 -GPrefetch=0 -GSbDepth=2
LINT_LEAST = +define+TH_ONE_HART -GCacheBytes=0 -GLineBytes=8 -GSmode=0 -GPmpEntries=4 -GBitmanip=0 -GFastMul=0 -GHpmCounters=0
lint-rtl:
	$(call say,LINT,$(RTL_TOP))
	$(Q)$(LINT) $(RTL_TOP) $(RTL_FILES)
	$(call say,LINT,$(RTL_TOP) with TH_CHECK)
	$(Q)$(LINT) $(RTL_TOP) --assert -DTH_CHECK -DTH_MONITOR $(RTL_FILES)
	$(call say,LINT,$(RTL_TOP) with small caches)
	$(Q)$(LINT) $(RTL_TOP) $(LINT_SMALL) $(RTL_FILES)
	$(call say,LINT,$(RTL_TOP) without caches)
	$(Q)$(LINT) $(RTL_TOP) $(LINT_LEAST) $(RTL_FILES)
	$(Q)$(LINT) $(RTL_TOP) --assert -DTH_CHECK -DTH_MONITOR $(LINT_LEAST) $(RTL_FILES)
	$(call say,LINT,sdram)
	$(Q)$(LINT) sdram $(RTL_FILES)
	$(Q)$(LINT) sdram --assert -DTH_CHECK $(LINT_SDRAM32) $(RTL_FILES)
	$(call say,LINT,uart_line)
	$(Q)$(LINT) uart_line $(RTL_FILES)

lint-slang:
	$(call say,SLANG,$(RTL_TOP))
	$(Q)$(PYTHON) tools/lint_slang.py $(RTL_TOP) $(RTL_FILES)
	$(Q)$(PYTHON) tools/lint_slang.py sdram $(RTL_FILES)

# Each board's inputs of other clocks, through its elaborated top.
lint-cdc:
	$(call say,CDC,boards)
	$(Q)for board in $(BOARDS); do $(PYTHON) tools/lint_cdc.py $$board $(RTL_FILES) || exit 1; done

# Programs, the boards' loaders too, are compiled with the style page's warnings as errors; so is the simulator here, once it is
# built and all that it generates is there.
lint-c: $(SW_ELFS) $(LOADERS) $(SIM_DIR)/twinhart-check
	$(call say,LINT,sim)
	$(Q)for file in $(wildcard sim/*.cc); do \
	  $(SIM_CXX) -isystem $(SIM_DIR)/rtl-check -isystem $(SIM_DIR)/sdram-check $(SIM_RTL_I) -DTH_CHECK $(SIM_TRACE_DEFINES) -MF /dev/null \
	    -Werror -fsyntax-only $$file || exit 1; done
	$(Q)for file in $(wildcard sim/*/*.c); do $(SIM_C) -MF /dev/null -Werror -fsyntax-only $$file || exit 1; done

synth-check: $(BOOT_HEX) $(LOADERS) ## Yosys for ECP5: sizes against tools/synth-figures.txt, no latch, no lost RAM; RECORD=1 records
	$(call say,SYNTH,$(RTL_TOP))
	$(Q)$(PYTHON) tests/board/equal.py
	$(Q)$(PYTHON) tests/board/equal.py --break
	$(Q)$(PYTHON) tools/synth_check.py $(RTL_TOP) $(BOOT_HEX) $(RTL_FILES)

fmax: $(BOOT_HEX) ## clock on ECP5-85F-6 after place and route, SEEDS=5 (about five minutes a seed)
	$(call say,FMAX,$(RTL_TOP))
	$(Q)$(PYTHON) tools/fmax.py $(RTL_TOP) $(RTL_FILES)

# ---------------------------------------------------------------- boards
##@ Boards
.PHONY: bitstream flash terminal boards verilog

# BOARD: one of tools/boards.py. What a board is, its part and pins and clock, stands there and in constraints/.
BOARDS     = $(shell $(PYTHON) tools/boards.py)
BOARD_DIR  = $(BUILD)/boards/$(BOARD)
BOARD_FILE = $(firstword $(wildcard $(BOARD_DIR)/$(BOARD).bit $(BOARD_DIR)/$(BOARD).bin))

bitstream: $(LOADERS) ## bitstream of BOARD=ulx3s|icebreaker, with its resources and clock; SEED=n of the placement
	$(Q)$(PYTHON) tools/bitstream.py '$(BOARD)' $(RTL_FILES)

boards: $(LOADERS) ## bitstreams of all boards
	$(Q)for board in $(BOARDS); do $(PYTHON) tools/bitstream.py $$board $(RTL_FILES) || exit 1; done

flash: ## write the bitstream into BOARD=...; STORE=1 into its flash; DRY_RUN=1 only prints the command
	$(Q)$(PYTHON) tools/flash.py '$(BOARD)' '$(BOARD_FILE)'

verilog: $(BOOT_HEX) ## the SoC as one file of Verilog-2005, build/twinhart.v, for other tools
	$(call say,VLOG,$(RTL_TOP))
	$(Q)$(PYTHON) tools/verilog.py $(RTL_TOP) $(BOOT_HEX) $(BUILD)/twinhart.v $(RTL_FILES)

terminal: ## be a board's terminal; PORT=tty where there are several serial ports
	$(Q)$(PYTHON) tools/load --terminal $(if $(PORT),--port=$(PORT))

# ---------------------------------------------------------------- housekeeping
##@ Housekeeping
.PHONY: help doctor clean

help: ## this list
	@$(PYTHON) tools/help.py $(MAKEFILE_LIST)

doctor: ## which tools are here, which are missing, and how to get them
	@$(TOOL_ENV) tools/setup.sh doctor

clean: ## remove build/, the pip tools of lint and synth-check included
	rm -rf $(BUILD)
