/* dump.h - a hart's state as text, for the end of a run that failed: mode, registers, the last traps, and for those
 * that an address caused the page walk step by step. Of the reference model, or of the RTL put into a th_hart. */
#ifndef TH_DUMP_H
#define TH_DUMP_H
#include <stdio.h>

struct th_hart;

/** Lines of four blanks and more. Looked at: x, mode, the trap CSRs, mstatus, satp, menvcfgh, pmp, ram_bytes;
 * bus->pte_read(ctx, id, pa) for the words of page tables, in RAM. Changes nothing. */
void th_dump(const struct th_hart *h, FILE *out);

#endif
