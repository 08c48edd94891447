// paged.h - a benchmark in U-mode under Sv32: included before the program by the rule of build/paged in sw/sw.mk.
//
// main() and what hart_start() starts run in U on both harts, in 4 KiB pages that stand where the memory does. What
// the bare layer wants of M outside the measured parts (mhartid, mstatus around a print) traps and is done for it.
// With button 0 pressed (--gpio-in=1) all stays in M, untranslated: the same program, for comparison.
#ifndef PAGED_H
#define PAGED_H

#include <stddef.h>
#include "twin/hart.h"
#include "twin/irq.h"
#include "twin/sv32.h"
#include "twin/trap.h"

enum { PAGED_TABLES = 16, PAGED_MPP = 3 << 11 };     // 64 MiB of RAM
static __attribute__((section(".noinit"))) _Alignas(PAGE_SIZE) uint32_t paged_root[1024], paged_ram[PAGED_TABLES][1024],
    paged_clint[1024], paged_uart[1024], paged_low[1024];

/** ecall of U: go on behind it in M. A CSR of M: mhartid is told, the rest reads as zero and keeps what it has. */
static bool paged_trap(struct trap_frame *frame)
{
    if (frame->cause == 8) {
        frame->status |= PAGED_MPP;
        frame->pc += 4;
        return true;
    }
    if (frame->cause != 2 || (frame->tval & 0x7f) != 0x73 || (frame->tval >> 12 & 3) == 0)
        return false;
    uint32_t rd = frame->tval >> 7 & 31;
    if (rd != 0)
        frame->x[rd] = frame->tval >> 20 == 0xf14 ? csr_read(mhartid) : 0;
    frame->pc += 4;
    return true;
}

static bool paged_off(void)
{
    volatile uint32_t *const gpio = (volatile uint32_t *)0x10060000;     // input_val, input_en
    gpio[1] = 1;
    for (unsigned i = 0; i < 8; i++)
        (void)gpio[0];                                                   // the synchroniser
    return gpio[0] & 1;
}

/** Call fn(arg) in U. Caller: M; the stack stays the same. */
static __attribute__((noinline)) int paged_call(int (*fn)(void *), void *arg)
{
    if (paged_off())
        return fn(arg);
    csr_write(pmpaddr0, ~0u);
    csr_write(pmpcfg0, 0x1f);
    csr_write(mcounteren, 7);
    csr_write(scounteren, 7);
    csr_write(satp, sv32_satp(paged_root, 0));
    sfence_vma();
    csr_clear(mstatus, PAGED_MPP);
    __asm__ volatile("la t0, 1f\n csrw mepc, t0\n mret\n1:" : : : "t0", "memory");
    int value = fn(arg);
    __asm__ volatile("ecall" : : : "memory");
    return value;
}

static struct { int (*fn)(void *); void *arg; } paged_started[HART_MAX];

static int paged_other(void *started)
{
    unsigned me = hart_id();
    (void)started;
    return paged_call(paged_started[me].fn, paged_started[me].arg);
}

static inline int paged_hart_start(unsigned hart, int (*fn)(void *), void *arg)
{
    if (hart >= HART_MAX)
        return HART_ABSENT;
    paged_started[hart].fn = fn;
    paged_started[hart].arg = arg;
    return hart_start(hart, paged_other, NULL);
}

int paged_main(void);
static int paged_first(void *unused)
{
    (void)unused;
    return paged_main();
}

static void paged_map(uint32_t *table, uint32_t from, unsigned pages)
{
    paged_root[sv32_index(from, 1)] = pte_make(table, PTE_V);
    for (unsigned i = 0; i < 1024; i++)
        table[i] = i < pages ? pte_make((void *)(from + i * PAGE_SIZE), PTE_V | PTE_R | PTE_W | PTE_X | PTE_U | PTE_A | PTE_D) : 0;
}

int main(void)
{
    for (unsigned i = 0; i < 1024; i++)
        paged_root[i] = 0;
    paged_map(paged_low, 0, 512);                     // the finisher
    paged_map(paged_clint, 0x02000000, 16);
    paged_map(paged_uart, 0x10000000, 1);
    for (unsigned i = 0; i < PAGED_TABLES; i++)
        paged_map(paged_ram[i], 0x80000000u + (i << 22), 1024);
    trap_handle(paged_trap);
    return paged_call(paged_first, NULL);
}

#define main       paged_main
#define hart_start paged_hart_start
#endif
