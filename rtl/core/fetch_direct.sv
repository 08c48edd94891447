// fetch_direct.sv - fetch of a hart without caches: a word ahead of the instruction that decode looks at.
// Nothing is predicted: fetch goes on in a straight line until the back end sends it elsewhere. A word stands in data_q;
// slot_o has the instruction before it, expanded; half_q the first half of one that crosses words.
// One read is under way at a time, and asked for until it is granted (direct_bus.sv): what nobody wants any more is
// dropped when it comes.
`include "chk.svh"
`default_nettype none
module fetch_direct
  import config_pkg::ResetPc, bus_pkg::*, core_pkg::*, map_pkg::*;
`ifdef TH_CHECK
  import chk_pkg::*;
`endif
(
  input  logic              clk_i,
  input  logic              rst_ni,
  input  logic [31:0]       ram_size_i,

  // From the back end, out of registers. A redirect drops everything that was fetched.
  input  logic              redir_valid_i,
  input  logic [31:1]       redir_pc_i,

  // To decode, out of registers
  output fetch_slot_t       slot_o,
  output logic              slot_valid_o,
  input  logic              pop_i,

  // fence.i: req until done (one cycle). What was fetched is dropped; a redirect follows.
  input  logic              inval_req_i,
  output logic              inval_done_o,
  input  logic              halt_i,          // no new fetch

  // PMP: a word is asked for where guard_on_i, before memory is
  input  logic              guard_on_i,
  output logic              guard_ask_o,
  output logic [31:2]       guard_addr_o,
  input  logic              guard_done_i,
  input  logic              guard_ok_i,

  output logic              busy_miss_o,     // fetch waits for a word

  // Bus (rules in direct_bus.sv)
  output bus_req_t          req_o,
  input  logic              gnt_i,
  input  bus_beat_t         beat_i,
  input  req_id_t           req_id_i
`ifdef TH_CHECK
  ,
  output chk_t              chk_o
`endif
);
  wire flush = redir_valid_i || inval_req_i;

  // ---------------------------------------------------------------- words
  logic [31:2] next_q;                       // the word to be asked for, or asked for
  logic        ask_q, wait_q, drop_q;        // it is asked for, granted, not wanted any more
  logic        start_q;                      // it is to be that of pc_q
  logic        word_q, fault_q;              // data_q is a word, or could not be had
  logic [31:0] data_q;
  logic [31:1] pc_q;                         // of the slot's instruction; behind a redirect, of the first
  logic        used;                         // nothing of data_q is left

  wire beat  = beat_i.valid && beat_i.dst == req_id_i;
  wire got   = beat && !drop_q;
  wire idle  = !ask_q && (!wait_q || beat);
  wire want  = idle && (!word_q || used) && !got && !start_q && !flush && !halt_i;
  wire go    = want && (!guard_on_i || guard_done_i);
  wire there = (!guard_on_i || guard_ok_i) && ( is_ram({next_q, 2'd0}, ram_size_i) || is_rom({next_q, 2'd0}));
  wire none  = go && !there;                 // nothing is asked of where nothing is
  assign guard_ask_o  = want && guard_on_i;
  assign guard_addr_o = next_q;
  assign req_o = '{valid: ask_q || (go && there), op: BusFetch, addr: next_q[31:3]};
  always_ff @(posedge clk_i) begin
    if (!rst_ni) begin
      {ask_q, wait_q, drop_q, word_q} <= '0;
      start_q <= 1'b1;
    end else begin
      start_q <= flush || (start_q && !idle);
      ask_q   <= req_o.valid && !gnt_i;
      wait_q  <= gnt_i || (wait_q && !beat);
      drop_q  <= (ask_q || (wait_q && !beat)) && (drop_q || flush);
      word_q  <= !flush && (got || none || (word_q && !used));
    end
    if (start_q && idle)    next_q <= pc_q[31:2];
    else if (got || none)   next_q <= next_q + 30'd1;
    if (got)                data_q  <= next_q[2] ? beat_i.data[63:32] : beat_i.data[31:0];
    if (got || none)        fault_q <= none || beat_i.err;
  end
  assign busy_miss_o = !word_q;

  logic done_q;
  always_ff @(posedge clk_i) done_q <= rst_ni && inval_req_i && !done_q;
  assign inval_done_o = done_q;

  // ---------------------------------------------------------------- instructions
  logic        valid_q, first_q;             // the slot's; none has come since the redirect
  logic        upper_q, half_valid_q;        // the word's upper halfword is next; half_q belongs before it
  logic [15:0] half_q;
  logic        rvc_q;
  wire [31:0]  raw   = half_valid_q ? {data_q[15:0], half_q} : upper_q ? {16'd0, data_q[31:16]} : data_q;
  wire         rvc   = raw[1:0] != 2'b11;
  wire         whole = half_valid_q || rvc || !upper_q || fault_q;
  wire         take  = word_q && whole && (pop_i || !valid_q);
  wire         carry = word_q && !whole;
  assign used = carry || (take && (fault_q || (!half_valid_q && (upper_q || !rvc))));
  wire [31:1]  pc    = pc_q + (first_q ? 31'd0 : rvc_q ? 31'd1 : 31'd2);
  always_ff @(posedge clk_i) begin
    if (!rst_ni) begin
      valid_q <= 1'b0; half_valid_q <= 1'b0; first_q <= 1'b1; upper_q <= ResetPc[1]; pc_q <= ResetPc[31:1];
    end else if (flush) begin
      valid_q <= 1'b0; half_valid_q <= 1'b0; first_q <= 1'b1;
      if (redir_valid_i) begin
        pc_q    <= redir_pc_i;
        upper_q <= redir_pc_i[1];
      end
    end else begin
      valid_q <= take || (valid_q && !pop_i);
      if (carry)     half_valid_q <= 1'b1;
      else if (take) half_valid_q <= 1'b0;
      if (used)      upper_q <= 1'b0;
      else if (take) upper_q <= 1'b1;
      if (take) begin
        pc_q <= pc; first_q <= 1'b0;
      end
    end
    if (carry) half_q <= data_q[31:16];
  end

  logic [31:0] insn, insn_q;
  logic [15:0] raw_q;
  logic        illegal, illegal_q, slot_fault_q, fault_hi_q;
  expand u_expand (.en_i(take), .insn_i(raw), .insn_o(insn), .illegal_o(illegal));
  always_ff @(posedge clk_i)
    if (take) begin
      insn_q       <= insn;
      raw_q        <= raw[15:0];
      rvc_q        <= rvc;
      illegal_q    <= illegal;
      slot_fault_q <= fault_q;
      fault_hi_q   <= half_valid_q;
    end
`ifdef TH_CHECK
  logic [31:0] uid_q, cycle_q;
  always_ff @(posedge clk_i) begin
    cycle_q <= rst_ni ? cycle_q + 32'd1 : '0;
    uid_q   <= rst_ni ? uid_q + 32'(take && !flush) : '0;
  end
`endif
  always_comb begin
    slot_o          = '0;
    slot_o.pc       = {pc_q, 1'b0};
    slot_o.insn     = insn_q;
    slot_o.raw      = raw_q;
    slot_o.rvc      = rvc_q;
    slot_o.illegal  = illegal_q;
    slot_o.fault    = slot_fault_q ? FetchAccess : FetchOk;
    slot_o.fault_hi = fault_hi_q;
`ifdef TH_CHECK
    slot_o.uid      = uid_q - 32'd1;
`endif
  end
  assign slot_valid_o = valid_q;

`ifdef TH_CHECK
  always_comb begin
    chk_o = '0;
    chk_o[CkFlags][CkIFill] = got && !beat_i.err;
    chk_o[CkIFillAddr] = {next_q[31:3], 3'b0};
    chk_o[CkIFillLo]   = beat_i.data[31:0];
    chk_o[CkIFillHi]   = beat_i.data[63:32];
    chk_o[CkPush]      = {23'd0, flush, 7'd0, take && !flush};
    chk_o[CkPushUid]   = uid_q;
    chk_o[CkPushPc0]   = {pc, 1'b0};
    chk_o[CkPushInsn0] = rvc ? {16'd0, raw[15:0]} : raw;
    chk_o[CkPushCycle] = cycle_q;
  end
`endif
  `TH_ASSERT(chk_pop_valid, !pop_i || valid_q)
  `TH_ASSERT(chk_beat_expected, !beat || wait_q)
endmodule
`default_nettype wire
