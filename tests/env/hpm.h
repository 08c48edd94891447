// hpm.h - numbers of the counters mhpmcounter3 and up, for assembly tests. Events: docs/ref/events.md.
#ifndef ENV_HPM_H
#define ENV_HPM_H
#define EV_CYCLE   1
#define EV_RETIRE  2
#define EV_LOAD    32
#define EV_STORE   33
#define EV_ATOMIC  34
#define EV_BRANCH  35
#define EV_TAKEN   36
#define EV_JUMP    38
#define EV_RETURN  39
#define EV_TRAP    41
#define EV_INTERRUPT 42
#define EV_FENCE   43
#define EV_MUL_DIV 45
#define EV_PAGE_FAULT 63
#define CPI_RETIRE 64

#define OF   (1 << 31)
#define MINH (1 << 30)
#define SINH (1 << 29)
#define UINH (1 << 28)
#define LCOFI (1 << 13)
#define IRQ_LCOFI (OF | 13)

#define MHPMEVENT3H 0x723               // 3 to 8 follow one another, as mhpmevent3 do
#define SCOUNTOVF   0xda0
#define HPMS        4                   // counters, from 3 on: config_pkg's HpmCounters, 4 or 6
#define HPM_LAST    (2 + HPMS)
#define HPM_BITS    ((8 << HPMS) - 8)   // of mcounteren and others
#endif
