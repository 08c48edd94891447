// device_tree.c - what the device tree says is so on this machine: harts, isa string, mmu-type, PMP, memory's end, timebase,
// the interrupt wiring of CLINT, PLIC and UART, counters' node, power off. Design section 3; docs/ref/bootrom.md. Harts: 1.
// limit: 600000
// qemu: no (its tree claims F, D and more)
#include "env/check.h"
#include "env/fdt.h"
#include "twin/boot.h"
#include "twin/csr.h"

#define TREE ((const uint8_t *)boot_device_tree)

enum { MSIP = 3, MTIP = 7, SEIP = 9, MEIP = 11 };
enum { MPP_M = 0x1800 };

// Does an instruction pass without a trap? mtvec is the label behind it meanwhile.
#define PASSES(...) __extension__({ \
    uint32_t passed_, vector_; \
    __asm__ volatile("li %0, 0\n la %1, 1f\n csrrw %1, mtvec, %1\n" __VA_ARGS__ "\n li %0, 1\n" \
                     " .balign 4\n1: csrw mtvec, %1" : "=&r"(passed_), "=&r"(vector_) : : "memory", "t0"); \
    csr_set(mstatus, MPP_M); \
    passed_ != 0; })

static uint32_t cells(const char *path, const char *name, uint32_t *value, uint32_t most)
{
    struct fdt_prop p;
    if (!fdt_find(TREE, path, name, &p)) return 0;
    for (uint32_t i = 0; i < p.bytes / 4 && i < most; i++) value[i] = fdt_cell(p.value + 4 * i);
    return p.bytes / 4;
}

static uint32_t cell(const char *path, const char *name)
{
    uint32_t value;
    CHECK_EQ(cells(path, name, &value, 1), 1);
    return value;
}

static const char *text(const char *path, const char *name)
{
    struct fdt_prop p;
    CHECK(fdt_find(TREE, path, name, &p));
    return (const char *)p.value;
}

/** The isa string names this extension behind its single letters. */
static bool names(const char *isa, const char *extension)
{
    for (; *isa; isa++) {
        const char *a = isa + 1, *b = extension;
        if (*isa != '_') continue;
        while (*b && *a == *b) a++, b++;
        if (!*b && (*a == '_' || !*a)) return true;
    }
    return false;
}

static void check_isa(const char *isa)
{
    uint32_t letters = 0, misa = csr_read(misa);
    for (const char *c = isa + 4; *c && *c != '_'; c++) letters |= 1u << (*c - 'a');
    CHECK(isa[0] == 'r' && isa[1] == 'v' && isa[2] == '3' && isa[3] == '2');
    CHECK_EQ(letters, misa & 0x3ffffff & ~(1u << ('s' - 'a') | 1u << ('u' - 'a')));
    csr_write(0x31a, 0xffffffff);                          // menvcfgh
    CHECK_EQ(names(isa, "sstc"), csr_read(0x31a) >> 31);
    CHECK_EQ(names(isa, "sstc"), PASSES("csrr t0, 0x14d"));
    CHECK_EQ(names(isa, "svadu"), csr_read(0x31a) >> 29 & 1);
    csr_write(0x31a, 0);
    CHECK_EQ(names(isa, "sscofpmf"), PASSES("csrr t0, 0xda0"));
    CHECK_EQ(names(isa, "zihpm"), PASSES("csrr t0, 0xc03"));
    CHECK_EQ(names(isa, "zicntr"), PASSES("csrr t0, time"));
    CHECK(names(isa, "zicsr") && PASSES("csrr t0, mscratch"));
    CHECK(names(isa, "zifencei") && PASSES(".option push\n.option arch, +zifencei\n fence.i\n.option pop"));
    CHECK_EQ(names(isa, "zba"), PASSES(".insn r 0x33, 2, 0x10, t0, t0, t0"));     // sh1add
    CHECK_EQ(names(isa, "zbb"), PASSES(".insn r 0x33, 7, 0x20, t0, t0, t0"));     // andn
    CHECK_EQ(names(isa, "zbs"), PASSES(".insn r 0x33, 5, 0x24, t0, t0, t0"));     // bext
    CHECK_EQ(names(isa, "zbc"), PASSES(".insn r 0x33, 1, 0x05, t0, t0, t0"));     // clmul
    CHECK(names(isa, "svade"));
}

static void check_cpus(void)
{
    struct fdt_prop p;
    CHECK(fdt_find(TREE, "/cpus/cpu@1/", "reg", &p) && !fdt_find(TREE, "/cpus/cpu@2/", "reg", &p));
    for (unsigned h = 0; h < HART_MAX; h++) {
        static const char *const path[] = { "/cpus/cpu@0/", "/cpus/cpu@1/" };
        CHECK_EQ(cell(path[h], "reg"), h);
        check_isa(text(path[h], "riscv,isa"));
        CHECK_EQ(cell(path[h], "riscv,pmpregions"), 8);
    }
    csr_write(0x3b7, 1);                                   // pmpaddr7 is there, pmpaddr8 reads 0
    csr_write(0x3b8, 1);
    CHECK_EQ(csr_read(0x3b7), 1);
    CHECK_EQ(csr_read(0x3b8), 0);
    csr_write(0x3b7, 0);
    csr_write(satp, 0x80000000);
    CHECK_EQ(fdt_same(text("/cpus/cpu@0/", "mmu-type"), "riscv,sv32"), csr_read(satp) >> 31);
    csr_write(satp, 0);
    csr_write(0xb03, 0);                                   // mhpmcounter3 counts or is read-only zero
    csr_write(0xb03, 5);
    CHECK_EQ(fdt_find(TREE, "/pmu/", "compatible", &p), csr_read(0xb03) != 0);
}

static void check_memory(void)
{
    uint32_t reg[2], end;
    CHECK_EQ(cells("/memory@80000000/", "reg", reg, 2), 2);
    CHECK_EQ(reg[0], 0x80000000);
    end = reg[0] + reg[1];
    csr_write(mscratch, end);                              // PASSES takes no operands
    CHECK(PASSES("csrr t0, mscratch\n lw t0, -4(t0)"));
    CHECK(!PASSES("csrr t0, mscratch\n lw t0, 0(t0)"));
}

static void check_time(void)
{
    uint32_t tick = csr_read(time), first, cycles;
    while (csr_read(time) == tick) {}
    tick = csr_read(time), first = csr_read(mcycle);
    while (csr_read(time) - tick < 100) {}
    cycles = csr_read(mcycle) - first;
    uint32_t each = cell("/soc/serial@10000000/", "clock-frequency") / cell("/cpus/", "timebase-frequency");
    CHECK(cycles + 40 > 100 * each && cycles < 100 * each + 40);
}

static bool pending(unsigned irq)
{
    for (unsigned i = 0; i < 50; i++) csr_read(mip);       // lines take some cycles
    return csr_read(mip) >> irq & 1;
}

/** The place of (interrupt controller of hart 0, irq) in a list of pairs. */
static unsigned place(const char *path, uint32_t irq)
{
    uint32_t list[8], n = cells(path, "interrupts-extended", list, 8), intc = cell("/cpus/cpu@0/interrupt-controller/", "phandle");
    CHECK_EQ(n, 8);
    for (unsigned i = 0; i < n / 2; i++)
        if (list[2 * i] == intc && list[2 * i + 1] == irq) return i;
    CHECK(false);
    return 0;
}

static void check_interrupts(void)
{
    uint32_t reg[2], plic, source = cell("/soc/serial@10000000/", "interrupts");
    CHECK_EQ(cells("/soc/clint@2000000/", "reg", reg, 2), 2);
    volatile uint32_t *msip = (volatile uint32_t *)reg[0], *mtimecmp = (volatile uint32_t *)(reg[0] + 0x4000);
    msip[place("/soc/clint@2000000/", MSIP) / 2] = 1;
    CHECK(pending(MSIP));
    msip[0] = 0;
    mtimecmp[place("/soc/clint@2000000/", MTIP) / 2 * 2] = 0;
    mtimecmp[1] = 0;
    CHECK(pending(MTIP) && !pending(MSIP));
    mtimecmp[1] = 0xffffffff;

    CHECK_EQ(cells("/soc/interrupt-controller@c000000/", "reg", reg, 2), 2);
    plic = reg[0];
    CHECK_EQ(cell("/soc/serial@10000000/", "interrupt-parent"), cell("/soc/interrupt-controller@c000000/", "phandle"));
    CHECK_EQ(cells("/soc/serial@10000000/", "reg", reg, 2), 2);
    volatile uint8_t *uart = (volatile uint8_t *)reg[0];
    *(volatile uint32_t *)(plic + 4 * source) = 1;
    uart[1] = 2;                                           // its transmitter is empty
    for (unsigned i = 0; i < 2; i++) {
        unsigned irq = i ? SEIP : MEIP, context = place("/soc/interrupt-controller@c000000/", irq);
        volatile uint32_t *enable = (volatile uint32_t *)(plic + 0x2000 + 0x80 * context);
        CHECK(!pending(irq));
        *enable = 1u << source;
        CHECK(pending(irq));
        volatile uint32_t *claim = (volatile uint32_t *)(plic + 0x200004 + 0x1000 * context);
        CHECK_EQ(*claim, source);
        *claim = source;
        *enable = 0;
    }
    uart[1] = 0;
}

int main(void)
{
    uint32_t reg[2], test;
    CHECK(boot_device_tree && fdt_cell(TREE) == FDT_MAGIC);
    check_cpus();
    check_memory();
    check_time();
    check_interrupts();
    test = cell("/poweroff/", "regmap");
    CHECK_EQ(cell("/soc/test@100000/", "phandle"), test);
    CHECK_EQ(cells("/soc/test@100000/", "reg", reg, 2), 2);
    for (;;) *(volatile uint32_t *)(reg[0] + cell("/poweroff/", "offset")) = cell("/poweroff/", "value");
}
