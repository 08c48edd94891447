// hart.c - starting functions on sleeping harts.
//
// Each hart has a mailbox. Its state goes IDLE -> CLAIMED -> RUNNING (by hart_start) -> DONE (by
// the hart) -> IDLE (by hart_join). The doorbell is msip; a bell without RUNNING is ignored.
#include <stdbool.h>
#include <stddef.h>
#include <stdio.h>
#include "clint.h"
#include "twin/atomic.h"
#include "twin/fence.h"
#include "twin/hart.h"
#include "twin/irq.h"

void hart_boot(void);
_Noreturn void hart_park(void);

enum state { IDLE, CLAIMED, RUNNING, DONE };

static struct mailbox {
    _Alignas(LINE_SIZE) volatile uint32_t state;
    int (*fn)(void *);
    void *arg;
    int result;
} mailboxes[HART_MAX];

static unsigned count;

/** Count the harts: mtimecmp keeps what is written only for harts that exist. "Never" is also the
 * value it should start with. Caller: hart 0, before main(). */
void hart_boot(void)
{
    for (count = 0; count < HART_MAX; count++) {
        struct clint_time *compare = &CLINT->mtimecmp[count];
        compare->high = compare->low = UINT32_MAX;
        if (compare->high != UINT32_MAX)
            break;
    }
    mailboxes[0].state = RUNNING;
}

unsigned hart_count(void)
{
    return count;
}

void hart_interrupt(unsigned hart)
{
    if (hart >= count)
        return;
    fence_w_o();    // what this hart stored so far, before the bell rings
    CLINT->msip[hart] = 1;
}

void hart_interrupt_clear(unsigned hart)
{
    if (hart >= count)
        return;
    CLINT->msip[hart] = 0;
    fence_io_rw();  // the bell is silent before we look why it rang: a later ring is a new one
}

int hart_start(unsigned hart, int (*fn)(void *), void *arg)
{
    if (fn == NULL)
        return HART_INVALID;
    if (hart >= count)
        return HART_ABSENT;

    struct mailbox *box = &mailboxes[hart];
    uint32_t idle = IDLE;
    // acquire: the joiner's load of the last result before our stores to the mailbox.
    if (!__atomic_compare_exchange_n(&box->state, &idle, CLAIMED, false,
                                     __ATOMIC_ACQUIRE, __ATOMIC_RELAXED))
        return HART_BUSY;
    box->fn = fn;
    box->arg = arg;
    // release: the mailbox and all the caller's stores before RUNNING, for the woken hart.
    store_release(&box->state, RUNNING);
    hart_interrupt(hart);
    return HART_OK;
}

int hart_join(unsigned hart, int *result)
{
    if (hart >= count)
        return HART_ABSENT;
    if (hart == hart_id())
        return HART_SELF;

    struct mailbox *box = &mailboxes[hart];
    uint32_t state;
    // acquire: the function's stores and its result, made before DONE, for our loads after.
    while ((state = load_acquire(&box->state)) != DONE)
        if (state == IDLE)
            return HART_IDLE;
    int value = box->result;
    // release: our load of the result before IDLE lets the next function overwrite it.
    if (!__atomic_compare_exchange_n(&box->state, &state, IDLE, false,
                                     __ATOMIC_RELEASE, __ATOMIC_RELAXED))
        return HART_IDLE;
    if (result != NULL)
        *result = value;
    return HART_OK;
}

/** Sleep until a function is there, run it, and again. Caller: start.S on every hart but 0; .bss
 * may not be clear yet, so only msip is looked at before the first bell. */
void hart_park(void)
{
    unsigned me = hart_id();
    struct mailbox *box = &mailboxes[me];

    for (;;) {
        csr_clear(mstatus, MSTATUS_MIE);
        csr_write(mie, 1u << IRQ_SOFTWARE);     // ends wfi; with MIE off it is not taken
        irq_wait();
        if ((csr_read(mip) & 1u << IRQ_SOFTWARE) == 0)
            continue;
        hart_interrupt_clear(me);
        // acquire: the mailbox, stored before RUNNING, for our loads of it.
        if (load_acquire(&box->state) != RUNNING)
            continue;
        csr_write(mie, 0);
        box->result = box->fn(box->arg);
        fflush(stdout);
        // release: the result and the function's stores before DONE, for the joiner.
        store_release(&box->state, DONE);
    }
}
