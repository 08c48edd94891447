# boot.S - the boot ROM, at 0x1000: where both harts begin. Design section 3; docs/ref/bootrom.md.
# Clears the registers, then hands over as Linux and SBI software expect: a0 = hart id, a1 = device
# tree. Touches no RAM: nothing has to be there yet. t0 is left holding the address jumped to.

	.option	norelax			# the linker must not move what .org has placed
	.section .text
	.globl	_start
_start:
	.irp	n, 1,2,3,4,5,6,7,8,9,10,11,12,13,14,15,16,17,18,19,20,21,22,23,24,25,26,27,28,29,30,31
	li	x\n, 0
	.endr
	csrr	a0, mhartid
	lla	t0, handover
	lw	a1, 0(t0)
	lw	t0, 4(t0)
	jr	t0

	.balign	8
device_tree:
	.incbin	DEVICE_TREE

	.org	_start + ROM_BYTES - 8	# the harness changes both: sim/boot_rom.cc
handover:
	.word	device_tree
	.word	0x80000000		# where to jump
