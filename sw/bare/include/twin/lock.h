// twin/lock.h - spin locks and a barrier for harts.
//
// All objects are ready when zero, except the barrier, which needs its count. Waiting is spinning
// without limit. Interrupts stay as they are: a lock that a trap handler takes too must be held
// with interrupts off (irq_save(), twin/irq.h), or its hart waits for itself. Only 4-byte atomics
// are used. Give an object and the data it guards a line of their own (LINE_SIZE, twin/hart.h).
// Context: any. Spec: RVWMO.
#ifndef TWIN_LOCK_H
#define TWIN_LOCK_H

#include <stdbool.h>
#include <stdint.h>
#include "twin/atomic.h"
#include "twin/hart.h"

/** Test-and-test-and-set lock: cheapest when free, not fair. */
struct spin_lock { volatile uint32_t held; };

/** Take the lock if it is free. @return true when taken. */
static inline bool spin_try_lock(struct spin_lock *lock)
{
    // acquire: the last holder's stores, made before its releasing store, are seen by our loads
    // after this swap.
    return __atomic_exchange_n(&lock->held, 1, __ATOMIC_ACQUIRE) == 0;
}

/** Take the lock. Waiters read their cached copy and swap only when they saw it free. */
static inline void spin_lock(struct spin_lock *lock)
{
    while (!spin_try_lock(lock))
        while (lock->held != 0) {}
}

/** Release the lock. Caller: the holder. */
static inline void spin_unlock(struct spin_lock *lock)
{
    // release: our stores (and loads) in the section before this store, for the next holder's swap.
    store_release(&lock->held, 0);
}

/** Ticket lock: harts get it in the order they asked. Wraps after 2^32 sections, harmlessly. */
struct ticket_lock { volatile uint32_t next, serving; };

/** Take the lock. */
static inline void ticket_lock(struct ticket_lock *lock)
{
    uint32_t mine = __atomic_fetch_add(&lock->next, 1, __ATOMIC_RELAXED);
    // acquire: the last holder's stores before its store to serving, for our loads after this one.
    while (load_acquire(&lock->serving) != mine) {}
}

/** Release the lock. Caller: the holder, so serving has one writer and needs no atomic add. */
static inline void ticket_unlock(struct ticket_lock *lock)
{
    // release: our accesses in the section before this store, for the next holder's load.
    store_release(&lock->serving, lock->serving + 1);
}

/** A test-and-test-and-set lock that its holder may take again. */
struct recursive_lock {
    volatile uint32_t owner;    // hart + 1, 0 when free
    unsigned depth;
};

/** Take the lock, or take it once more. @return true when taken; false: another hart holds it. */
static inline bool recursive_try_lock(struct recursive_lock *lock)
{
    uint32_t me = hart_id() + 1, owner = 0;
    // acquire: the last holder's stores, made before it stored 0, for our loads after this.
    if (lock->owner != me && !__atomic_compare_exchange_n(&lock->owner, &owner, me, false,
                                                          __ATOMIC_ACQUIRE, __ATOMIC_RELAXED))
        return false;
    lock->depth++;
    return true;
}

/** Take the lock, waiting while another hart holds it. */
static inline void recursive_lock(struct recursive_lock *lock)
{
    while (!recursive_try_lock(lock))
        while (lock->owner != 0) {}
}

/** Undo one taking. Caller: the holder. */
static inline void recursive_unlock(struct recursive_lock *lock)
{
    // release: our stores in the section, depth too, before this store, for the next holder.
    if (--lock->depth == 0)
        store_release(&lock->owner, 0);
}

/** Sense-reversing barrier: usable again at once. */
struct barrier {
    uint32_t harts;             // how many meet, set once by BARRIER_INIT
    volatile uint32_t arrived;
    volatile uint32_t sense;    // flips when all have met
};
#define BARRIER_INIT(count) { .harts = (count) }

/** Wait until all harts have called this. What each stored before is seen by all after. */
static inline void barrier_wait(struct barrier *barrier)
{
    // Cannot flip before this hart arrives, so reading it here is this hart's own sense.
    uint32_t sense = barrier->sense;
    // acq_rel: each hart's stores before its arrival, for the last to arrive.
    if (__atomic_fetch_add(&barrier->arrived, 1, __ATOMIC_ACQ_REL) + 1 == barrier->harts) {
        barrier->arrived = 0;
        // release: the reset of arrived, and all stores gathered above, before the flip is seen.
        store_release(&barrier->sense, !sense);
    } else {
        // acquire: the stores above, made before the flip, for our loads after it.
        while (load_acquire(&barrier->sense) == sense) {}
    }
}

#endif
