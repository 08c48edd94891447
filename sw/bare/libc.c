// libc.c - what picolibc asks of its machine: its one lock (malloc), and abort() without signals.
// The heap is picolibc's own sbrk() between link.ld's __heap_start and __heap_end.
#include <stdlib.h>
#include <sys/lock.h>
#include "twin/lock.h"
#include "twin/trap.h"

struct __lock { struct recursive_lock lock; };
struct __lock __lock___libc_recursive_mutex;

void __retarget_lock_acquire_recursive(_LOCK_T lock)
{
    recursive_lock(&lock->lock);
}

void __retarget_lock_release_recursive(_LOCK_T lock)
{
    recursive_unlock(&lock->lock);
}

void abort(void)
{
    panic("abort()");
}
