# boot.mk - builds the boot ROM; included by the root Makefile.
#   build/firmware/boot/bootrom.hex   512 64-bit words for $readmemh of rtl/periph/bootrom.sv
#   build/firmware/boot/bootrom.bin   the same 4096 bytes
#   build/firmware/boot/twinhart.dtb  the device tree inside it, twinhart.dts as text
#
# Knobs: BOOT_RAM, bytes of memory, and BOOT_CLOCK, Hz of the core clock, are the simulator's unless a board
# says otherwise. SIM_PARAMS="CacheBytes=1024" replaces parameters, in a ROM of its own beside that simulator.

BOOT_RAM   ?= 0x4000000
BOOT_CLOCK ?= 100000000
BOOT_DIR   := $(if $(SIM_PARAMS),$(or $(SIM_DIR),$(BUILD)/sim)/boot,$(BUILD)/firmware/boot)
BOOT_HEX   := $(BOOT_DIR)/bootrom.hex
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
	  '-DDEVICE_TREE="$(BOOT_DIR)/twinhart.dtb"' $< -o $@

$(BOOT_DIR)/bootrom.bin: $(BOOT_DIR)/bootrom.elf
	$(Q)$(RISCV_PREFIX)objcopy -O binary -j .text $< $@

$(BOOT_HEX): $(BOOT_DIR)/bootrom.bin tools/bin2hex.py
	$(call say,HEX,$@)
	$(Q)$(PYTHON) tools/bin2hex.py --size 4096 $< > $@
