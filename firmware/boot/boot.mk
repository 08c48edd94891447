# boot.mk - builds the boot ROMs; included by the root Makefile.
#   build/firmware/boot/bootrom.hex   the simulator's: 64-bit words for $readmemh of rtl/periph/bootrom.sv
#   build/firmware/boot/bootrom.bin   the same bytes, as many as config_pkg's RomBytes
#   build/firmware/boot/twinhart.dtb  the device tree inside it, twinhart.dts as text
#   build/firmware/boot/BOARD/        a board's, which loads an image first: loader.hex, .bin, .elf, board.dtb
#
# Knobs: BOOT_RAM, bytes of memory, and BOOT_CLOCK, Hz of the core clock, are the simulator's unless a board
# says otherwise. SIM_PARAMS="CacheBytes=1024" replaces parameters, in a ROM of its own beside that simulator.

BOOT_RAM   ?= 0x4000000
BOOT_CLOCK ?= 100000000
BOOT_DIR   := $(if $(SIM_PARAMS),$(or $(SIM_DIR),$(BUILD)/sim)/boot,$(BUILD)/firmware/boot)
BOOT_HEX   := $(BOOT_DIR)/bootrom.hex
ROM_BYTES  := $(shell sed -n 's/.* RomBytes *= *\([0-9]*\);.*/\1/p' rtl/pkg/config_pkg.sv)
BOOT_GEN    = firmware/boot/gen_dts.py rtl/pkg --ram=$(BOOT_RAM) --clock=$(BOOT_CLOCK) $(SIM_PARAMS)

# Written anew when a package has changed; keeps its time when the tree has not.
.PHONY: boot-stamp
$(BOOT_DIR)/twinhart.dts: boot-stamp firmware/boot/gen_dts.py tools/rtl_constants.py $(wildcard rtl/pkg/*.sv)
	@mkdir -p $(@D)
	$(Q)$(PYTHON) $(BOOT_GEN) > $@.new
	$(Q)if cmp -s $@.new $@; then rm $@.new; else mv $@.new $@; fi

$(BOOT_DIR)/twinhart.dtb: $(BOOT_DIR)/twinhart.dts
	$(call say,DTC,$@)
	$(Q)$(DTC) -I dts -O dtb -o $@ $<

$(BOOT_DIR)/bootrom.elf: firmware/boot/boot.S $(BOOT_DIR)/twinhart.dtb
	$(call say,AS,$@)
	$(Q)$(RISCV_PREFIX)gcc -march=rv32imac_zicsr -mabi=ilp32 -nostdlib -nostartfiles -static \
	  -Wl,-Ttext=0x1000,--build-id=none,--no-warn-rwx-segments \
	  -DROM_BYTES=$(ROM_BYTES) '-DDEVICE_TREE="$(BOOT_DIR)/twinhart.dtb"' $< -o $@

$(BOOT_DIR)/bootrom.bin: $(BOOT_DIR)/bootrom.elf
	$(Q)$(RISCV_PREFIX)objcopy -O binary -j .text $< $@

$(BOOT_HEX): $(BOOT_DIR)/bootrom.bin tools/bin2hex.py
	$(call say,HEX,$@)
	$(Q)$(PYTHON) tools/bin2hex.py --size $(ROM_BYTES) $< > $@

# ---------------------------------------------------------------- the loader of a board (docs/ref/bootrom.md)
# All of it is one compilation, which drops what a board has not. Only what is written here is in the ROM: no libc, no libgcc.
LOADER_DIR     := $(BUILD)/firmware/boot
LOADER_SRC     := $(filter-out firmware/boot/boot.S,$(wildcard firmware/boot/*.c firmware/boot/*.S))
LOADER_CFLAGS  := -march=rv32imac_zicsr_zifencei -mabi=ilp32 -std=gnu11 -Os -flto -ffreestanding \
                  -fno-tree-loop-distribute-patterns -Wall -Wextra -Wshadow -Wundef \
                  -Wstrict-prototypes -Wconversion -Werror -nostdlib -nostartfiles -static \
                  -T firmware/boot/loader.ld -Wl,--gc-sections,--build-id=none,--no-warn-rwx-segments
LOADER_TIMES   := -DWAIT_MS=1000 -DGAP_MS=100 -DFAST_MS=1000 -DSETTLE_MS=50
LOADER_ALL     := -DBOOT_FLASH=1 -DFLASH_OFFSET=0x200000 -DBOOT_SD=1 -DBOOT_SPEED=1 \
                  -DBOOT_BUTTONS=1 -DBUTTON_SERIAL=1 -DBUTTON_FLASH=2 -DBUTTON_SD=4
LOADER_SMALL   := -DBOOT_FLASH=1 -DFLASH_OFFSET=0x100000 -DBOOT_SD=0 -DBOOT_BUTTONS=0
LOADER_VERSION := $(shell v=$$((0x$$(sed -n "s/.* Version *= *32'h0*\([0-9a-f_]*\);.*/\1/p" rtl/pkg/config_pkg.sv | tr -d _))); \
                   echo $$((v >> 16)).$$((v >> 8 & 255)).$$((v & 255)))
# What the board says first; of mimpid's version, harts, core clock in Hz, RAM in bytes.
loader_banner   = Twinhart $(LOADER_VERSION), $(shell awk 'BEGIN { printf "%d hart%s, %g MHz, %d KiB", \
                    $(1), ($(1) > 1 ? "s" : ""), $(2) / 1e6, '$$(($(3)))' / 1024 }')

# BOARD, bytes of its ROM, of its RAM, core clock in Hz, harts, defines, "tree" if the ROM has one
define loader_board
$(LOADER_DIR)/$(1)/board.dts: firmware/boot/gen_dts.py firmware/boot/boot.mk tools/rtl_constants.py $(wildcard rtl/pkg/*.sv)
	@mkdir -p $$(@D)
	$$(Q)$$(PYTHON) firmware/boot/gen_dts.py rtl/pkg --ram=$(3) --clock=$(4) NumHarts=$(5) > $$@
$(LOADER_DIR)/$(1)/loader.elf: $(LOADER_SRC) $(wildcard firmware/boot/*.h) firmware/boot/loader.ld firmware/boot/boot.mk \
                               $(if $(7),$(LOADER_DIR)/$(1)/board.dtb)
	@mkdir -p $$(@D)
	$$(call say,CC,$$@)
	$$(Q)$$(RISCV_PREFIX)gcc $(LOADER_CFLAGS) -Wl,--defsym=ROM_BYTES=$(2) -DRAM_BYTES=$(3) -DCLOCK_HZ=$(4)u \
	  -DTIME_DIV=$(BOOT_TIME_DIV)u -DHARTS=$(5) '-DBANNER="$(call loader_banner,$(5),$(4),$(3))"' $(6) \
	  $(if $(7),'-DDEVICE_TREE="$(LOADER_DIR)/$(1)/board.dtb"') $(LOADER_SRC) -o $$@
$(LOADER_DIR)/$(1)/loader.bin: $(LOADER_DIR)/$(1)/loader.elf
	$$(Q)$$(RISCV_PREFIX)objcopy -O binary -j .text --pad-to=$$$$((0x1000 + $(2))) $$< $$@
$(LOADER_DIR)/$(1)/loader.hex: $(LOADER_DIR)/$(1)/loader.bin tools/bin2hex.py
	$$(call say,HEX,$$@)
	$$(Q)$$(PYTHON) tools/bin2hex.py --size $(2) $$< > $$@
endef
LOADERS := $(patsubst %,$(LOADER_DIR)/%/loader.hex,sim sim-small ulx3s icebreaker)
$(LOADER_DIR)/%/board.dtb: $(LOADER_DIR)/%/board.dts
	$(call say,DTC,$@)
	$(Q)$(DTC) -I dts -O dtb -o $@ $<

BOOT_TIME_DIV := $(shell sed -n 's/.* TimeDiv *= *\([0-9]*\);.*/\1/p' rtl/pkg/config_pkg.sv)
board_clock    = $(shell $(PYTHON) tools/boards.py $(1))
# The iCEBreaker's line has one speed (serial_fixed.sv). For the simulator's --rom: its line is as many times faster than a board's as its seconds are longer.
$(eval $(call loader_board,sim,$(ROM_BYTES),$(BOOT_RAM),$(BOOT_CLOCK),2,$(LOADER_ALL) -DWAIT_MS=3 -DGAP_MS=20 -DFAST_MS=30 -DSETTLE_MS=1,tree))
$(eval $(call loader_board,sim-small,2048,0x20000,12000000,1,$(LOADER_SMALL) -DBOOT_SPEED=1 -DWAIT_MS=3 -DGAP_MS=20 -DFAST_MS=30 -DSETTLE_MS=1))
$(eval $(call loader_board,ulx3s,$(ROM_BYTES),0x2000000,$(call board_clock,ulx3s),2,$(LOADER_ALL) $(LOADER_TIMES),tree))
$(eval $(call loader_board,icebreaker,2048,0x20000,$(call board_clock,icebreaker),1,$(LOADER_SMALL) -DBOOT_SPEED=0 $(LOADER_TIMES)))
