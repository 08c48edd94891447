# loader.S - the board's boot ROM: where both harts begin, and how they leave for an image. docs/ref/bootrom.md.
# Hart 0 runs the loader in C, with its memory (struct loader, the stack) in the last LOADER_BYTES of RAM. Hart 1 waits in
# wfi for its software interrupt: nothing is in RAM yet. No .data, no .bss: there is nothing to copy or clear.

#define RAM_END	(0x80000000 + RAM_BYTES)
#define MSIP1	0x02000004
#define MSIE	8

	.section .text.start, "ax"
	.globl	_start
_start:
	.irp	r, ra, s0,s1,s2,s3,s4,s5,s6,s7,s8,s9,s10,s11
	li	\r, 0				# the compiler saves what nobody has set: let it be the same in every run
	.endr
	csrr	a0, mhartid
#if HARTS > 1
	bnez	a0, wait
#else
1:	bnez	a0, 1b				# a machine with more than the image is for
#endif
	li	sp, RAM_END - 16
	j	loader_main

#if HARTS > 1
# Its address is read before msip is cleared: from then on hart 0 lets the image have all of RAM.
wait:	csrwi	mie, MSIE
1:	wfi
	csrr	t0, mip
	andi	t0, t0, MSIE
	beqz	t0, 1b
	csrwi	mie, 0
	li	t1, RAM_END - 4
	lw	t0, 0(t1)
	fence	r, w
	li	t1, MSIP1
	sw	zero, 0(t1)
	j	go
#endif

# enter(entry): both harts jump to entry, a0 = hart id, a1 = device tree. Does not return.
	.globl	enter
enter:
	mv	t0, a0
#if HARTS > 1
	li	t1, RAM_END - 4
	sw	t0, 0(t1)
	fence	w, w			# the image and its address, then the interrupt that makes hart 1 look
	li	t1, MSIP1
	li	t2, 1
	sw	t2, 0(t1)
2:	lw	t2, 0(t1)
	bnez	t2, 2b
#endif
go:	fence.i				# each hart for itself: what hart 0 has stored is what both fetch
	csrr	a0, mhartid
	lla	a1, device_tree
	jr	t0

#ifdef DEVICE_TREE
	.section .tree, "a"
	.balign	8
device_tree:
	.incbin	DEVICE_TREE
#else
	.set	device_tree, 0
#endif
