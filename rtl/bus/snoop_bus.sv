// snoop_bus.sv - the snooping bus: one transaction is chosen, checked and snooped at a time; lines from
// memory come back meanwhile (docs/coherence.md, section 3).
//   StPick   a requester is chosen, round robin
//   StCheck  its line is compared with the lines held by others: refused, or granted; a read of memory
//            starts in the same cycle, before it is known whether a cache will supply the line
//   StSnoop  all D-caches answer; the outcome goes to the asker
//   StSupply a cache sends the line: to the asker, and for BusRd to memory as well
//   StWb     a victim goes to memory
`include "chk.svh"
`include "mutant.svh"
`default_nettype none
module snoop_bus
  import config_pkg::*, bus_pkg::*, chk_pkg::*;
#(
  parameter int LineBytes = config_pkg::LineBytes
) (
  input  logic       clk_i,
  input  logic       rst_ni,

  // Requesters, numbered as bus_pkg says
  input  bus_req_t   [NumReq-1:0]   req_i,
  output logic       [NumReq-1:0]   gnt_o,
  input  bus_hold_t  [NumReq-1:0]   hold_i,       // at a write-back's number: the hart's reservation
  output bus_ack_t                  ack_o,
  output bus_beat_t                 beat_o,

  // D-caches
  output bus_hold_t                 snoop_look_o, // tags to be read: the snoop, if it comes, is next cycle's
  output bus_snoop_t                snoop_o,
  input  snoop_rsp_t [NumHarts-1:0] snoop_rsp_i,
  input  supply_t    [NumHarts-1:0] supply_i,
  output logic       [NumHarts-1:0] supply_ready_o,
  output logic       [NumHarts-1:0] wb_err_o,
  output logic       [31:0]         wb_err_addr_o,

  // Memory port (docs/ref/memory-port.md)
  output mem_req_t    mem_req_o,
  input  logic        mem_ready_i,
  output logic        mem_wvalid_o,
  output logic [63:0] mem_wdata_o,
  input  logic        mem_wready_i,
  input  logic        mem_rvalid_i,
  input  logic [63:0] mem_rdata_i,
  input  logic        mem_rerr_i,
  output logic        mem_rready_o,
  input  logic        mem_bvalid_i,
  input  logic        mem_berr_i,

  output monbus_t     mon_o
);
  localparam int OffW  = $clog2(LineBytes);
  localparam int Beats = LineBytes / 8;
  localparam int HartW = NumHarts > 1 ? $clog2(NumHarts) : 1;

  typedef enum logic [2:0] { StPick, StCheck, StSnoop, StSupply, StWb } state_e;
  state_e     state_q, state_d;
  req_id_t    cand_q;                       // the requester under way
  bus_op_e    op_q;
  logic [31:3] addr_q;                      // its line: taken at the pick, since it does not change
  logic [3:0] left_q;                       // beats still to be supplied
  logic [HartW-1:0] sup_q;                  // by this hart's cache
  logic       clean_q;                      // memory takes them too
  logic       wreq_q;                       // the write request is not yet accepted

  // ------------------------------------------------------------------ pick: round robin behind the last
  logic [NumReq-1:0] valid, behind;
  req_id_t           next;
  always_comb begin
    for (int r = 0; r < NumReq; r++) valid[r] = req_i[r].valid;
    behind = 'x; next = 'x;
    if (state_q == StPick) begin
      for (int r = 0; r < NumReq; r++) behind[r] = valid[r] && req_id_t'(r) > cand_q;
      next = cand_q;
      for (int r = NumReq - 1; r >= 0; r--) if (valid[r])  next = req_id_t'(r);
      for (int r = NumReq - 1; r >= 0; r--) if (behind[r]) next = req_id_t'(r);
    end
  end

  // ------------------------------------------------------------------ check
  logic              cand_valid;            // it still asks, for ...
  bus_op_e           cand_op;               // ... this, as it is now
  logic [NumReq-1:0] busy;
  assign cand_valid = req_i[cand_q].valid;
  assign cand_op    = req_i[cand_q].op;
  logic others;                             // somebody else asks
  always_comb begin
    busy = 'x; others = 'x;
    if (state_q == StCheck) begin
      others = 1'b0;
      for (int r = 0; r < NumReq; r++) begin
        busy[r] = hold_i[r].valid && hold_i[r].addr[31:OffW] == addr_q[31:OffW];
        if (valid[r] && cand_q != req_id_t'(r)) others = 1'b1;
      end
    end
  end
  assign snoop_look_o = '{valid: state_q == StCheck, addr: addr_q};
  wire read    = cand_op inside {BusRd, BusRdX, BusFetch};
  logic asked_q;                            // memory has seen the request: it is not taken back
  wire free    = busy == '0 || cand_op == BusWB || asked_q;
  logic rq_full;
  wire ask     = state_q == StCheck && cand_valid && free && cand_op != BusUpgr && !(read && rq_full);
  wire granted = state_q == StCheck && cand_valid && free &&
                 (cand_op == BusUpgr || (mem_ready_i && !(read && rq_full)));
  always_comb begin
    gnt_o = '0;
    gnt_o[cand_q] = granted;
  end

  // ------------------------------------------------------------------ reads under way, in order
  // Beats are taken only when the snoop phase has said whether the asker or nobody wants them.
  typedef struct packed { req_id_t dst; logic known; logic drop; } read_t;
  read_t      rq_q [2];
  logic [1:0] rq_cnt_q;
  logic       rq_new_q;                     // rq_q[..] of the transaction in StSnoop
  logic [2:0] rbeat_q;
  wire rq_push = granted && read;
  assign rq_full = rq_cnt_q == 2'd2;
  assign mem_rready_o = rq_cnt_q != '0 && rq_q[0].known;
  wire rtake = mem_rvalid_i && mem_rready_o;
  wire rlast = rtake && rbeat_q == 3'(Beats - 1);

  // ------------------------------------------------------------------ snoop answers
  logic [NumHarts-1:0] got_q, got;
  logic       shared_q, supply_q, shared, supply;
  logic [HartW-1:0] sup;
  always_comb begin
    got = got_q; shared = shared_q; supply = supply_q; sup = sup_q;
    for (int h = 0; h < NumHarts; h++)
      if (snoop_rsp_i[h].valid) begin
        got[h] = 1'b1;
        shared = shared || snoop_rsp_i[h].shared;
        if (snoop_rsp_i[h].supply) begin
          supply = 1'b1;
          sup    = HartW'(h);
        end
      end
  end
  wire resolved = state_q == StSnoop && &got;
  wire clean    = `TH_MUTANT(17, op_q == BusRd, 1'b0);    // memory takes a supplied line too

  // ------------------------------------------------------------------ supply
  // Beats from memory go first: memory does not wait for long. A supplied beat goes to the asker and,
  // for BusRd, to memory in the same cycle.
  wire sending   = state_q inside {StSupply, StWb};
  wire to_asker  = state_q == StSupply;
  wire to_memory = state_q == StWb || clean_q;
  wire sup_valid = sending && supply_i[sup_q].valid;
  wire sup_go    = sup_valid && !(to_asker && rtake) && !(to_memory && (wreq_q || !mem_wready_i));
  always_comb begin
    supply_ready_o = '0;
    supply_ready_o[sup_q] = sending && !(to_asker && rtake) && !(to_memory && (wreq_q || !mem_wready_i));
  end
  assign mem_wvalid_o = sup_valid && to_memory && !wreq_q && !(to_asker && rtake);
  always_comb begin
    mem_wdata_o = 'x;
    if (sending) mem_wdata_o = supply_i[sup_q].data;
  end
  wire sup_last = sup_go && left_q == 4'd1;

  always_comb begin
    mem_req_o = '{valid: ask, write: cand_op == BusWB, addr: addr_q};
    if (sending && wreq_q) mem_req_o = '{valid: 1'b1, write: 1'b1, addr: addr_q};
  end

  always_comb begin
    state_d = state_q;
    unique case (state_q)
      StPick:  if (valid != '0) state_d = StCheck;
      StCheck: if (granted) state_d = cand_op == BusWB ? StWb : StSnoop;
               else if (!cand_valid || (!free && others)) state_d = StPick;   // others first
      StSnoop: if (resolved) state_d = supply ? StSupply : StPick;
      StSupply, StWb: if (sup_last) state_d = StPick;
      default: state_d = StPick;
    endcase
  end

  logic rdrop;
  assign rdrop = `TH_MUTANT(16, rq_q[0].drop, 1'b0);
  always_ff @(posedge clk_i) begin
    if (!rst_ni) begin
      state_q  <= StPick;
      cand_q   <= '0;
      rq_cnt_q <= '0;
      rbeat_q  <= '0;
      wreq_q   <= 1'b0;
      asked_q  <= 1'b0;
      snoop_o.valid <= 1'b0;
      ack_o.valid   <= 1'b0;
      beat_o.valid  <= 1'b0;
    end else begin
      state_q <= state_d;
      asked_q <= ask && !mem_ready_i;
      if (state_q == StPick) cand_q <= next;
      snoop_o.valid <= granted && cand_op != BusWB;
      ack_o.valid   <= resolved;
      beat_o.valid  <= (rtake && !rdrop) || (sup_go && to_asker);
      rq_cnt_q <= rq_cnt_q + 2'(rq_push) - 2'(rlast);
      if (rlast)      rbeat_q <= '0;
      else if (rtake) rbeat_q <= rbeat_q + 3'd1;
      if (resolved && supply && clean) wreq_q <= 1'b1;
      else if (sending && mem_ready_i)         wreq_q <= 1'b0;
    end

    if (state_q == StPick) addr_q <= req_i[next].addr;
    if (granted) begin
      op_q     <= cand_op;
      got_q    <= '0;
      shared_q <= 1'b0;
      supply_q <= 1'b0;
      left_q   <= 4'(Beats);
      clean_q  <= 1'b0;
      sup_q    <= HartW'(cand_q / ReqW'(ReqPerHart));    // a write-back's own cache
    end else if (state_q == StSnoop) begin
      got_q    <= got;
      shared_q <= shared;
      supply_q <= supply;
      sup_q    <= sup;
      clean_q  <= clean;
    end
    if (sup_go) left_q <= left_q - 4'd1;

    if (rlast) rq_q[0] <= rq_q[1];
    if (rq_push) rq_q[(rq_cnt_q - 2'(rlast)) == '0 ? 0 : 1] <= '{dst: cand_q, known: 1'b0, drop: 1'b0};
    if (rq_push)       rq_new_q <= 1'b1;
    else if (resolved) rq_new_q <= 1'b0;
    if (resolved && rq_new_q) begin
      // the youngest entry; the older one may leave in this very cycle
      if (rq_cnt_q - 2'(rlast) == 2'd1) rq_q[0] <= '{dst: cand_q, known: 1'b1, drop: supply};
      else                              rq_q[1] <= '{dst: cand_q, known: 1'b1, drop: supply};
    end

    snoop_o.op   <= granted ? cand_op : op_q;
    snoop_o.addr <= addr_q;
    snoop_o.src  <= cand_q;
    ack_o.dst    <= cand_q;
    ack_o.shared <= `TH_MUTANT(35, shared, 1'b0);
    ack_o.taken  <= supply || op_q == BusUpgr;
    beat_o.dst   <= rtake ? rq_q[0].dst : cand_q;
    beat_o.data  <= rtake ? mem_rdata_i : mem_wdata_o;
    beat_o.last  <= rtake ? rlast : sup_last;
    beat_o.err   <= rtake && mem_rerr_i;
  end

  // ------------------------------------------------------------------ errors of writes, in order
  // A failed copy of a supplied line counts against its supplier.
  typedef struct packed { logic [HartW-1:0] hart; logic [31:3] addr; } wr_t;
  wr_t        wq_q [4];
  logic [1:0] wq_head_q, wq_tail_q;
  wire wq_push = sup_last && to_memory;
  always_ff @(posedge clk_i) begin
    if (!rst_ni) begin
      wq_head_q <= '0;
      wq_tail_q <= '0;
    end else begin
      if (wq_push)      wq_tail_q <= wq_tail_q + 2'd1;
      if (mem_bvalid_i) wq_head_q <= wq_head_q + 2'd1;
    end
    if (wq_push) wq_q[wq_tail_q] <= '{hart: sup_q, addr: addr_q};
  end
  always_comb begin
    wb_err_o = '0;
    wb_err_o[wq_q[wq_head_q].hart] = mem_bvalid_i && mem_berr_i;
  end
  assign wb_err_addr_o = {wq_q[wq_head_q].addr[31:OffW], {OffW{1'b0}}};

  // ------------------------------------------------------------------ monitor
`ifdef TH_MONITOR
  always_comb begin
    mon_o = '0;
    mon_o[MbFlags][0]   = granted;
    mon_o[MbFlags][3:1] = cand_op;
    mon_o[MbFlags][4 +: ReqW] = cand_q;
    mon_o[MbLine]       = {addr_q[31:OffW], {OffW{1'b0}}};
    for (int r = 0; r < NumReq; r++) begin
      mon_o[MbWait][r] = req_i[r].valid;
      mon_o[MbBusy][r] = hold_i[r].valid;
    end
  end
`else
  assign mon_o = '0;
`endif

  // At most one cache holds the line in M (I1): at most one supplies.
`ifdef TH_CHECK
  logic [NumHarts-1:0] suppliers;
  for (genvar h = 0; h < NumHarts; h++) begin : gen_suppliers
    assign suppliers[h] = snoop_rsp_i[h].valid && snoop_rsp_i[h].supply;
  end
  `TH_ASSERT(chk_one_supplier, $onehot0(suppliers) && !(supply_q && state_q == StSnoop && |suppliers))
`endif
  `TH_ASSERT(chk_read_expected, !mem_rvalid_i || rq_cnt_q != '0)
endmodule
`default_nettype wire
