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
	lla	a1, device_tree
1:	auipc	t0, %pcrel_hi(entry)
	lw	t0, %pcrel_lo(1b)(t0)
	jr	t0

	.balign	8
device_tree:
	.incbin	DEVICE_TREE

	.org	_start + 0xffc		# the harness writes an ELF file's entry here
entry:
	.word	0x80000000
