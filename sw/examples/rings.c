// rings.c - what the rings U, S and M may do, and what happens when they do more: each attempt is
// one instruction run in its ring; a trap shows who took it, its cause, xepc and xtval. Ends in
// PASS or FAIL. Spec: privileged 3.1.6 to 3.1.9, 3.7, 4.3.
#include <stdbool.h>
#include <stdint.h>
#include <stdio.h>
#include "twin/csr.h"
#include "twin/irq.h"
#include "twin/ring.h"
#include "twin/sv32.h"
#include "twin/timer.h"
#include "twin/trap.h"

// The machine as a small kernel would set it up:
//
//   physical, and where S sees it       U sees it at
//   80000000  4 MiB, S: R W X           -            kernel: program, tables, the pages below
//     attempts[]                        40000000     R X
//     user_page                         40001000     R W
//     vault                             40002000     R W, but PMP entry 0 keeps it for M
//
// S takes what medeleg and mideleg give it, M the rest.
#define KERNEL     0x80000000u
#define USER       0x40000000u
#define USER_DATA  (USER + 1 * PAGE_SIZE)
#define USER_VAULT (USER + 2 * PAGE_SIZE)
#define NOWHERE    (USER + 3 * PAGE_SIZE)

enum { ILLEGAL = 2, FETCH_ACCESS = 1, LOAD_ACCESS = 5, STORE_ACCESS = 7, ECALL_U = 8, ECALL_S = 9,
       ECALL_M = 11, FETCH_PAGE = 12, LOAD_PAGE = 13, STORE_PAGE = 15 };
#define TIMER_S      0x80000005u            // of scause
#define IRQ_TIMER_S  (1u << 5)              // of mip, mie and mideleg
#define SIE          (1u << 1)              // of mstatus, and the next three
#define SUM          (1u << 18)
#define TVM          (1u << 20)
#define TW           (1u << 21)
#define PMP_RWX      0x1fu                  // NAPOT
#define PMP_NONE     0x18u
#define PMP_LOCK     0x80u

static _Alignas(PAGE_SIZE) uint32_t root[1024], table[1024], user_page[1024], vault[1024];

// One page that holds every attempt, each followed by a jump to its first word. And S's trap entry:
// it reads what it was told, and calls M.
extern const uint32_t attempts[], kernel_entry[], kernel_report[];
__asm__(".pushsection .text.attempts, \"ax\"\n"
        ".balign 4096\n"
        "attempts: ecall\n"
        ".popsection\n"
        ".pushsection .text.kernel_entry, \"ax\"\n"
        ".balign 4\n"
        "kernel_entry: csrr a0, scause; csrr a1, sepc; csrr a2, stval\n"
        "kernel_report: ecall\n"
        ".popsection\n");

// What came of an attempt, and what should: ALLOWED, or who took which trap.
struct outcome { char by; uint32_t cause; };
#define ALLOWED  ((struct outcome){ 0, 0 })
#define M(cause) ((struct outcome){ 'M', cause })
#define S(cause) ((struct outcome){ 'S', cause })

static bool passed = true;

static void print(struct outcome o)
{
    if (o.by == 0)
        printf("allowed");
    else
        printf("%c: %2lu %-27s", o.by, (unsigned long)o.cause & 63, trap_name(o.cause));
}

// TRY(ring, more, instruction, a1, what, expected): run an instruction, which may use a0 and a1, in
// a ring, with more bits of mstatus.
#define TRY(ring, more, instruction, a1, what, expected) do { \
    uint32_t code_; \
    __asm__(".pushsection .text.attempts, \"ax\"\n" \
            ".balign 4\n1: " instruction "\n j attempts\n" \
            ".popsection\n lla %0, 1b" : "=r"(code_)); \
    attempt(ring, more, instruction, code_, a1, what, expected); } while (0)

static void attempt(enum ring ring, uint32_t more, const char *instruction, uint32_t code,
                    uint32_t a1, const char *what, struct outcome expected)
{
    uint32_t moved = ring == RING_U ? USER - (uint32_t)attempts : 0;
    struct trap_frame context = { .pc = code + moved, .status = MSTATUS_IN(ring) | more };
    context.x[11] = a1;
    ring_run(&context);

    struct outcome found = M(context.cause);
    uint32_t pc = context.pc, tval = context.tval;
    if (context.pc == (uint32_t)kernel_report) {        // S took it first
        found = S(context.x[10]);
        pc = context.x[11];
        tval = context.x[12];
    }
    if (pc == (uint32_t)attempts + moved)               // the ecall behind the attempt
        found = ALLOWED;

    printf("%c  %-18s %-33s ", "US?M"[ring], instruction, what);
    print(found);
    if (found.by != 0)
        printf(" %08lx %08lx", (unsigned long)pc, (unsigned long)tval);
    printf("\n");

    bool fetch = found.cause == FETCH_ACCESS || found.cause == FETCH_PAGE;
    bool access = fetch || found.cause == LOAD_ACCESS || found.cause == LOAD_PAGE
               || found.cause == STORE_ACCESS || found.cause == STORE_PAGE;
    uint32_t right_pc = fetch ? a1 : code + moved;
    uint32_t right_tval = access ? a1 : found.cause == ILLEGAL ? *(uint32_t *)code : 0;
    if (found.by != expected.by || found.cause != expected.cause
        || (found.by != 0 && (pc != right_pc || tval != right_tval))) {
        printf("   WRONG, expected: ");
        print(expected);
        printf(" %08lx %08lx\n", (unsigned long)right_pc, (unsigned long)right_tval);
        passed = false;
    }
}

static void set_up(void)
{
    root[sv32_index(KERNEL, 1)] = pte_make((void *)KERNEL,
                                             PTE_V | PTE_R | PTE_W | PTE_X | PTE_A | PTE_D);
    root[sv32_index(USER, 1)] = pte_make(table, PTE_V);
    table[0] = pte_make(attempts, PTE_V | PTE_R | PTE_X | PTE_U | PTE_A);
    table[1] = pte_make(user_page, PTE_V | PTE_R | PTE_W | PTE_U | PTE_A | PTE_D);
    table[2] = pte_make(vault, PTE_V | PTE_R | PTE_W | PTE_U | PTE_A | PTE_D);

    // The first entry that matches decides (3.7.1): 4 KiB of nothing, then everything.
    csr_write(pmpaddr0, (uint32_t)vault >> 2 | (PAGE_SIZE / 8 - 1));
    csr_write(pmpaddr1, UINT32_MAX);
    csr_write(pmpcfg0, PMP_RWX << 8 | PMP_NONE);

    csr_write(medeleg, 1u << ECALL_U | 1u << FETCH_PAGE | 1u << LOAD_PAGE | 1u << STORE_PAGE);
    csr_write(mideleg, IRQ_TIMER_S);
    csr_write(mcounteren, 7);
    csr_write(scounteren, 7);
    csr_write(stvec, kernel_entry);
    csr_write(satp, sv32_satp(root, 0));
    sfence_vma();
    trap_handle(ring_trap);
}

// M's timer interrupt becomes S's: there is one timer, and it is M's (3.1.9).
static void hand_on(void)
{
    irq_disable(IRQ_TIMER);
    csr_set(mip, IRQ_TIMER_S);
}

static void interrupt_soon(void)
{
    csr_clear(mip, IRQ_TIMER_S);
    timer_set(timer_now() + 20);
    irq_enable(IRQ_TIMER);
}

int main(void)
{
    uint32_t kernel_page = (uint32_t)root, hidden = (uint32_t)vault;
    set_up();

    printf("   instruction        what it asks for                  "
           "taken by, cause                   xepc     xtval\n");
    printf("registers\n");
    TRY(RING_U, 0, "csrr a0, cycle",    0, "a counter that M and S opened", ALLOWED);
    TRY(RING_U, 0, "csrr a0, sstatus",  0, "S's status", M(ILLEGAL));
    TRY(RING_U, 0, "csrr a0, mstatus",  0, "M's status", M(ILLEGAL));
    TRY(RING_S, 0, "csrr a0, sstatus",  0, "its own status", ALLOWED);
    TRY(RING_S, 0, "csrr a0, mstatus",  0, "M's status", M(ILLEGAL));
    TRY(RING_S, 0, "csrr a0, satp",     0, "the root of the page tables", ALLOWED);
    TRY(RING_S, TVM, "csrr a0, satp",   0, "the same, but M has set TVM", M(ILLEGAL));
    TRY(RING_M, 0, "csrr a0, mstatus",  0, "its own status", ALLOWED);
    TRY(RING_M, 0, "csrw mhartid, a1",  0, "to write what is read-only", M(ILLEGAL));

    printf("instructions\n");
    TRY(RING_U, 0, "sret",              0, "S's return from a trap", M(ILLEGAL));
    TRY(RING_S, 0, "mret",              0, "M's return from a trap", M(ILLEGAL));
    TRY(RING_U, 0, "wfi",               0, "to stop the hart", M(ILLEGAL));
    TRY(RING_S, TW, "wfi",              0, "to stop it, but M has set TW", M(ILLEGAL));
    TRY(RING_U, 0, "sfence.vma",        0, "to empty the TLBs", M(ILLEGAL));
    TRY(RING_S, 0, "sfence.vma",        0, "to empty the TLBs", ALLOWED);

    printf("pages\n");
    TRY(RING_U, 0, "sw a0, 0(a1)",      USER_DATA,   "its own data, to write", ALLOWED);
    TRY(RING_U, 0, "lw a0, 0(a1)",      USER,        "its own code, to read", ALLOWED);
    TRY(RING_U, 0, "sw a0, 0(a1)",      USER,        "its own code, to write", S(STORE_PAGE));
    TRY(RING_U, 0, "jr a1",             USER_DATA,   "its own data, to execute", S(FETCH_PAGE));
    TRY(RING_U, 0, "lw a0, 0(a1)",      NOWHERE,     "a page that is not there", S(LOAD_PAGE));
    TRY(RING_U, 0, "lw a0, 0(a1)",      kernel_page, "S's page tables, to read", S(LOAD_PAGE));
    TRY(RING_U, 0, "sw a0, 0(a1)",      kernel_page, "S's page tables, to write", S(STORE_PAGE));
    TRY(RING_S, 0, "lw a0, 0(a1)",      kernel_page, "its own page tables, to read", ALLOWED);
    TRY(RING_S, 0, "lw a0, 0(a1)",      USER_DATA,   "U's data, to read", S(LOAD_PAGE));
    TRY(RING_S, SUM, "lw a0, 0(a1)",    USER_DATA,   "the same, having set SUM", ALLOWED);
    TRY(RING_S, SUM, "jr a1",           USER,        "U's code, to execute", S(FETCH_PAGE));

    printf("physical memory that PMP keeps for M\n");
    TRY(RING_U, 0, "lw a0, 0(a1)",      USER_VAULT,  "a page mapped to M's memory",
        M(LOAD_ACCESS));
    TRY(RING_S, 0, "lw a0, 0(a1)",      hidden,      "M's memory, to read", M(LOAD_ACCESS));
    TRY(RING_S, 0, "sw a0, 0(a1)",      hidden,      "M's memory, to write", M(STORE_ACCESS));
    TRY(RING_S, 0, "jr a1",             hidden,      "M's memory, to execute", M(FETCH_ACCESS));
    TRY(RING_M, 0, "lw a0, 0(a1)",      hidden,      "its own memory, to read", ALLOWED);
    csr_set(pmpcfg0, PMP_LOCK);             // until reset
    TRY(RING_M, 0, "lw a0, 0(a1)",      hidden,      "the same, having locked the entry",
        M(LOAD_ACCESS));

    printf("calls and interrupts: the ring below asks, the ring above answers\n");
    TRY(RING_U, 0, "ecall",             0, "S, by medeleg", S(ECALL_U));
    TRY(RING_S, 0, "ecall",             0, "M", M(ECALL_S));
    TRY(RING_M, 0, "ecall",             0, "itself", M(ECALL_M));
    csr_set(medeleg, 1u << ILLEGAL);
    TRY(RING_U, 0, "csrr a0, mstatus",  0, "M's status; medeleg now has bit 2", S(ILLEGAL));
    irq_handle(IRQ_TIMER, hand_on);
    csr_set(mie, IRQ_TIMER_S);
    interrupt_soon();
    TRY(RING_U, 0, "j .",               0, "nothing; the timer goes on to S", S(TIMER_S));
    interrupt_soon();
    TRY(RING_S, SIE, "j .",             0, "nothing; interrupts are on", S(TIMER_S));
    timer_stop();

    printf("%s\n", passed ? "PASS" : "FAIL");
    return passed ? 0 : 1;
}
