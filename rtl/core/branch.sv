// branch.sv - stage x: resolve control transfers against what fetch assumed; the predictor's update.
// Any instruction can be wrong, not only branches: the BTB may have hit on something that is none.
// Resolved once, in the first cycle with true operands, even if x cannot move on.
`default_nettype none
module branch
  import core_pkg::*, uop_pkg::*;
(
  input  logic        clk_i,
  input  logic        rst_ni,
  input  logic        x_valid_i,       // killed ones excluded
  input  logic        x_ops_ok_i,
  input  logic        xm_adv_i,
  input  logic        kill_i,          // x's instruction, or everything, is dropped in this cycle
  input  logic        upd_kill_i,      // a flush from w: what was resolved in the cycle before is void
  input  uop_t        uop_i,   // each user needs a part
  input  logic [31:0] pc_i,
  input  logic [31:0] imm_i,
  input  logic [31:0] addr_i,          // rs1 + imm
  input  logic        eq_i,
  input  logic        lt_i,
  input  pred_t       pred_i,
  output logic [31:0] seq_pc_o,        // address of the next instruction in memory
  output logic        taken_o,
  output logic        mispredict_o,    // x's instruction went elsewhere than fetch did
  output logic        redir_o,         // the same, in the one cycle in which it is resolved
  output logic [31:1] target_o,        // where it goes when taken
  output bp_update_t  upd_o            // registered: in the cycle after
);
  logic resolved_q;
  bp_update_t upd_q;

  wire [31:0] direct = pc_i + imm_i;   // bit 0 is 0
  wire unused = ^{direct[0], addr_i[0], pc_i[0]};
  assign target_o = uop_i.jalr ? addr_i[31:1] : direct[31:1];
  assign seq_pc_o = {pc_i[31:1] + (uop_i.rvc ? 31'd1 : 31'd2), 1'b0};

  // funct3: 0 eq, 1 ne, 4 lt, 5 ge, 6 ltu, 7 geu
  wire cond = (uop_i.funct3[2] ? lt_i : eq_i) ^ uop_i.funct3[0];
  assign taken_o = uop_i.jal || uop_i.jalr || (uop_i.branch && cond);

  // Two compares, so that only the one of an indirect jump waits for the bypass.
  wire hit = uop_i.jalr ? addr_i[31:1] == pred_i.target : direct[31:1] == pred_i.target;
  assign mispredict_o = pred_i.taken ? !(taken_o && hit) : taken_o;

  wire resolve = x_valid_i && x_ops_ok_i && !resolved_q;
  assign redir_o    = resolve && mispredict_o;

  always_ff @(posedge clk_i) begin
    if (!rst_ni || xm_adv_i || kill_i) resolved_q <= 1'b0;
    else if (resolve)                  resolved_q <= 1'b1;

    upd_q.valid <= rst_ni && resolve && (uop_i.kind != CfNone || pred_i.taken);
    if (resolve) begin
      upd_q.mispredict <= mispredict_o;
      upd_q.kind       <= uop_i.kind;
      upd_q.taken      <= taken_o;
      upd_q.pc         <= pc_i;
      upd_q.rvc        <= uop_i.rvc;
      upd_q.target     <= target_o;
      upd_q.pred       <= pred_i;
    end
  end
  always_comb begin
    upd_o = upd_q;
    upd_o.valid = upd_q.valid && !upd_kill_i;
  end
endmodule
`default_nettype wire
