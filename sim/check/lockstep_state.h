/* lockstep_state.h - the checker's state, shared by the lockstep*.c files only. */
#ifndef TH_LOCKSTEP_STATE_H
#define TH_LOCKSTEP_STATE_H
#include "../model/hart.h"
#include "lockstep.h"

enum {
  STORES = 2048,      /* retired stores remembered per hart; a power of two */
  HEADS = 512,        /* possible positions of the oldest store still pending */
  SAMPLES = 64,       /* performed loads not yet retired; a power of two */
  WRITES = 1024,      /* log of golden memory's changes: at least 64 cycles' worth; a power of two */
  EVENTS = 4096,      /* log for the report; a power of two */
  DEFERRED = 16,      /* writes of one cycle */
  WIRES = 64,         /* cycles of wires remembered; a power of two */
  RETIRED = 8,        /* last retirements of a hart, for the report */
  TAG_SETS = 256, TAG_WAYS = 8,
  IFILL_CYCLES = 64,  /* how old an I-cache fill's bytes may be: rule d */
  MCYCLE_SLACK = 8,   /* rule f */
  TIME_LAG = 16,      /* cycles a time read may trail mtime */
  REFUSALS = 32,      /* walks without a result: rule e */
  SATPS = 8,          /* earlier values of satp */
  REPORT_BYTES = 16384
};

/* One part of a retired store, numbered by its place in the hart's list. */
struct store {
  uint32_t pa, data;
  uint8_t  mask;
  bool     io;
  uint64_t cycle;
};

/* What a load saw: golden bytes, and how many of the hart's own stores were in them. Merging can leave
 * more than one possible count: low..high. */
struct sample {
  uint32_t pa, data;
  uint8_t  mask, part;
  uint64_t low, high;
  uint64_t cycle, write;          /* place in the log of writes */
};

/* An AMO, SC or device write that became visible and has not retired yet. */
struct early {
  bool     valid;
  uint8_t  source, mask;
  uint32_t pa, data, old;
  bool     foreign;               /* SC: another hart wrote into the reserved line since the LR */
  uint64_t cycle;
};

struct written {
  uint64_t cycle;
  uint32_t pa, old;
  uint8_t  mask, hart;            /* hart 0xff: the harness */
};

/* I-cache fills of one page since the hart's last fence.i. */
struct fill_page {
  struct { uint64_t data; uint32_t generation, more; } beat[512];   /* more: 0, or 1 + index of another sample */
};
struct fill_more { uint64_t data; uint32_t next; };

/* A walk that ended in a fault. */
struct refusal {
  uint32_t page, satp;
  struct th_chain chain;
};

struct hart_state {
  struct th_hart model;

  struct store store[STORES];
  uint64_t stores;                /* retired so far; store n stands at n % STORES */
  uint64_t head[HEADS];           /* possible numbers of the oldest pending store, ascending */
  unsigned heads;

  struct sample sample[SAMPLES];
  uint64_t samples, samples_used; /* written so far; all before samples_used are done with */

  struct early atomic, io_write;
  bool     io_read;
  uint32_t io_pa, io_data;
  uint8_t  io_mask;

  bool     resv_foreign;          /* since the model's current reservation was made */
  unsigned sc_failures;
  unsigned loop_length;           /* instructions since the LR of a constrained loop; 0: not in one */

  struct fill_page **page;        /* per 4 KiB of RAM; allocated when first filled */
  struct fill_more *more;
  uint32_t mores, more_room;
  uint32_t generation;            /* counts fence.i, from 1 */

  struct th_chain walking;        /* rule e: what the walk under way has read; model.sticky holds what was found */
  bool     overtaken;             /* ... began before an sfence.vma: it may not write any more */
  bool     set_d, owes_store;     /* it has set D; the next record has to be a store, to this page */
  uint32_t owed_page;
  uint64_t adue_cleared;          /* cycle in which ADUE fell; a walk begun before may still set bits */
  struct refusal refused[REFUSALS];
  uint64_t refusals;
  uint32_t satp_before[SATPS];
  unsigned satps;

  uint64_t order;
  bool     bus_errors;            /* one was reported at some time */
  uint32_t irq_wait;              /* cycles an enabled interrupt has been pending */
  bool     after_trap;            /* the last record was a trap or an interrupt */
  struct th_retire retired[RETIRED];
  uint64_t retired_cycle[RETIRED], retirements;
};

struct logged { struct th_event ev; uint64_t cycle; };
struct tag { uint32_t line; uint8_t state; };

struct th_lockstep {
  struct th_ls_config cfg;
  uint8_t *ram;
  uint8_t  rom[TH_ROM_BYTES];
  struct hart_state hart[TH_LS_HARTS];

  uint64_t cycle;
  bool     started, failed;
  struct th_wires wires[WIRES];   /* of cycle c at c % WIRES */
  struct th_event deferred[DEFERRED];
  unsigned n_deferred;

  struct written write[WRITES];
  uint64_t writes;
  struct logged event[EVENTS];
  uint64_t events;
  struct tag tag[TH_LS_HARTS][TAG_SETS][TAG_WAYS];

  const struct th_retire *now;    /* the record being checked, for the model's callbacks */
  uint64_t checked;
  char     report[REPORT_BYTES];
  size_t   report_used;
};

/* Bits 8i+7:8i for each bit i of a byte mask. */
static inline uint32_t th_lanes(unsigned mask)
{
  return (mask & 1 ? 0xffu : 0) | (mask & 2 ? 0xff00u : 0) | (mask & 4 ? 0xff0000u : 0) | (mask & 8 ? 0xff000000u : 0);
}

/* ---- lockstep_memory.c: golden memory, rules a, b, c's writes, d */
bool     th_ls_golden(const struct th_lockstep *ls, uint32_t pa, void *bytes, size_t n);
uint32_t th_ls_word(const struct th_lockstep *ls, uint32_t pa);      /* RAM or ROM, pa word aligned; else 0 */
/** Change a word of golden RAM, log it, and end what a foreign write ends. Returns the old word. */
uint32_t th_ls_change(struct th_lockstep *ls, unsigned hart, uint32_t pa, uint8_t mask, uint32_t data);
void     th_ls_sample(struct th_lockstep *ls, const struct th_event *ev);
void     th_ls_visible(struct th_lockstep *ls, const struct th_event *ev);
void     th_ls_poke(struct th_lockstep *ls, uint32_t pa, const uint8_t *bytes, size_t n);
void     th_ls_store_retired(struct th_lockstep *ls, struct hart_state *h, uint32_t pa, uint8_t mask, uint32_t data,
                             bool io);
/** Check a retiring load part against its last sample. want: the value the RTL says, right-aligned; returned.
 * *used: the sample, or NULL when there was none. */
uint32_t th_ls_loaded(struct th_lockstep *ls, struct hart_state *h, uint32_t pa, unsigned bytes, unsigned part,
                      uint32_t want, const struct sample **used);
bool     th_ls_same_line(const struct th_lockstep *ls, uint32_t a, uint32_t b);
bool     th_ls_foreign_since(const struct th_lockstep *ls, unsigned hart, uint32_t pa, uint64_t write);
void     th_ls_store_age(struct th_lockstep *ls, struct hart_state *h);

/* ---- lockstep_fetch.c: rule d */
void     th_ls_ifill(struct th_lockstep *ls, const struct th_event *ev);
void     th_ls_dfill(struct th_lockstep *ls, const struct th_event *ev);
void     th_ls_fetched(struct th_lockstep *ls, struct hart_state *h, uint32_t pa, uint32_t want, unsigned bytes);
void     th_ls_fence_i(struct hart_state *h);
/** Are these bytes at pa in a fill since the last fence.i, or in the ROM? bytes: 2 or 4, inside one 8-byte beat. */
bool     th_ls_sampled(const struct th_lockstep *ls, const struct hart_state *h, uint32_t pa, uint32_t want, unsigned bytes);

/* ---- lockstep_translate.c: rule e */
void     th_ls_pte(struct th_lockstep *ls, const struct th_event *ev);
void     th_ls_walk(struct th_lockstep *ls, const struct th_event *ev);
void     th_ls_pte_written(struct th_lockstep *ls, const struct th_event *ev);
/** m: what the record is; NULL for an interrupt, which may come between a walk's write and its store. */
void     th_ls_owed(struct th_lockstep *ls, struct hart_state *h, const struct th_record *m);
void     th_ls_fence_vma(struct hart_state *h);
void     th_ls_satp(struct hart_state *h, uint32_t before);
struct th_place th_ls_resolve(void *ctx, unsigned hart, const struct th_access *a);

/** Its instruction bytes are not known. */
static inline bool th_ls_fetch_fault(const struct th_retire *r)
{
  return r->trap && (r->cause == TH_FETCH_ACCESS || r->cause == TH_FETCH_PAGE);
}

/* ---- lockstep_outside.c: what the model asks from outside, rules c, f */
extern const struct th_bus th_ls_bus;
bool     th_ls_mip_seen(struct th_lockstep *ls, unsigned hart, uint32_t mask, uint32_t seen);
void     th_ls_drop_loads(struct hart_state *h);

/* ---- lockstep_report.c: the first failure is kept, later ones are not looked at */
void     th_ls_fail(struct th_lockstep *ls, unsigned hart, uint32_t pa, const char *rule, const char *format, ...)
#ifdef __GNUC__
  __attribute__((format(printf, 5, 6)))
#endif
  ;
/** As th_ls_fail, with both records side by side. */
void     th_ls_fail_record(struct th_lockstep *ls, unsigned hart, uint32_t pa, const char *what,
                           const struct th_retire *r, const struct th_record *m);
#endif
