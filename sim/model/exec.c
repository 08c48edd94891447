/* exec.c - what each instruction does. Sets pc and rd, or traps and leaves both to th_trap(). Spec:
 * unprivileged ISA chapters 2, 3, 7, 8, 9, bit-manipulation extensions; privileged 3.3. */
#include "hart.h"

static uint32_t mulh(int64_t a, int64_t b) { return (uint32_t)((uint64_t)(a * b) >> 32); }
static int64_t s64(uint32_t v) { return (int32_t)v; }

/* Division by zero and overflow have defined results (7.2). */
static uint32_t div_s(uint32_t a, uint32_t b)
{
  if (b == 0) return ~0u;
  if (a == 0x80000000u && b == ~0u) return a;
  return (uint32_t)((int32_t)a / (int32_t)b);
}
static uint32_t rem_s(uint32_t a, uint32_t b)
{
  if (b == 0) return a;
  if (a == 0x80000000u && b == ~0u) return 0;
  return (uint32_t)((int32_t)a % (int32_t)b);
}

static uint32_t sra(uint32_t v, uint32_t n)
{
  n &= 31;
  return v >> n | (v >> 31 && n ? ~0u << (32 - n) : 0);
}
static uint32_t ror(uint32_t v, uint32_t n)
{
  n &= 31;
  return n ? v >> n | v << (32 - n) : v;
}
static uint32_t sext8(uint32_t v) { return (uint32_t)(int32_t)(int8_t)(v & 0xff); }
static uint32_t sext16(uint32_t v) { return (uint32_t)(int32_t)(int16_t)(v & 0xffff); }

static uint32_t clz(uint32_t v)
{
  uint32_t n = 0;
  while (n < 32 && !(v >> (31 - n) & 1)) n++;
  return n;
}
static uint32_t ctz(uint32_t v)
{
  uint32_t n = 0;
  while (n < 32 && !(v >> n & 1)) n++;
  return n;
}
static uint32_t cpop(uint32_t v)
{
  uint32_t n = 0;
  for (; v; v &= v - 1) n++;
  return n;
}
static uint32_t orc_b(uint32_t v)
{
  uint32_t r = 0;
  for (unsigned s = 0; s < 32; s += 8)
    if (v >> s & 0xff) r |= 0xffu << s;
  return r;
}
static uint32_t rev8(uint32_t v) { return v << 24 | (v & 0xff00) << 8 | (v >> 8 & 0xff00) | v >> 24; }

static uint32_t combine(enum th_op op, uint32_t old, uint32_t operand)
{
  if (op == OP_CSRRW || op == OP_CSRRWI) return operand;
  return op == OP_CSRRS || op == OP_CSRRSI ? old | operand : old & ~operand;
}

/* CSR instruction (9.1): reads unless csrrw(i) with rd = x0; writes unless csrrs/c(i) with field rs1 = 0.
 * Either being illegal makes the whole instruction so. */
static bool csr_op(struct th_hart *h, const struct th_insn *d, uint32_t *rd_value)
{
  unsigned csr = d->imm & 0xfff;
  bool imm_form = d->op >= OP_CSRRWI, swap = d->op == OP_CSRRW || d->op == OP_CSRRWI;
  bool writes = swap || d->rs1 != 0;
  uint32_t operand = imm_form ? d->rs1 : h->x[d->rs1], old = 0, given;
  if ((writes && !th_csr_writable(csr)) || !th_csr_read(h, csr, &old)) return false;
  given = combine(d->op, old, operand);
  if (writes && !th_csr_write(h, csr, combine(d->op, th_csr_changed(h, csr, old), operand))) return false;
  if (h->rec) {
    h->rec->csr = true;
    h->rec->csr_addr = (uint16_t)csr;
    h->rec->csr_read = !swap || d->rd != 0;
    h->rec->csr_write = writes;
    h->rec->csr_rdata = old;
    h->rec->csr_wdata = writes ? given : 0;
  }
  *rd_value = old;
  return true;
}

/* Privileged 3.3.2, 3.1.6.1, 3.1.6.3: to xPP's mode with xIE as it was; xPP becomes U, MPRV dies below M. */
static void mret(struct th_hart *h)
{
  uint32_t s = h->mstatus;
  h->mode = (uint8_t)((s & TH_MPP) >> TH_MPP_AT);
  s &= ~(uint32_t)(TH_MIE | TH_MPP);
  if (h->mode < TH_MODE_M) s &= ~(uint32_t)TH_MPRV;
  h->mstatus = s | (s & TH_MPIE ? TH_MIE : 0) | TH_MPIE;
  th_drop_reservation(h);
  th_rights_changed(h);
  h->attention = true;
  h->pc = h->mepc;
}

static void sret(struct th_hart *h)
{
  uint32_t s = h->mstatus;
  h->mode = s & TH_SPP ? TH_MODE_S : TH_MODE_U;
  s &= ~(uint32_t)(TH_SIE | TH_SPP | TH_MPRV);
  h->mstatus = s | (s & TH_SPIE ? TH_SIE : 0) | TH_SPIE;
  th_drop_reservation(h);
  th_rights_changed(h);
  h->attention = true;
  h->pc = h->sepc;
}

/* May this mode execute it? A bit of mstatus denies S what U never may. Of a hart without S nobody may. */
static bool s_may(const struct th_hart *h, uint32_t denied)
{
  if (h->lacks.smode) return false;
  return h->mode == TH_MODE_M || (h->mode == TH_MODE_S && !th_status(h, denied));
}

/* Without S-mode U waits itself, unless TW (3.3.3). */
static bool may_wait(const struct th_hart *h)
{
  return h->lacks.smode ? h->mode == TH_MODE_M || !th_status(h, TH_TW) : s_may(h, TH_TW);
}

void th_exec(struct th_hart *h, const struct th_insn *d)
{
  uint32_t a = h->x[d->rs1], b = h->x[d->rs2], imm = d->imm, next = h->pc + d->len, r = 0;
  if (h->lacks.bitmanip && d->op >= OP_SH1ADD) goto illegal;
  switch ((enum th_op)d->op) {
  case OP_ILLEGAL: illegal: th_trap(h, TH_ILLEGAL, d->raw); return;
  case OP_LUI:   r = imm; break;
  case OP_AUIPC: r = h->pc + imm; break;
  case OP_JAL:   r = next; next = h->pc + imm; break;
  case OP_JALR:  r = next; next = (a + imm) & ~1u; break;
  case OP_BEQ:   if (a == b) next = h->pc + imm; break;
  case OP_BNE:   if (a != b) next = h->pc + imm; break;
  case OP_BLT:   if ((int32_t)a < (int32_t)b) next = h->pc + imm; break;
  case OP_BGE:   if ((int32_t)a >= (int32_t)b) next = h->pc + imm; break;
  case OP_BLTU:  if (a < b) next = h->pc + imm; break;
  case OP_BGEU:  if (a >= b) next = h->pc + imm; break;

  case OP_LB:  if (!th_load(h, a + imm, 1, &r)) return; r = sext8(r); break;
  case OP_LH:  if (!th_load(h, a + imm, 2, &r)) return; r = sext16(r); break;
  case OP_LW:  if (!th_load(h, a + imm, 4, &r)) return; break;
  case OP_LBU: if (!th_load(h, a + imm, 1, &r)) return; break;
  case OP_LHU: if (!th_load(h, a + imm, 2, &r)) return; break;
  case OP_SB:  if (!th_store(h, a + imm, 1, b)) return; break;
  case OP_SH:  if (!th_store(h, a + imm, 2, b)) return; break;
  case OP_SW:  if (!th_store(h, a + imm, 4, b)) return; break;

  case OP_ADDI:  r = a + imm; break;
  case OP_SLTI:  r = (int32_t)a < (int32_t)imm; break;
  case OP_SLTIU: r = a < imm; break;
  case OP_XORI:  r = a ^ imm; break;
  case OP_ORI:   r = a | imm; break;
  case OP_ANDI:  r = a & imm; break;
  case OP_SLLI:  r = a << imm; break;
  case OP_SRLI:  r = a >> imm; break;
  case OP_SRAI:  r = sra(a, imm); break;
  case OP_ADD:   r = a + b; break;
  case OP_SUB:   r = a - b; break;
  case OP_SLL:   r = a << (b & 31); break;
  case OP_SLT:   r = (int32_t)a < (int32_t)b; break;
  case OP_SLTU:  r = a < b; break;
  case OP_XOR:   r = a ^ b; break;
  case OP_SRL:   r = a >> (b & 31); break;
  case OP_SRA:   r = sra(a, b); break;
  case OP_OR:    r = a | b; break;
  case OP_AND:   r = a & b; break;

  case OP_FENCE:   if (h->rec) h->rec->fence = true; break;    /* the model is sequentially consistent */
  case OP_FENCE_I: if (h->rec) h->rec->fence_i = true; break;  /* decoding is keyed by the bits themselves */
  case OP_ECALL:   th_trap(h, TH_ECALL_U + h->mode, 0); return;
  case OP_EBREAK:  th_trap(h, TH_BREAKPOINT, h->pc); return;
  case OP_MRET:
    if (h->mode != TH_MODE_M) goto illegal;
    mret(h);
    return;
  case OP_SRET:
    if (!s_may(h, TH_TSR)) goto illegal;
    sret(h);
    return;
  case OP_SFENCE_VMA:
    if (!s_may(h, TH_TVM)) goto illegal;
    th_fence_vma(h, d->rs1, a, d->rs2, b);
    if (h->rec) h->rec->sfence = true;
    break;
  case OP_WFI:
    if (!may_wait(h)) goto illegal;
    h->asleep = !(th_hart_mip(h, h->bus->mip(h->ctx, h->id)) & h->mie); break;
  case OP_CSRRW: case OP_CSRRS: case OP_CSRRC: case OP_CSRRWI: case OP_CSRRSI: case OP_CSRRCI:
    if (!csr_op(h, d, &r)) goto illegal;
    break;

  case OP_MUL:    r = a * b; break;
  case OP_MULH:   r = mulh(s64(a), s64(b)); break;
  case OP_MULHSU: r = mulh(s64(a), (int64_t)(uint64_t)b); break;
  case OP_MULHU:  r = (uint32_t)((uint64_t)a * b >> 32); break;
  case OP_DIV:    r = div_s(a, b); break;
  case OP_DIVU:   r = b ? a / b : ~0u; break;
  case OP_REM:    r = rem_s(a, b); break;
  case OP_REMU:   r = b ? a % b : a; break;

  case OP_LR: if (!th_lr(h, a, &r)) return; break;
  case OP_SC: if (!th_sc(h, a, b, &r)) return; break;
  case OP_AMOSWAP: case OP_AMOADD: case OP_AMOXOR: case OP_AMOAND: case OP_AMOOR:
  case OP_AMOMIN: case OP_AMOMAX: case OP_AMOMINU: case OP_AMOMAXU:
    if (!th_amo(h, (enum th_op)d->op, a, b, &r)) return;
    break;

  case OP_SH1ADD: r = (a << 1) + b; break;
  case OP_SH2ADD: r = (a << 2) + b; break;
  case OP_SH3ADD: r = (a << 3) + b; break;
  case OP_ANDN:   r = a & ~b; break;
  case OP_ORN:    r = a | ~b; break;
  case OP_XNOR:   r = ~(a ^ b); break;
  case OP_CLZ:    r = clz(a); break;
  case OP_CTZ:    r = ctz(a); break;
  case OP_CPOP:   r = cpop(a); break;
  case OP_MAX:    r = (int32_t)a < (int32_t)b ? b : a; break;
  case OP_MAXU:   r = a < b ? b : a; break;
  case OP_MIN:    r = (int32_t)a < (int32_t)b ? a : b; break;
  case OP_MINU:   r = a < b ? a : b; break;
  case OP_SEXT_B: r = sext8(a); break;
  case OP_SEXT_H: r = sext16(a); break;
  case OP_ZEXT_H: r = a & 0xffff; break;
  case OP_ROL:    r = ror(a, 32 - (b & 31)); break;
  case OP_ROR:    r = ror(a, b); break;
  case OP_RORI:   r = ror(a, imm); break;
  case OP_ORC_B:  r = orc_b(a); break;
  case OP_REV8:   r = rev8(a); break;
  case OP_BCLR:   r = a & ~(1u << (b & 31)); break;
  case OP_BEXT:   r = a >> (b & 31) & 1; break;
  case OP_BINV:   r = a ^ 1u << (b & 31); break;
  case OP_BSET:   r = a | 1u << (b & 31); break;
  case OP_BCLRI:  r = a & ~(1u << imm); break;
  case OP_BEXTI:  r = a >> imm & 1; break;
  case OP_BINVI:  r = a ^ 1u << imm; break;
  case OP_BSETI:  r = a | 1u << imm; break;
  }
  if (d->rd) h->x[d->rd] = r;
  h->pc = next;
}
