// dcache_tb.sv - two load/store units on the snoop bus, each behind a bare pipeline x m w that the
// bench fills with operations.
`default_nettype none
module dcache_tb
  import config_pkg::*, bus_pkg::*, core_pkg::*, chk_pkg::*;
#(
  parameter int CacheBytes = config_pkg::CacheBytes,
  parameter int CacheWays  = config_pkg::CacheWays,
  parameter int LineBytes  = config_pkg::LineBytes
) (
  input  logic        clk_i,
  input  logic        rst_ni,
  // operation for x of hart h; taken when op_take_o
  input  logic        [NumHarts-1:0]       op_valid_i,
  input  logic        [NumHarts-1:0][2:0]  op_kind_i,
  input  logic        [NumHarts-1:0][1:0]  op_size_i,
  input  logic        [NumHarts-1:0]       op_uns_i,
  input  logic        [NumHarts-1:0][4:0]  op_amo_i,
  input  logic        [NumHarts-1:0][31:0] op_addr_i,
  input  logic        [NumHarts-1:0][31:0] op_wdata_i,
  output logic        [NumHarts-1:0]       op_take_o,
  // retirement, in order
  output logic        [NumHarts-1:0]       ret_o,
  output logic        [NumHarts-1:0]       ret_fault_o,
  output logic        [NumHarts-1:0][31:0] ret_data_o,
  output logic        [NumHarts-1:0]       sb_empty_o,
  output chk_t        [NumHarts-1:0]       chk_o,
  output mon_t        [NumHarts-1:0]       mon_o,
  output monbus_t                          monbus_o,
  // memory port
  output mem_req_t    mem_req_o,
  input  logic        mem_ready_i,
  output logic        mem_wvalid_o,
  output logic [63:0] mem_wdata_o,
  input  logic        mem_wready_i,
  input  logic        mem_rvalid_i,
  input  logic [63:0] mem_rdata_i,
  output logic        mem_rready_o,
  input  logic        mem_bvalid_i
);
  bus_req_t   [NumReq-1:0]   req;
  logic       [NumReq-1:0]   gnt;
  bus_hold_t  [NumReq-1:0]   hold;
  bus_ack_t                  ack;
  bus_beat_t                 beat;
  bus_snoop_t                snoop;
  bus_hold_t                 snoop_look;
  snoop_rsp_t [NumHarts-1:0] snoop_rsp;
  supply_t    [NumHarts-1:0] supply;
  logic       [NumHarts-1:0] supply_ready, wb_err;
  logic       [31:0]         wb_err_addr;
  snoop_bus #(.LineBytes(LineBytes)) u_bus (
    .clk_i, .rst_ni, .req_i(req), .gnt_o(gnt), .hold_i(hold), .ack_o(ack), .beat_o(beat),
    .snoop_look_o(snoop_look), .snoop_o(snoop), .snoop_rsp_i(snoop_rsp), .supply_i(supply), .supply_ready_o(supply_ready),
    .wb_err_o(wb_err), .wb_err_addr_o(wb_err_addr),
    .mem_req_o, .mem_ready_i, .mem_wvalid_o, .mem_wdata_o, .mem_wready_i, .mem_rvalid_i, .mem_rdata_i,
    .mem_rerr_i(1'b0), .mem_rready_o, .mem_bvalid_i, .mem_berr_i(1'b0), .mon_o(monbus_o));

  for (genvar h = 0; h < NumHarts; h++) begin : gen_hart
    localparam int R = h * ReqPerHart;
    assign req[R+ReqFetch]  = '0;
    assign hold[R+ReqFetch] = '0;
    logic        xm_valid_q, mw_valid_q, m_ready, w_done, w_upd;
    lsu_req_t    op, xm_q;
    logic [31:0] res, mw_data_q;
    lsu_fault_t  fault;
    assign op = '{kind: mem_kind_e'(op_kind_i[h]), size: op_size_i[h], uns: op_uns_i[h], amo: op_amo_i[h],
                  rl: 1'b0, addr: op_addr_i[h], wdata: op_wdata_i[h]};
    wire w_adv = !mw_valid_q || w_done || fault.valid;
    wire m_adv = w_adv && (!xm_valid_q || m_ready);
    assign op_take_o[h] = m_adv && op_valid_i[h];
    always_ff @(posedge clk_i) begin
      if (!rst_ni) begin
        xm_valid_q <= 1'b0;
        mw_valid_q <= 1'b0;
      end else begin
        if (m_adv) xm_valid_q <= op_valid_i[h];
        if (m_adv) mw_valid_q <= xm_valid_q;
        else if (w_adv) mw_valid_q <= 1'b0;
      end
      if (m_adv) xm_q <= op;
      if (m_adv || w_upd) mw_data_q <= res;
    end
    assign ret_o[h]       = mw_valid_q && (w_done || fault.valid);
    assign ret_fault_o[h] = fault.valid;
    assign ret_data_o[h]  = mw_data_q;
    logic busy, buserr;
    cpi_e why;
    logic [31:0] buserr_addr;
    events_t ev;
    io_req_t io;
    logic [31:12] w_addr;
    mmu_pkg::ask_t ask;                  // nothing is translated here
    logic waits, walk_valid, walk_err, walk_done, walk_lost;
    logic [1:0][31:0] pa;
    lsu #(.CacheBytes(CacheBytes), .CacheWays(CacheWays), .LineBytes(LineBytes)) u_lsu (
      .clk_i, .rst_ni, .ram_size_i(32'h0001_0000), .ev_on_i(1'b1),
      .x_valid_i(op_valid_i[h] && op.kind != MemStore), .x_addr_i(op.addr), .xm_adv_i(m_adv),
      .m_any_i(xm_valid_q), .m_valid_i(xm_valid_q), .m_req_i(xm_q), .mw_adv_i(m_adv), .m_ready_o(m_ready), .m_other_i(32'd0), .res_data_o(res),
      .ctx_i(mmu_pkg::xctx_t'{direct: 1'b1, space: mmu_pkg::SpaceM, default: '0}), .ask_o(ask), .waits_o(waits), .taken_i(1'b0), .answer_i('0), .fill_i('0),
      .tlb_flush_i('0), .walk_i('0), .walk_valid_o(walk_valid), .walk_err_o(walk_err), .walk_done_o(walk_done), .walk_lost_o(walk_lost), .w_addr_o(w_addr),
      .w_upd_o(w_upd), .w_valid_i(mw_valid_q), .w_live_i(mw_valid_q), .w_done_o(w_done), .w_fault_o(fault), .w_busy_o(busy),
      .wait_o(why), .sb_empty_o(sb_empty_o[h]), .resv_clear_i(1'b0), .buserr_o(buserr),
      .buserr_addr_o(buserr_addr), .fill0_id_i(req_id_t'(R)),
      .dreq_o(req[R+ReqWb:R+ReqFill0]), .dgnt_i(gnt[R+ReqWb:R+ReqFill0]), .dhold_o(hold[R+ReqWb:R+ReqFill0]),
      .ack_i(ack), .beat_i(beat), .snoop_look_i(snoop_look), .snoop_i(snoop), .snoop_rsp_o(snoop_rsp[h]), .supply_o(supply[h]),
      .supply_ready_i(supply_ready[h]), .wb_err_i(wb_err[h]), .wb_err_addr_i(wb_err_addr),
      .io_req_o(io), .io_rsp_i('0), .ev_o(ev), .mon_o(mon_o[h]), .chk_o(chk_o[h]), .pa_o(pa));
  end
endmodule
`default_nettype wire
