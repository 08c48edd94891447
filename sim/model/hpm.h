/* hpm.h - the counters mhpmcounter3 and up of a hart of the model: privileged spec 1.12 3.1.10, Sscofpmf 1.0.
 * An event is one of the RTL's (docs/ref/events.md). What follows from the instructions alone is counted exactly; of the others
 * the model knows nothing: it counts cycles as instructions, and the rest not at all. */
#ifndef TH_HPM_H
#define TH_HPM_H
#include <stdbool.h>
#include <stdint.h>

struct th_hart;
struct th_insn;
enum { TH_HPM_MOST = 6 };

struct th_hpm {
  unsigned counters;                          /* 0 to TH_HPM_MOST: mhpmcounter3 and up */
  bool     on;                                /* some counter has an event */
  bool     counted;                           /* the current step has been counted, before it changed something here */
  bool     of_outside;                        /* OF and LCOFIP are set by the caller */
  uint8_t  event[TH_HPM_MOST];                /* mhpmevent: a number */
  uint8_t  inhibit[TH_HPM_MOST];              /* mhpmeventh 30:28: M, S, U */
  bool     of[TH_HPM_MOST];
  uint64_t value[TH_HPM_MOST];
  bool     unsure[TH_HPM_MOST];               /* events that the model does not know may have been counted */
  bool     wrapped[TH_HPM_MOST];              /* for the caller to clear */
};

/** Count the step of d (NULL: its fetch trapped) that began in this mode. Only while hpm.on. */
void th_hpm_step(struct th_hart *h, const struct th_insn *d, uint8_t mode);
/** Count an exception or interrupt, before the mode changes. Only while hpm.on. */
void th_hpm_trap(struct th_hart *h, uint32_t cause);

/** mhpmcounter, mhpmevent, their high halves, hpmcounter, scountovf; false: not one of these. Reads of what may be
 * another value outside go through bus->csr_outside. Rights are the caller's. */
bool th_hpm_read(struct th_hart *h, unsigned csr, uint32_t *value);
bool th_hpm_write(struct th_hart *h, unsigned csr, uint32_t value);
/** mcountinhibit is about to change: what went before counts as it said. */
void th_hpm_before(struct th_hart *h);
/** ... and has. */
void th_hpm_after(struct th_hart *h);

/** Is this event's number one that the model counts exactly? */
bool th_hpm_exact(unsigned event);
/** Which counter a CSR's number names, 0 for mhpmcounter3; -1: none that is there. */
int th_hpm_counter(const struct th_hart *h, unsigned csr);
#endif
