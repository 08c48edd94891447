# boot.mk - builds the boot ROM; included by the root Makefile.
#   build/firmware/boot/bootrom.hex   512 64-bit words for $readmemh of rtl/periph/bootrom.sv
#   build/firmware/boot/bootrom.bin   the same 4096 bytes
#   build/firmware/boot/twinhart.dtb  the device tree inside it

BOOT_DIR := $(BUILD)/firmware/boot
BOOT_HEX := $(BOOT_DIR)/bootrom.hex

$(BOOT_DIR)/twinhart.dtb: firmware/boot/twinhart.dts
	@mkdir -p $(@D)
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
