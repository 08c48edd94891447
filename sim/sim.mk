# sim.mk - builds the simulator; included by the root Makefile, paths are from there.
#
#   build/sim/twinhart         fast: no RVFI, no waves; GCC's profile-guided optimisation
#   build/sim/twinhart-check   RVFI, assertions, waves; the first one becomes it when an option needs it
#   build/sim/twinhart-ref     the reference model only: needs neither Verilator nor RTL
#
# Knobs: PGO=0 leaves the profile out (builds in half the time, runs 10 % slower);
# SIM_PARAMS="LineBytes=64 CacheBytes=1024" replaces parameters of soc;
# SIM_DEFINES="TH_MUTANTS" adds defines to the RTL; SIM_DIR puts such a build elsewhere.

BUILD        ?= build
PYTHON       ?= python3
CXX          ?= g++
VERILATOR    ?= verilator
Q            ?= $(if $(filter 1,$(V)),,@)
SIM_DIR      ?= $(BUILD)/sim
SIM_PARAMS   ?=
SIM_DEFINES  ?=
SIM_JOBS     ?= $(shell nproc)
PGO          ?= 1
PGO_PROGRAM  ?= $(BUILD)/sw/examples/threads.elf
PGO_CYCLES   ?= 400000

RTL_FIRST := rtl/pkg/config_pkg.sv rtl/pkg/bus_pkg.sv rtl/pkg/mesi_pkg.sv
RTL_FILES ?= $(RTL_FIRST) $(filter-out $(RTL_FIRST),$(wildcard rtl/pkg/*.sv)) \
             $(foreach d,lib core mmu cache bus periph soc,$(wildcard rtl/$(d)/*.sv))
RTL_HEADERS := $(wildcard rtl/lib/*.svh)
SIM_SV      := $(RTL_FILES) sim/sim_top.sv

SIM_ROOT   := $(shell $(VERILATOR) --getenv VERILATOR_ROOT 2>/dev/null)
SIM_WARN   := -Wall -Wextra -Wshadow
SIM_CXX    := $(CXX) -std=c++17 $(SIM_WARN) -MMD -MP -Isim -I$(SIM_DIR)
SIM_C      := $(CC) -std=c11 -O3 $(SIM_WARN) -Wconversion -MMD -MP -Isim
SIM_RTL_I   = -isystem $(SIM_ROOT)/include -isystem $(SIM_ROOT)/include/vltstd
SIM_LIBS   := -no-pie -lelf -lfdt -pthread
# Measured on two busy harts: -O3 is 2 % faster than -O2, the profile another 10 %. Without
# vectors (few lanes, many shuffles), at a fixed load address, and with BMI where this host has it: 2 % fewer
# host instructions. -march=native and -Os were slower.
SIM_OPT    := -O3 -fno-tree-vectorize -fno-stack-protector -fno-pie -fcf-protection=none \
              $(if $(shell grep -sm1 -w bmi2 /proc/cpuinfo),-mbmi -mbmi2)
SIM_GEN    := $(SIM_DIR)/chk_words.h $(SIM_DIR)/rom_data.h

SIM_ALL    := $(notdir $(wildcard sim/*.cc))
SIM_NO_RTL := main.cc options.cc diag.cc symbols.cc image.cc boot_rom.cc device_tree.cc input_file.cc console.cc host.cc stats.cc \
              state_text.cc commit_log.cc reference_run.cc storage.cc
SIM_CHECK  := checks.cc clean_monitor.cc konata.cc lockstep_feed.cc wave.cc
SIM_FAST   := $(filter-out $(SIM_CHECK),$(SIM_ALL))
SIM_MODEL  := $(wildcard sim/model/*.c)
SIM_LOCK   := $(wildcard sim/check/*.c)
sim_c       = $(patsubst sim/%.c,$(SIM_DIR)/c/%.o,$(1))
sim_cc      = $(patsubst %.cc,$(SIM_DIR)/$(1)/%.o,$(2))

SIM_VERILATE = $(VERILATOR) --cc --top-module sim_top --prefix Vsoc -Irtl/lib -O3 --x-assign fast \
               --x-initial unique --no-timing $(SIM_PARAMS:%=-G%) +define+TH_MONITOR $(SIM_DEFINES:%=+define+%)
SIM_VERILATE_FAST  = $(SIM_VERILATE)
# --sdram: the controller is a model of its own, so that it costs nothing when it is not asked for. A machine without
# caches (LineBytes=8), whose writes have lanes, cannot use it: options.cc.
SDRAM_SV       := $(addprefix rtl/pkg/,config_pkg.sv bus_pkg.sv sdram_pkg.sv) rtl/lib/lutram.sv $(wildcard rtl/periph/sdram*.sv)
SDRAM_VERILATE  = $(VERILATOR) --cc --top-module sdram --prefix Vsdram -Irtl/lib -O3 --x-assign fast --x-initial unique \
                  --no-timing $(addprefix -G,$(filter-out LineBytes=8,$(filter LineBytes=%,$(SIM_PARAMS))))
SIM_CHECK_FLAGS    = +define+TH_CHECK --assert --trace-fst --trace-structs
SIM_VERILATE_CHECK = $(SIM_VERILATE) $(SIM_CHECK_FLAGS)

# Make has no content hashes: a stamp changes when what it says changes.
define sim_stamp
@mkdir -p $(@D)
@echo '$(1)' | cmp -s - $@ || echo '$(1)' > $@
endef
define sim_say
@mkdir -p $(@D)
$(if $(Q),@printf '  %-5s %s\n' $(1) $@)
endef

.PHONY: sim-stamp sim
sim: $(SIM_DIR)/twinhart $(SIM_DIR)/twinhart-check ## Build the simulator
$(SIM_DIR)/flags-fast: sim-stamp
	$(call sim_stamp,$(SIM_VERILATE_FAST) $(SIM_OPT))
$(SIM_DIR)/flags-pgo: sim-stamp
	$(call sim_stamp,PGO=$(PGO) $(PGO_PROGRAM) $(PGO_CYCLES))
$(SIM_DIR)/flags-check: sim-stamp
	$(call sim_stamp,$(SIM_VERILATE_CHECK) $(SIM_OPT))

# Keeps its time when nothing in it has changed, so that a change in a package does not compile everything.
$(SIM_DIR)/chk_words.h: sim/gen_words.py tools/rtl_constants.py $(wildcard rtl/pkg/*.sv) $(SIM_DIR)/flags-fast
	$(Q)$(PYTHON) $< rtl/pkg $(SIM_PARAMS) > $@.new
	$(Q)if cmp -s $@.new $@; then rm $@.new; else mv $@.new $@; fi
$(SIM_DIR)/rom_data.h: sim/gen_rom.py $(BOOT_DIR)/bootrom.bin
	$(call sim_say,GEN)
	$(Q)$(PYTHON) $^ > $@

# ---------------------------------------------------------------- the RTL as C++
# Verilator decides how many files there are, so they are compiled and archived by one recipe.
define sim_compile_rtl
ls $(1)/*.cpp $(SIM_ROOT)/include/verilated.cpp $(SIM_ROOT)/include/verilated_threads.cpp $(3) | \
  xargs -P $(SIM_JOBS) -I{} sh -c '$(CXX) -std=gnu++17 -w -I$(1) -I$(SIM_ROOT)/include -I$(SIM_ROOT)/include/vltstd \
  $(SIM_OPT) $(2) -c {} -o $(1)/$$(basename {} .cpp).o' || exit 1; \
rm -f $(1)/rtl.a; ar rcs $(1)/rtl.a $(1)/*.o
endef
SIM_TRACE_DEFINES := -DVM_TRACE=1 -DVM_TRACE_FST=1

# sim/step.h: 1 where the generated code has one trigger, the rising edge of clk_i, and the name it needs.
define sim_step_kind
if [ "$$(grep -h 'VactTriggered.at(' $(1)/*.cpp | wc -l)" = "$$(grep -h 'VactTriggered.at(0U)' $(1)/*.cpp | wc -l)" ] && \
  grep -q 'void Vsoc___024root___eval_nba(Vsoc___024root\* vlSelf) {' $(1)/*.cpp && \
  ! grep -q 'eval_ico' $(1)/*.cpp && grep -q '__VnbaTriggered;' $(1)/Vsoc___024root.h; \
then echo '#define TH_DIRECT_STEP $(2)'; else echo '#define TH_DIRECT_STEP 0'; fi > $(1)/step_kind.h
endef

$(SIM_DIR)/rtl-fast/Vsoc.h: $(SIM_SV) $(RTL_HEADERS) sim/verilator.vlt $(SIM_DIR)/flags-fast
	$(call sim_say,VLT)
	$(Q)rm -rf $(@D) && mkdir -p $(@D)
	$(Q)$(SIM_VERILATE_FAST) -Mdir $(@D) sim/verilator.vlt $(SIM_SV)
$(SIM_DIR)/rtl-check/Vsoc.h: $(SIM_SV) $(RTL_HEADERS) sim/verilator.vlt $(SIM_DIR)/flags-check
	$(call sim_say,VLT)
	$(Q)rm -rf $(@D) && mkdir -p $(@D)
	$(Q)$(SIM_VERILATE_CHECK) -Mdir $(@D) sim/verilator.vlt $(SIM_SV)

$(SIM_DIR)/rtl-fast/step_kind.h: $(SIM_DIR)/rtl-fast/Vsoc.h
	$(Q)$(call sim_step_kind,$(@D),1)
$(SIM_DIR)/rtl-check/step_kind.h: $(SIM_DIR)/rtl-check/Vsoc.h
	$(Q)$(call sim_step_kind,$(@D),0)

$(SIM_DIR)/rtl-check/rtl.a: $(SIM_DIR)/rtl-check/Vsoc.h
	$(call sim_say,CXX)
	$(Q)$(call sim_compile_rtl,$(@D),$(SIM_TRACE_DEFINES),$(SIM_ROOT)/include/verilated_fst_c.cpp)

# The controller's, without Verilator's library, which is in rtl.a.
define sim_verilate_sdram
$(call sim_say,VLT)
$(Q)rm -rf $(@D) && mkdir -p $(@D)
$(Q)$(SDRAM_VERILATE) $(1) -Mdir $(@D) $(SDRAM_SV)
endef
$(SIM_DIR)/sdram-fast/Vsdram.h: $(SDRAM_SV) $(RTL_HEADERS) $(SIM_DIR)/flags-fast
	$(call sim_verilate_sdram)
$(SIM_DIR)/sdram-check/Vsdram.h: $(SDRAM_SV) $(RTL_HEADERS) $(SIM_DIR)/flags-check
	$(call sim_verilate_sdram,$(SIM_CHECK_FLAGS))
define sim_compile_sdram
$(call sim_say,CXX)
$(Q)for f in $(@D)/*.cpp; do $(CXX) -std=gnu++17 -w -I$(@D) -I$(SIM_ROOT)/include -I$(SIM_ROOT)/include/vltstd $(SIM_OPT) $(1) \
  -c $$f -o $${f%.cpp}.o || exit 1; done; rm -f $@; ar rcs $@ $(@D)/*.o
endef
$(SIM_DIR)/sdram-fast/sdram.a: $(SIM_DIR)/sdram-fast/Vsdram.h
	$(call sim_compile_sdram)
$(SIM_DIR)/sdram-check/sdram.a: $(SIM_DIR)/sdram-check/Vsdram.h
	$(call sim_compile_sdram,$(SIM_TRACE_DEFINES))

# The fast one is compiled twice: to make a profile, and with it. The profile lies beside the objects,
# so both have the same names.
SIM_FAST_O := $(call sim_cc,fast,$(SIM_FAST)) $(call sim_c,$(SIM_MODEL))
$(SIM_DIR)/rtl-fast/rtl.a: $(SIM_DIR)/rtl-fast/Vsoc.h $(SIM_DIR)/flags-pgo $(if $(filter 1,$(PGO)),$(SIM_FAST_O) $(SIM_DIR)/sdram-fast/sdram.a $(PGO_PROGRAM))
	$(call sim_say,CXX)
ifeq ($(PGO),1)
	$(Q)rm -f $(@D)/*.gcda
	$(Q)$(call sim_compile_rtl,$(@D),-fprofile-generate -fprofile-update=single)
	$(call sim_say,PROF)
	$(Q)$(CXX) -fprofile-generate $(SIM_FAST_O) $(SIM_DIR)/sdram-fast/sdram.a $(@D)/rtl.a -o $(@D)/train $(SIM_LIBS)
	$(Q)$(@D)/train --max-cycles=$(PGO_CYCLES) $(PGO_PROGRAM) > $(@D)/train.log 2>&1 < /dev/null; \
	  ls $(@D)/*.gcda > /dev/null || { cat $(@D)/train.log; exit 1; }
	$(Q)$(call sim_compile_rtl,$(@D),-fprofile-use -fprofile-partial-training -Wno-missing-profile)
else
	$(Q)$(call sim_compile_rtl,$(@D))
endif

# ---------------------------------------------------------------- the harness
$(SIM_DIR)/c/%.o: sim/%.c
	$(call sim_say,CC)
	$(Q)$(SIM_C) -c $< -o $@
$(SIM_DIR)/fast/%.o: sim/%.cc $(SIM_GEN) $(SIM_DIR)/rtl-fast/step_kind.h $(SIM_DIR)/sdram-fast/Vsdram.h $(SIM_DIR)/flags-fast
	$(call sim_say,CXX)
	$(Q)$(SIM_CXX) $(SIM_OPT) -isystem $(SIM_DIR)/rtl-fast -isystem $(SIM_DIR)/sdram-fast $(SIM_RTL_I) -c $< -o $@
$(SIM_DIR)/check/%.o: sim/%.cc $(SIM_GEN) $(SIM_DIR)/rtl-check/step_kind.h $(SIM_DIR)/sdram-check/Vsdram.h $(SIM_DIR)/flags-check
	$(call sim_say,CXX)
	$(Q)$(SIM_CXX) $(SIM_OPT) -DTH_CHECK $(SIM_TRACE_DEFINES) -isystem $(SIM_DIR)/rtl-check -isystem $(SIM_DIR)/sdram-check $(SIM_RTL_I) -c $< -o $@
$(SIM_DIR)/ref/%.o: sim/%.cc $(SIM_GEN)
	$(call sim_say,CXX)
	$(Q)$(SIM_CXX) -O2 -DTH_NO_RTL -c $< -o $@

$(SIM_DIR)/twinhart: $(SIM_FAST_O) $(SIM_DIR)/sdram-fast/sdram.a $(SIM_DIR)/rtl-fast/rtl.a
	$(call sim_say,LINK)
	$(Q)$(CXX) $^ -o $@ $(SIM_LIBS)
$(SIM_DIR)/twinhart-check: $(call sim_cc,check,$(SIM_ALL)) $(call sim_c,$(SIM_MODEL) $(SIM_LOCK)) $(SIM_DIR)/sdram-check/sdram.a $(SIM_DIR)/rtl-check/rtl.a
	$(call sim_say,LINK)
	$(Q)$(CXX) $^ -o $@ $(SIM_LIBS) -lz
$(SIM_DIR)/twinhart-ref: $(call sim_cc,ref,$(SIM_NO_RTL)) $(call sim_c,$(SIM_MODEL))
	$(call sim_say,LINK)
	$(Q)$(CXX) $^ -o $@ $(SIM_LIBS)

.PRECIOUS: $(SIM_DIR)/%.h
# Not Verilator's own: they name every file of the design, also one that is gone; the rules above name those there are.
-include $(filter-out %__ver.d,$(wildcard $(SIM_DIR)/*/*.d $(SIM_DIR)/c/*/*.d))
