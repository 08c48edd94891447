// boot_tree.c - for test_sim_boot.py: an S-mode program that prints the whole device tree that it got in a1, one property a
// line, and the initrd that /chosen names.
#include "env/fdt.h"

#define UART     ((volatile uint8_t *)0x10000000)
#define FINISHER ((volatile uint32_t *)0x00100000)

__attribute__((used)) static char stack[8192] __attribute__((aligned(16)));

// Hart 0 goes to S with a0 and a1 as the ROM left them; PMP lets it do everything.
__asm__(
    ".section .text.init, \"ax\"\n.globl _start\n"
    "_start: bnez a0, 1f\n"
    "    li t0, -1; csrw pmpaddr0, t0; li t0, 0x1f; csrw pmpcfg0, t0\n"
    "    li t0, 0x1800; csrc mstatus, t0; li t0, 0x800; csrs mstatus, t0\n"
    "    la t0, in_s; csrw mepc, t0; la sp, stack + 8192; mret\n"
    "1:  wfi; j 1b\n"
    ".text\n");

static void put(char c)
{
    while (!(UART[5] & 0x20)) {}
    UART[0] = (uint8_t)c;
}

static void text(const char *s)
{
    while (*s) put(*s++);
}

static void hex(uint32_t value, unsigned digits)
{
    while (digits--) put("0123456789abcdef"[value >> 4 * digits & 15]);
}

static bool print(const struct fdt_prop *p, void *ctx)
{
    (void)ctx;
    text(p->path);
    text(p->name);
    put('=');
    for (uint32_t i = 0; i < p->bytes; i++) hex(p->value[i], 2);
    put('\n');
    return false;
}

__attribute__((used, noreturn)) void in_s(uint32_t hart, const uint8_t *tree);
void in_s(uint32_t hart, const uint8_t *tree)
{
    struct fdt_prop first, after;
    text("hart ");
    hex(hart, 1);
    text(" tree ");
    hex((uint32_t)tree, 8);
    put('\n');
    fdt_walk(tree, print, 0);
    if (fdt_find(tree, "/chosen/", "linux,initrd-start", &first) && fdt_find(tree, "/chosen/", "linux,initrd-end", &after)) {
        text("initrd ");
        for (uint32_t a = fdt_cell(first.value); a < fdt_cell(after.value); a++) hex(*(const uint8_t *)a, 2);
        put('\n');
    }
    while (!(UART[5] & 0x40)) {}
    for (;;) *FINISHER = 0x5555;
}
