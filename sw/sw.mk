# sw.mk - builds programs for the machine; included by the root Makefile, paths are from there.
#
#   sw/<dir>/<name>.c          build/sw/<dir>/<name>.elf, on the bare layer
#   sw/<dir>/<name>/*.c        the same from several files
#   tests/<dir>/<name>.c       build/tests/<dir>/<name>.elf, on the bare layer; <dir> may be a path
#   either, .S                 alone: entry _start, linked by sw/bare/link.ld, nothing else inside
#   build/tuned/<...>.elf      sw/<...>.c with TUNED for OPT, for benchmarks
#   build/paged/<...>.elf      the same at OPT, in U-mode under Sv32 (sw/bench/paged.h)
#   build/<...>/<name>.dis     disassembly of that program
#
# A program exists by its file existing. Change OPT, SW_CFLAGS or RAM_SIZE freely: what they touch
# is built again. Tests are built by name; SW_TESTS lists all there are. BUILD, RISCV_PREFIX, PYTHON,
# Q and say come from the root Makefile.

OPT      ?= -O2
TUNED    ?= -O3 -funroll-loops -finline-limit=1000
RAM_SIZE ?= 64M

# C leaves out Zbs: with it GCC 12 dies on the constant 2048 ("unrecognizable insn", mended in 13).
SW_ARCH     := rv32imac_zicsr_zifencei_zba_zbb
SW_LIBC     := --specs=picolibc.specs --picolibc-buildtype=release
SW_INCLUDE  := -Isw/bare/include -Isw/bare -Itests
SW_WARNINGS := -Wall -Wextra -Wshadow -Wundef -Wstrict-prototypes -Wconversion -Werror
SW_CFLAGS   ?=
SW_COMPILE   = $(RISCV_PREFIX)gcc -mabi=ilp32 $(SW_LIBC) $(SW_INCLUDE) -g -MMD -MP
SW_AS        = $(SW_COMPILE) -march=$(SW_ARCH)_zbs
SW_C         = $(SW_COMPILE) -march=$(SW_ARCH) -std=gnu11 $(OPT) $(SW_WARNINGS) \
               -ffunction-sections -fdata-sections $(SW_CFLAGS)
# The library is chosen by -march here, and exists for rv32imac. Its printf has integers only, up
# to long: no %lld and no %f.
SW_LINK      = $(RISCV_PREFIX)gcc -march=rv32imac -mabi=ilp32 $(SW_LIBC) -nostartfiles \
               -T sw/bare/link.ld -Wl,--defsym=__ram_size=$(RAM_SIZE),--no-warn-rwx-segments
SW_LINK_C    = $(SW_LINK) -DPICOLIBC_INTEGER_PRINTF_SCANF -Wl,--gc-sections

# Functions: the object files and the programs of sources.
sw_objects = $(patsubst %,$(BUILD)/%.o,$(basename $(1)))
sw_program = $(patsubst %,$(BUILD)/%.elf,$(basename $(1)))

SW_BARE    := $(call sw_objects,$(wildcard sw/bare/*.c sw/bare/*.S))
SW_LAYER   := $(SW_BARE) sw/bare/link.ld sw/bare/symtab.py
SW_FILES   := $(filter-out sw/bare/%,$(wildcard sw/*/*.c sw/*/*.S))
SW_FOLDERS := $(filter-out sw/bare/%,$(patsubst %/,%,$(sort $(dir $(wildcard sw/*/*/*.c)))))
SW_ELFS    := $(call sw_program,$(SW_FILES)) $(SW_FOLDERS:%=$(BUILD)/%.elf)
SW_TESTS   := $(call sw_program,$(shell find tests/isa tests/priv tests/smp -name '*.[cS]' \
                2>/dev/null))

.PHONY: sw
sw: $(SW_ELFS) ## build all programs of sw/

# Everything depends on the flags it was built with.
SW_FLAGS := $(BUILD)/sw/flags
.PHONY: sw-flags
$(SW_FLAGS): sw-flags
	@mkdir -p $(@D)
	@echo '$(SW_C) $(SW_LINK) $(TUNED)' | cmp -s - $@ || echo '$(SW_C) $(SW_LINK) $(TUNED)' > $@

define sw_compile
@mkdir -p $(@D)
$(call say,CC,$@)
$(Q)$(SW_C) -c $< -o $@
endef

define sw_assemble
@mkdir -p $(@D)
$(call say,AS,$@)
$(Q)$(SW_AS) -c $< -o $@
endef

# Linked twice: the trap dump's symbol table is made from the first link. It moves no code (see
# link.ld), and the comparison makes sure of that.
define sw_link
@mkdir -p $(@D)
$(call say,LINK,$@)
$(Q)$(PYTHON) sw/bare/symtab.py < /dev/null > $@.s
$(Q)$(SW_LINK_C) $(filter %.o,$^) $@.s -o $@.first
$(Q)$(RISCV_PREFIX)nm $@.first | $(PYTHON) sw/bare/symtab.py > $@.s
$(Q)$(SW_LINK_C) $(filter %.o,$^) $@.s -o $@
$(Q)$(RISCV_PREFIX)nm $@ | $(PYTHON) sw/bare/symtab.py | cmp - $@.s
$(Q)rm -f $@.first $@.s
endef

# Not relaxed: nobody sets gp, and a test's instructions stay as written.
define sw_link_alone
@mkdir -p $(@D)
$(call say,LINK,$@)
$(Q)$(SW_AS) -MT $@ -c $< -o $(@:.elf=.o)
$(Q)$(SW_LINK) -nostdlib -Wl,--no-relax $(@:.elf=.o) -o $@
endef

# The rules of one source tree. A .S comes before the .o: it is a program, not a part of one.
define sw_tree
$(BUILD)/$(1)/%.elf: $(1)/%.S sw/bare/link.ld $(SW_FLAGS)
	$$(sw_link_alone)
$(BUILD)/$(1)/%.elf: $(BUILD)/$(1)/%.o $(SW_LAYER)
	$$(sw_link)
$(BUILD)/$(1)/%.o: $(1)/%.c $(SW_FLAGS)
	$$(sw_compile)
endef
$(foreach tree,sw tests,$(eval $(call sw_tree,$(tree))))

# Private: what these depend on is built as ever.
$(BUILD)/tuned/%.o: private OPT := $(TUNED)
$(BUILD)/tuned/%.o: %.c $(SW_FLAGS)
	$(sw_compile)
$(BUILD)/tuned/%.elf: $(BUILD)/tuned/%.o $(SW_LAYER)
	$(sw_link)

$(BUILD)/paged/%.o: private SW_CFLAGS += -include sw/bench/paged.h
$(BUILD)/paged/%.o: %.c sw/bench/paged.h sw/bench/bench.h $(SW_FLAGS)
	$(sw_compile)
$(BUILD)/paged/%.elf: $(BUILD)/paged/%.o $(SW_LAYER)
	$(sw_link)

$(BUILD)/sw/bare/%.o: sw/bare/%.S $(SW_FLAGS)
	$(sw_assemble)

define sw_folder
$(BUILD)/$(1).elf: $(call sw_objects,$(wildcard $(1)/*.c)) $(SW_LAYER)
	$$(sw_link)
endef
$(foreach folder,$(SW_FOLDERS),$(eval $(call sw_folder,$(folder))))

$(BUILD)/%.dis: $(BUILD)/%.elf
	$(call say,DIS,$@)
	$(Q)$(RISCV_PREFIX)objdump -d -S $< > $@

-include $(SW_BARE:.o=.d) $(SW_ELFS:.elf=.d) $(SW_TESTS:.elf=.d) \
         $(patsubst %.c,$(BUILD)/%.d,$(wildcard $(SW_FOLDERS:%=%/*.c)))
