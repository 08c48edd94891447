// clint.h - the CLINT's registers, private to the bare layer. Spec: SiFive CLINT.
#ifndef CLINT_H
#define CLINT_H

#include <stddef.h>
#include <stdint.h>

struct clint_time { volatile uint32_t low, high; };

struct clint {
    volatile uint32_t msip[4096];       // bit 0: software interrupt of a hart
    struct clint_time mtimecmp[4095];   // timer interrupt of a hart while mtime >= mtimecmp
    struct clint_time mtime;
};
_Static_assert(offsetof(struct clint, mtimecmp) == 0x4000, "CLINT layout");
_Static_assert(offsetof(struct clint, mtime) == 0xbff8, "CLINT layout");

#define CLINT ((struct clint *)0x02000000)

#endif
