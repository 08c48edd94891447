// vm.c - two address spaces: the walk step by step, one virtual page and two physical ones, a
// shared page, a megapage, both harts at once, copy-on-write by hand. Ends in PASS or FAIL.
// Spec: privileged 4.1.11, 4.2.1, 4.3.
#include <stdbool.h>
#include <stdint.h>
#include <stdio.h>
#include <string.h>
#include "twin/csr.h"
#include "twin/hart.h"
#include "twin/ring.h"
#include "twin/sv32.h"
#include "twin/trap.h"

// What both spaces have in U, from 40000000 on: code, a page of their own, one they share, one that
// is copied on write, a stack. At BIG RAM's first 4 MiB: all of this program. The kernel is M, and
// needs no map.
enum { CODE = 0x40000000, OWN = CODE + PAGE_SIZE, SHARED = OWN + PAGE_SIZE,
       LAZY = SHARED + PAGE_SIZE, STACK = LAZY + PAGE_SIZE,
       NOWHERE = STACK + PAGE_SIZE, BIG = 0x40400000 };
#define RAM        0x80000000u
enum { ECALL_U = 8, LOAD_PAGE = 13, STORE_PAGE = 15 };
#define USER_READ  (PTE_V | PTE_R | PTE_U | PTE_A)
#define USER_WRITE (USER_READ | PTE_W | PTE_D)
#define TRAPPED    0xdead0000u          // run(): or-ed with the cause
#define ADDS       1000u

static struct space {
    _Alignas(PAGE_SIZE) uint32_t root[1024], table[1024], own[1024], stack[1024], copy[1024];
    uint32_t asid;
} one = { .asid = 1 }, two = { .asid = 2 };
static _Alignas(PAGE_SIZE) uint32_t shared[1024], original[1024];

static unsigned sharers = 2, faults, copies;    // of original; by hart 0 only
static bool passed = true;

// What U runs: one page of code, which needs nothing but its stack, and returns to an ecall.
extern const char user_exit[];
__asm__(".pushsection .text.user, \"ax\"\n.balign 4096\nuser_exit: ecall\n.popsection\n");
#define USER_CODE __attribute__((noinline, section(".text.user")))

USER_CODE static uint32_t load(volatile uint32_t *from, uint32_t unused)
{
    (void)unused;
    return *from;
}

USER_CODE static uint32_t store(volatile uint32_t *to, uint32_t value)
{
    return *to = value;
}

USER_CODE static uint32_t add(volatile uint32_t *to, uint32_t times)
{
    for (; times > 0; times--)
        __atomic_fetch_add(to, 1, __ATOMIC_RELAXED);
    return 0;
}

static void map(struct space *s, uint32_t address, const volatile void *page, uint32_t bits)
{
    s->table[sv32_index(address, 0)] = pte_make(page, bits);
}

static void make(struct space *s)
{
    s->root[sv32_index(CODE, 1)] = pte_make(s->table, PTE_V);
    s->root[sv32_index(BIG, 1)] = pte_make((void *)RAM, USER_READ);
    map(s, CODE, user_exit, USER_READ | PTE_X);
    map(s, OWN, s->own, USER_WRITE);
    map(s, SHARED, shared, USER_WRITE);
    map(s, LAZY, original, USER_READ);
    map(s, STACK, s->stack, USER_WRITE);
}

/** Call a function of USER_CODE in U in a space. satp may change without sfence.vma: what the TLBs
 * have of the other space has the other ASID. @return what fn returned, or TRAPPED. */
static uint32_t run(struct space *s, uint32_t (*fn)(volatile uint32_t *, uint32_t),
                    uint32_t address, uint32_t value)
{
    const uint32_t moved = CODE - (uint32_t)user_exit;
    struct trap_frame context = { .pc = (uint32_t)fn + moved, .status = MSTATUS_IN(RING_U) };
    context.x[1] = (uint32_t)user_exit + moved;
    context.x[2] = STACK + PAGE_SIZE;
    context.x[10] = address;
    context.x[11] = value;
    csr_write(satp, sv32_satp(s->root, s->asid));
    ring_run(&context);
    return context.cause == ECALL_U ? context.x[10] : TRAPPED | context.cause;
}

/** What a hart needs before it runs U: PMP's leave for all of memory, and no old translations. */
static void open_hart(void)
{
    csr_write(pmpaddr0, UINT32_MAX);
    csr_write(pmpcfg0, 0x1f);           // NAPOT, R W X
    sfence_vma();
}

static void report(const char *what, bool good)
{
    printf("  %-70s %s\n", what, good ? "ok" : "WRONG");
    passed = passed && good;
}

static const char *bits(uint32_t entry)
{
    static char text[9];
    for (unsigned i = 0; i < 8; i++)
        text[i] = entry & 0x80u >> i ? "DAGUXWRV"[i] : '-';
    return text;
}

/** The walk of 4.3.2, printed. @return the physical address, or 0: there is none. */
static uint32_t walk(const struct space *s, uint32_t address)
{
    const uint32_t *table = s->root;
    printf("  space %lu, %08lx: satp %08lx, root table at %08lx\n", (unsigned long)s->asid,
           (unsigned long)address, (unsigned long)sv32_satp(s->root, s->asid),
           (unsigned long)table);
    for (unsigned level = 2; level-- > 0;) {
        unsigned index = sv32_index(address, level);
        uint32_t entry = table[index], offset = address & ((PAGE_SIZE << 10 * level) - 1);
        printf("    VPN[%u] = %03x: entry at %08lx is %08lx  %s  ", level, index,
               (unsigned long)&table[index], (unsigned long)entry, bits(entry));
        if ((entry & PTE_V) == 0)
            break;
        table = pte_target(entry);
        if (entry & (PTE_R | PTE_X)) {
            printf("%s at %08lx\n    offset %06lx -> physical %08lx, which holds %08lx\n",
                   level ? "megapage" : "page", (unsigned long)table, (unsigned long)offset,
                   (unsigned long)table + offset, (unsigned long)table[offset / 4]);
            return (uint32_t)table + offset;
        }
        printf("table at %08lx\n", (unsigned long)table);
    }
    printf("page fault\n");
    return 0;
}

static void own_pages(void)
{
    uint32_t at = OWN + 0xabc;
    printf("one virtual page, two physical ones\n");
    run(&one, store, at, 0x11111111);
    run(&two, store, at, 0x22222222);
    uint32_t first = walk(&one, at), second = walk(&two, at);
    report("each space loads what it stored",
           run(&one, load, at, 0) == 0x11111111 && run(&two, load, at, 0) == 0x22222222);
    report("and so says the physical memory at the end of each walk", first != second
           && *(uint32_t *)first == 0x11111111 && *(uint32_t *)second == 0x22222222);
    walk(&one, NOWHERE);
    report("nothing is there: trap 13, load page fault",
           run(&one, load, NOWHERE, 0) == (TRAPPED | LOAD_PAGE));
}

static void shared_and_big(void)
{
    printf("a shared page, a megapage\n");
    run(&one, store, SHARED, 0x5a5a5a5a);
    report("what space 1 stores in the shared page space 2 loads",
           run(&two, load, SHARED, 0) == 0x5a5a5a5a);
    uint32_t at = BIG + (uint32_t)shared - RAM;
    report("and so it does through the megapage, by a walk of one step",
           walk(&two, at) == (uint32_t)shared && run(&two, load, at, 0) == 0x5a5a5a5a);
}

static int add_in_two(void *unused)
{
    (void)unused;
    open_hart();
    run(&two, add, OWN, ADDS);
    run(&two, add, SHARED, ADDS);
    return 0;
}

static void both_harts(void)
{
    printf("hart 0 in space 1 and hart 1 in space 2, at once\n");
    one.own[0] = two.own[0] = shared[0] = 0;
    bool started = hart_start(1, add_in_two, NULL) == HART_OK;
    run(&one, add, OWN, ADDS);
    run(&one, add, SHARED, ADDS);
    report("1000 additions by each: 1000 in its own page, 2000 in the shared one",
           started && hart_join(1, NULL) == HART_OK
           && one.own[0] == ADDS && two.own[0] == ADDS && shared[0] == 2 * ADDS);
}

/** Exceptions of U. A store to the page that both have read-only gets a page it may write, and is
 * done again: the pc stays. */
static bool on_trap(struct trap_frame *frame)
{
    if (frame->cause != STORE_PAGE || (frame->tval & ~(PAGE_SIZE - 1)) != LAZY)
        return ring_trap(frame);
    struct space *s = csr_read(satp) == sv32_satp(one.root, one.asid) ? &one : &two;
    uint32_t *page = original;
    faults++;
    if (sharers > 1) {                  // the last one keeps the original
        page = memcpy(s->copy, original, PAGE_SIZE);
        sharers--;
        copies++;
    }
    map(s, LAZY, page, USER_WRITE);
    sfence_vma_page(LAZY, s->asid);     // the entry without W may be in this hart's TLB
    printf("  space %lu: trap %lu, %s, at %08lx: %s at %08lx\n",
           (unsigned long)s->asid, (unsigned long)frame->cause, trap_name(frame->cause),
           (unsigned long)frame->tval, page == original ? "may write the original" : "gets a copy",
           (unsigned long)page);
    return true;
}

static void copy_on_write(void)
{
    uint32_t at = LAZY + 0x10;
    original[4] = 0x33333333;
    printf("copy-on-write: both have one page read-only\n");
    report("both load from it", run(&one, load, at, 0) == 0x33333333
                             && run(&two, load, at, 0) == 0x33333333 && faults == 0);
    walk(&one, at);
    run(&one, store, at, 0x44444444);
    walk(&one, at);
    report("space 1 has stored into a copy, space 2 sees nothing of it", faults == 1 && copies == 1
           && run(&one, load, at, 0) == 0x44444444 && run(&two, load, at, 0) == 0x33333333);
    run(&two, store, at, 0x55555555);
    report("space 2, left alone with the original, needs no copy", faults == 2 && copies == 1
           && run(&one, load, at, 0) == 0x44444444 && run(&two, load, at, 0) == 0x55555555);
    run(&one, store, at, 0x66666666);
    run(&two, store, at, 0x77777777);
    report("further stores do not trap", one.copy[4] == 0x66666666 && original[4] == 0x77777777);
    printf("  2 spaces, 4 stores: %u faults, %u copy\n", faults, copies);
    passed = passed && faults == 2 && copies == 1;
}

int main(void)
{
    printf("Sv32: an entry is the word at table + 4 * VPN. Its bits 31:10 number the next table, or\n"
           "the page; bits 7:0 are DAGUXWRV, - is 0. Addresses, entries, VPNs in hexadecimal.\n");
    make(&one);
    make(&two);
    open_hart();
    trap_handle(on_trap);
    own_pages();
    shared_and_big();
    both_harts();
    copy_on_write();
    printf("%s\n", passed ? "PASS" : "FAIL");
    return passed ? 0 : 1;
}
