// csr.sv - control and status registers, trap state, interrupts. Privileged spec 1.12 chapters 2 and 3.
// The table of numbers, masks and sections is csr_pkg. What is not needed as a whole at once stands in one
// RAM: a further register costs a few LUTs. One word a cycle is read, added to and written: a counter's
// events wait beside it until it is its turn, so counters need no adders or multiplexers of their own.
// CSR instructions read in m and write in w when they retire; nothing else is between d and w then
// (issue.sv). A trap's words are written in the four cycles after it, before any instruction is back in m.
// minstret: an instruction that writes either half is not counted (3.1.10: the write wins).
`include "chk.svh"
`include "mutant.svh"
`default_nettype none
module csr
  import core_pkg::*, uop_pkg::*, csr_pkg::*;
(
  input  logic        clk_i,
  input  logic        rst_ni,
  input  logic [31:0] hart_id_i,
  input  logic        irq_soft_i,
  input  logic        irq_timer_i,
  input  logic        irq_ext_i,
  input  logic [63:0] mtime_i,
  input  logic        buserr_i,
  input  logic [31:0] buserr_addr_i,
  input  csr_uop_t    csr_i,           // the one CSR instruction under way
  input  logic        x_csr_i,         // it is in x
  // Stage m, and w: true too in the cycle in which what stands there is killed, and reads in vain
  input  logic        m_read_i,        // it is in m
  input  logic        m_mret_i,        // reads mepc
  input  logic [31:0] m_src_i,         // rs1 or the immediate
  output logic [31:0] m_rdata_o,       // zero unless m_read_i or m_mret_i
  // Stage w
  input  logic        w_csr_i,         // it is in w
  input  logic        w_write_i,       // ... and retires, and writes
  input  logic [31:0] w_old_i,         // what it read
  output logic [31:0] w_new_o,         // what it gives, before WARL
  input  logic        w_retire_i,      // any instruction
  input  logic        w_trap_i,
  input  logic        w_trap_irq_i,    // ... is an interrupt
  input  logic [4:0]  w_cause_i,
  input  logic [31:1] w_pc_i,
  input  logic [31:0] w_tval_i,
  input  logic        w_mret_i,
  output logic [31:1] trap_pc_o,
  output logic        irq_o,           // take an interrupt now ...
  output logic [4:0]  irq_cause_o,     // ... for this reason
  output logic        wake_o,          // mip & mie is not zero: wfi ends
  output logic [31:0] mip_o
);
  // Interrupt numbers
  localparam int Msi = 3, Mti = 7, Mei = 11, Bei = 16;

  logic        mie_q, mpie_q, mtvec_vec_q;
  logic [31:2] mtvec_q;
  logic [31:0] ie_q, mip, src_q;
  logic        inh_cy_q, inh_ir_q, bei_d, bei_q, soft_q, timer_q, ext_q;
  logic [3:0]  ready_q;                // pending and enabled: BEI, MEI, MSI, MTI; as mip, and as mie was a cycle ago

  always_ff @(posedge clk_i) begin
    soft_q  <= irq_soft_i;
    timer_q <= irq_timer_i;
    ext_q   <= irq_ext_i;
    ready_q <= {bei_d, irq_ext_i, irq_soft_i, irq_timer_i} & {ie_q[Bei], ie_q[Mei], ie_q[Msi], ie_q[Mti]} & {4{rst_ni}};
  end
  always_comb begin
    mip = 32'd0;
    mip[Msi] = soft_q; mip[Mti] = timer_q; mip[Mei] = ext_q; mip[Bei] = bei_q;
  end
  assign mip_o = mip;

  // ---------------------------------------------------------------- the RAM and who has it in this cycle
  // Places of words: csr_pkg. Numbers without a row never come here, so few of a number's bits are looked at.
  wire [11:0] addr       = csr_i.addr;
  wire        in_counter = addr[11] && !(addr[10] && addr[9]) && addr[4:2] == 3'd0 && !addr[0];
  wire        in_trap    = addr[6] && !addr[7] && !addr[2];        // mscratch, mepc, mcause, mtval
  wire        in_buserr  = addr[6] && addr[7];
  wire        in_mtvec   = addr[11:4] == CsrMtvec[11:4] && addr[2] && addr[0];
  wire        in_ram     = in_counter || in_trap || in_buserr || in_mtvec;
  wire [3:0]  word       = in_counter ? {2'b00, addr[1], addr[7]}
                         : {in_trap ? 2'b01 : 2'b10, in_trap ? addr[1] : addr[2], addr[0]};

  // A trap's words follow one another; a bus error's address waits for a free cycle.
  logic [4:1]  trap_q;                 // cycles since
  logic        beaddr_wait_q;
  wire         take      = !m_read_i && !m_mret_i && !w_csr_i && trap_q[4:2] == 3'd0;
  wire         be_write  = take && beaddr_wait_q && !x_csr_i;
  wire         visit     = take && !be_write;

  // The walk: after reset once over all words, which clears them; then over the counters. A counter read
  // by a CSR instruction is visited in x, so that its high half has its carry in m.
  logic        clear_q;
  logic [3:0]  walk_q;
  wire [3:0]   here = x_csr_i ? {2'b00, addr[1], 1'b0} : walk_q;
  always_ff @(posedge clk_i)
    if (!rst_ni) begin
      clear_q <= 1'b1; walk_q <= 4'd0;
    end else if (visit && !x_csr_i) begin
      if (walk_q == 4'd15) clear_q <= 1'b0;
      walk_q <= !clear_q && walk_q == WordMinstreth ? WordMbecount
              : !clear_q && walk_q == WordMbecount  ? WordMcycle : walk_q + 4'd1;
    end

  wire [3:0] raddr = m_read_i ? word : m_mret_i ? WordMepc : here;
  wire [3:0] waddr = w_csr_i ? word : trap_q[2] ? WordMepc : trap_q[3] ? WordMtval : trap_q[4] ? WordMcause
                   : be_write ? WordMbeaddr : here;
  wire       wen   = w_csr_i ? w_write_i && in_ram : !m_read_i && !m_mret_i;
  logic [31:0] ram_rdata, ram_wdata;
  lutram #(.Width(32), .Depth(16)) u_ram (
    .clk_i, .raddr_i(raddr), .rdata_o(ram_rdata), .wen_i(wen), .waddr_i(waddr), .wdata_i(ram_wdata));

  // Counters: 0 mcycle, 1 minstret, 2 mbecount. Events that the RAM does not have yet, and the carry that
  // the high word does not have yet. The instruction that writes mcountinhibit counts as it said before.
  // PendBits: a walk is five words, of which a CSR instruction every fourth cycle leaves one in four.
  localparam int PendBits = 5;
  logic [2:0][PendBits-1:0] pend_q;
  logic [2:0]               event_w, added, written, carry_q;
  wire w_low  = w_write_i && in_counter && !addr[7], w_high = w_write_i && in_counter && addr[7];
  // Retirement is counted a cycle late: it is known late, and no CSR instruction is near enough to see it.
  logic retired_q;
  always_ff @(posedge clk_i)
    retired_q <= rst_ni && w_retire_i && !inh_ir_q && `TH_MUTANT(28, !(w_low && addr[1]), 1'b1) && !(w_high && addr[1]);
  assign event_w = {buserr_i, retired_q, !inh_cy_q && !(w_low && !addr[1])};
  assign added   = {3{visit && !clear_q}} & {here == WordMbecount, here == WordMinstret, here == WordMcycle};
  assign written = {1'b0, {2{w_low}} & {addr[1], !addr[1]}};
  logic [32:0] sum;
  always_ff @(posedge clk_i)
    for (int c = 0; c < 3; c++) begin
      pend_q[c]  <= !rst_ni ? '0 : (added[c] || written[c] ? '0 : pend_q[c]) + PendBits'(event_w[c]);
      if (!rst_ni || (visit && here == {2'b00, 1'(c), 1'b1}) || (w_high && addr[1] == 1'(c))) carry_q[c] <= 1'b0;
      else if (added[c])                                                                    carry_q[c] <= carry_q[c] || sum[32];
    end
  `TH_ASSERT(chk_pend, pend_q[0] != '1 && pend_q[1] != '1 && pend_q[2] != '1)

  logic [PendBits-1:0] addend;
  always_comb
    unique case (raddr)
      WordMcycle:    addend = pend_q[0];
      WordMinstret:  addend = pend_q[1];
      WordMbecount:  addend = pend_q[2];
      WordMcycleh:   addend = PendBits'(carry_q[0]);
      WordMinstreth: addend = PendBits'(carry_q[1]);
      default:       addend = '0;
    endcase
  assign sum = {1'b0, ram_rdata} + 33'(addend);

  // ---------------------------------------------------------------- read values
  // WARL of what is in the RAM is applied here, where it is a matter of selects: mcause keeps 6 bits and the
  // sign, mepc no bit 0; mtvec's mode is a register.
  logic [31:0] special;
  always_comb begin
    special = 32'd0;
    if (m_read_i) unique case (addr)   // rows that read as zero fall to the default
      CsrMstatus:        special = {19'd0, 2'b11, 3'd0, mpie_q, 3'd0, mie_q, 3'd0};
      CsrMisa:           special = 32'h4000_1105;                 // RV32 A C I M
      CsrMie:            special = ie_q;
      CsrMtvec:          special = {31'd0, mtvec_vec_q};
      CsrMcountinhibit:  special = {29'd0, inh_ir_q, 1'b0, inh_cy_q};
      CsrMip:            special = mip;
      CsrMimpid:         special = config_pkg::Version;
      CsrMhartid:        special = hart_id_i;
      default: ;
    endcase
  end
  wire from_ram  = (m_read_i && in_ram) || m_mret_i;
  wire from_time = m_read_i && addr[11:9] == CsrTime[11:9] && addr[0];
  wire is_mepc   = in_trap && addr[1:0] == 2'd1, is_mcause = in_trap && addr[1:0] == 2'd2;
  wire [31:0] ram_mask = {from_ram, {25{from_ram && (m_mret_i || !is_mcause)}}, {4{from_ram}},
                          from_ram && (m_mret_i || !in_mtvec), from_ram && !(m_mret_i || in_mtvec || is_mepc)};
  assign m_rdata_o = (ram_mask & sum[31:0]) | ({32{from_time}} & (addr[7] ? mtime_i[63:32] : mtime_i[31:0])) | special;

  // ---------------------------------------------------------------- writes
  // Nothing to write gives zero: so the RAM's sources are ORed.
  always_ff @(posedge clk_i) if (m_read_i) src_q <= m_src_i;
  logic [31:0] wdata;
  always_comb
    unique case (w_csr_i ? csr_i.op : CsrNone)
      CsrWrite: wdata = src_q;
      CsrSet:   wdata = w_old_i | src_q;
      CsrClear: wdata = w_old_i & ~src_q;
      default:  wdata = 32'd0;
    endcase
  assign w_new_o = wdata;

  // A trap's words, each zero but in the cycle in which it is written: so only registers see the trap.
  logic [31:1] pc1_q, pc2_q;
  logic [31:0] tval1_q, tval2_q, tval3_q, beaddr_q;
  logic [5:0]  cause1_q, cause2_q, cause3_q, cause4_q;
  always_ff @(posedge clk_i) begin
    trap_q   <= rst_ni ? {trap_q[3:1], w_trap_i} : 4'd0;
    pc1_q    <= w_pc_i + `TH_MUTANT(26, 31'd0, 31'({w_trap_irq_i, 1'b0}));
    tval1_q  <= w_tval_i;
    cause1_q <= {w_trap_irq_i, w_cause_i};
    tval2_q  <= tval1_q; cause2_q <= cause1_q; cause3_q <= cause2_q;
    pc2_q    <= trap_q[1] ? pc1_q : '0;
    tval3_q  <= trap_q[2] ? tval2_q : '0;
    cause4_q <= trap_q[3] ? cause3_q : '0;
    if (buserr_i) beaddr_q <= buserr_addr_i;
    beaddr_wait_q <= rst_ni && (buserr_i || (beaddr_wait_q && !be_write));
  end
  wire [31:0] late = {pc2_q, 1'b0} | tval3_q | ({32{be_write}} & beaddr_q) | {cause4_q[5], 26'd0, cause4_q[4:0]};
  assign ram_wdata = ({32{visit && !clear_q}} & sum[31:0]) | wdata | late;

  // No instruction sees a word before it is there.
  `TH_ASSERT(chk_ram_ready, !((clear_q || trap_q[4:2] != 3'd0) && (m_read_i || m_mret_i || w_csr_i || w_trap_i)))

  // Which register is written
  wire w_mstatus  = w_write_i && addr == CsrMstatus;
  wire w_mie      = w_write_i && addr == CsrMie;
  wire w_mtvec    = w_write_i && addr == CsrMtvec;
  wire w_inhibit  = w_write_i && addr == CsrMcountinhibit;
  wire w_mip      = w_write_i && addr == CsrMip;

  always_ff @(posedge clk_i) begin
    if (!rst_ni) begin
      mie_q <= 1'b0; mpie_q <= 1'b0;
    end else if (w_trap_i) begin
      mie_q <= 1'b0; mpie_q <= mie_q;
    end else if (w_mret_i) begin
      mie_q <= mpie_q; mpie_q <= 1'b1;
    end else if (w_mstatus) begin
      mie_q <= wdata[3]; mpie_q <= wdata[7];
    end

    if (!rst_ni)     ie_q <= 32'd0;
    else if (w_mie)  ie_q <= wdata & IrqMask;

    if (!rst_ni) begin
      mtvec_q <= '0; mtvec_vec_q <= 1'b0;
    end else if (w_mtvec) begin
      mtvec_q <= wdata[31:2]; mtvec_vec_q <= `TH_MUTANT(30, wdata[0], |wdata[1:0]);
    end

    if (!rst_ni) begin
      inh_cy_q <= 1'b0; inh_ir_q <= 1'b0;
    end else if (w_inhibit) begin
      inh_cy_q <= wdata[0]; inh_ir_q <= wdata[2];
    end

    bei_q <= bei_d;
  end
  // A bus error that comes while mip is written is not lost: the write works on the bit as it is now.
  assign bei_d = rst_ni && (buserr_i || (!w_mip ? bei_q
                                      : csr_i.op == CsrWrite ? src_q[Bei]
                                      : csr_i.op == CsrSet   ? bei_q || src_q[Bei] : bei_q && !src_q[Bei]));

  // ---------------------------------------------------------------- traps
  // Bus error first (ours, 3.1.9 leaves its place to us), then external, software, timer.
  // A write of mie is seen a cycle late: no other instruction is in w by then (issue.sv).
  assign wake_o      = |ready_q;
  assign irq_o       = wake_o && mie_q;
  assign irq_cause_o = ready_q[3] ? 5'(Bei) : ready_q[2] ? 5'(Mei) : ready_q[1] ? 5'(Msi) : 5'(Mti);
  wire [31:0] vector = {mtvec_q, 2'b00} + ((`TH_MUTANT(37, w_trap_irq_i, 1'b1) && mtvec_vec_q) ? {25'd0, irq_cause_o, 2'b00} : 32'd0);
  wire unused = ^{vector[0], csr_i.read};
  assign trap_pc_o = vector[31:1];
endmodule
`default_nettype wire
