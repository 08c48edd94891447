// csr.sv - control and status registers, modes, trap state. Privileged spec 1.12 chapters 2, 3 and 4.1.
// The table of numbers, masks and sections is csr_pkg. What is not needed as a whole at once stands in one
// RAM: a further register costs a few LUTs. One word a cycle is read, added to and written: a counter's
// events wait beside it until it is its turn, so counters need no adders or multiplexers of their own.
// CSR instructions read in m and write in w when they retire; nothing else is between d and w then
// (issue.sv). A trap's words are written in the four cycles after it, before any instruction is back in m.
// minstret, mhpmcounter3 and up: an instruction that writes either half is not counted (3.1.10: the write wins).
`include "chk.svh"
`include "mutant.svh"
`default_nettype none
module csr
  import core_pkg::*, uop_pkg::*, csr_pkg::*;
#(
  parameter int HpmCounters = config_pkg::HpmCounters,
  parameter bit Smode       = config_pkg::Smode
) (
  input  logic        clk_i,
  input  logic        rst_ni,
  input  logic [31:0] hart_id_i,
  input  logic        irq_soft_i,
  input  logic        irq_timer_i,
  input  logic        irq_ext_i,
  input  logic        irq_ext_s_i,
  input  logic [63:0] mtime_i,
  input  logic        buserr_i,
  input  logic [31:0] buserr_addr_i,
  output logic        ev_on_o,         // some counter looks at ev_i or cpi_i
  input  events_t     ev_i,
  input  cpi_e        cpi_i,
  input  csr_uop_t    csr_i,           // the one CSR instruction under way
  input  place_t      place_i,         // ... and where its register stands: known a cycle before, for the adder comes behind it
  input  logic        x_csr_i,         // it is in x
  // Stage m, and w: true too in the cycle in which what stands there is killed, and reads in vain
  input  logic        m_read_i,        // it is in m
  input  logic        m_mret_i,        // reads mepc
  input  logic        m_sret_i,        // reads sepc
  input  logic [31:0] m_src_i,         // rs1 or the immediate
  output logic [31:0] m_rdata_o,       // zero unless one of these
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
  input  logic        w_sret_i,
  output logic [31:1] trap_pc_o,
  output rights_t     rights_o,
  output mmu_pkg::status_t status_o,
  output logic        irq_o,           // take an interrupt now ...
  output logic [4:0]  irq_cause_o,     // ... for this reason
  output logic        wake_o,          // mip & mie is not zero: wfi ends
  output logic [31:0] mip_o
);
  // mstatus (3.1.6) and the mode
  mode_e       mode_q, mpp_q;
  logic        spp_q, sie_q, mie_q, spie_q, mpie_q, mprv_q, sum_q, mxr_q, tvm_q, tw_q, tsr_q;
  logic        mtvec_vec_q, stvec_vec_q;
  logic [31:2] mtvec_q, stvec_q;
  logic [31:0] medeleg_q, src_q, wdata, mie, mip, mideleg;
  logic [NumCounters-1:0] mcounteren_q, scounteren_q;
  logic        stce_q, adue_q, stip;
  logic        mfiom_q, sfiom_q;       // change nothing: device accesses are in order anyway (3.1.18)
  logic        irq_to_s;
  logic [NumCounters-1:0] inhibit_q;   // bit 1 is 0

  localparam logic [NumCounters-1:0] There = NumCounters'((8 << HpmCounters) - 1);   // counters, by number
  if (!(HpmCounters inside {0, 4, 6})) $error("csr: 0, 4 or 6 counters of events");
  localparam int PendBits = pend_bits(HpmCounters);

  wire is_s = mode_q == ModeS, is_m = mode_q == ModeM;
  assign rights_o = '{mode: mode_q, satp: is_m || (is_s && `TH_MUTANT(43, !tvm_q, 1'b1)), sret: is_m || (is_s && !tsr_q),
                      stimecmp: is_m || (is_s && stce_q && mcounteren_q[1]),
                      wfi: is_m || ((is_s || !Smode) && !tw_q),
                      counter: {NumCounters{is_m}} | (mcounteren_q & ({NumCounters{is_s || !Smode}} | `TH_MUTANT(44, scounteren_q, '1)))};

  assign status_o = '{mode: mode_q, mpp: mpp_q, mprv: mprv_q, sum: sum_q, mxr: mxr_q, adue: adue_q};

  logic overflow;
  interrupts #(.Smode(Smode)) u_interrupts (
    .clk_i, .rst_ni, .soft_i(irq_soft_i), .timer_i(irq_timer_i), .ext_i(irq_ext_i), .ext_s_i(irq_ext_s_i), .stce_i(stce_q), .stip_i(stip), .buserr_i, .overflow_i(overflow),
    .mode_i(mode_q), .mie_i(mie_q), .sie_i(sie_q),
    .w_write_i, .w_addr_i(csr_i.addr), .w_op_i(csr_i.op), .w_src_i(src_q), .w_data_i(wdata),
    .mie_o(mie), .mip_o(mip), .mideleg_o(mideleg),
    .irq_o, .cause_o(irq_cause_o), .to_s_o(irq_to_s), .wake_o);
  assign mip_o = mip;
  logic [31:0] timecmp;
  if (Smode) begin : gen_sstc
    sstc u_sstc (
      .clk_i, .rst_ni, .mtime_i, .r_en_i(m_read_i), .addr_i(csr_i.addr), .r_data_o(timecmp), .w_en_i(w_write_i), .w_data_i(wdata),
      .stip_o(stip));
  end else begin : gen_no_sstc
    assign timecmp = '0;
    assign stip    = 1'b0;
  end

  logic              clear_q;            // the walk below
  logic [4:0]        walk_q;
  logic [31:0]       hpm_data;
  logic [MaxHpm-1:0] hpm_event, hpm_overflow;
  hpm #(.Counters(HpmCounters)) u_hpm (
    .clk_i, .rst_ni, .mode_i(mode_q), .inhibit_i(inhibit_q[CountHpm +: MaxHpm]), .seen_i(mcounteren_q[CountHpm +: MaxHpm]),
    .ev_i, .cpi_i, .on_o(ev_on_o), .r_en_i(m_read_i), .addr_i(csr_i.addr), .r_data_o(hpm_data), .w_en_i(w_write_i), .w_data_i(wdata),
    .clear_i(clear_q), .clear_at_i(walk_q[3:0]), .event_o(hpm_event), .overflow_i(hpm_overflow), .lcofi_o(overflow));

  // ---------------------------------------------------------------- the RAM and who has it in this cycle
  wire [11:0] addr       = csr_i.addr;
  wire        in_counter = place_i.counter, in_hpm = place_i.hpm, in_trap = place_i.trap, in_tvec = place_i.tvec;
  wire        in_ram     = place_i.ram;
  wire [4:0]  word       = place_i.word;
  wire        m_ret      = m_mret_i || m_sret_i;

  // A trap's words follow one another; a bus error's address waits for a free cycle.
  logic [4:1]  trap_q;                 // cycles since
  logic        beaddr_wait_q;
  wire         take      = !m_read_i && !m_ret && !w_csr_i && trap_q[4:2] == 3'd0;
  wire         be_write  = take && beaddr_wait_q && !x_csr_i;
  wire         visit     = take && !be_write;

  // The walk: after reset once over all words, which clears them; then over the counters. A counter read
  // by a CSR instruction is visited in x, so that its high half has its carry in m.
  wire [4:0]   here = x_csr_i ? {word[4:1], 1'b0} : walk_q;
  function automatic logic [4:0] stop_after(logic [4:0] at);
    unique case (at)
      WordMinstreth: return WordMbecount;
      WordMbecount:  return HpmCounters == 0 ? WordMcycle : WordHpm3;
      WordHpm3 + 7:  return HpmCounters <= 4 ? WordMcycle : WordHpm7;
      default:       return at + 5'd1;       // from the last word of all to the first
    endcase
  endfunction
  always_ff @(posedge clk_i)
    if (!rst_ni) begin
      clear_q <= 1'b1; walk_q <= 5'd0;
    end else if (visit && !x_csr_i) begin
      if (walk_q == 5'd31) clear_q <= 1'b0;
      walk_q <= clear_q ? walk_q + 5'd1 : stop_after(walk_q);
    end

  logic      trap_s_q;                   // the trap went to S
  wire [4:0] s_words = {trap_s_q, 4'd0};
  wire [4:0] who   = m_read_i || w_csr_i ? word : here;          // but for what traps and returns do
  wire [4:0] raddr = m_ret ? WordMepc | {m_sret_i, 4'd0} : who;
  wire [4:0] waddr = trap_q[2] ? s_words | WordMepc : trap_q[3] ? s_words | WordMtval
                   : trap_q[4] ? s_words | WordMcause : be_write ? WordMbeaddr : who;
  wire       wen   = w_csr_i ? w_write_i && in_ram : !m_read_i && !m_ret;
  logic [31:0] ram_rdata, ram_wdata;
  lutram #(.Width(32), .Depth(32)) u_ram (
    .clk_i, .raddr_i(raddr), .rdata_o(ram_rdata), .wen_i(wen), .waddr_i(waddr), .wdata_i(ram_wdata));

  // The instruction that writes mcountinhibit counts as it said before. Retirement is counted a cycle late: it is
  // known late, and no CSR instruction is near enough to see it.
  wire  w_counter  = w_write_i && in_counter;
  wire  w_mcycle   = w_counter && !in_hpm && !addr[1] && !addr[7], w_minstret = w_counter && !in_hpm && addr[1];
  logic retired_q;
  always_ff @(posedge clk_i)
    retired_q <= rst_ni && w_retire_i && !inhibit_q[2] && `TH_MUTANT(28, !w_minstret, 1'b1);
  logic [32:0] sum;
  logic [PendBits-1:0] addend;
  pending #(.HpmCounters(HpmCounters)) u_pending (
    .clk_i, .rst_ni, .event_i({hpm_event, buserr_i, retired_q, !inhibit_q[0] && !w_mcycle}), .word_i(raddr), .addend_o(addend),
    .visit_i(visit && !clear_q), .write_i(w_counter), .carry_i(sum[32]), .overflow_o(hpm_overflow));
  assign sum = {1'b0, ram_rdata} + 33'(addend);

  // ---------------------------------------------------------------- read values
  // WARL of what is in the RAM is applied here, where it is a matter of selects: xcause keeps 6 bits and the
  // sign, xepc no bit 0; xtvec's mode is a register.
  wire [31:0]  mstatus = {9'd0, tsr_q, tw_q, tvm_q, mxr_q, sum_q, mprv_q, 4'd0, mpp_q, 2'd0, spp_q,
                          mpie_q, 1'b0, spie_q, 1'b0, mie_q, 1'b0, sie_q, 1'b0};
  logic [31:0] special;
  always_comb begin
    special = 32'd0;
    if (m_read_i) unique case (addr)   // rows that read as zero fall to the default
      CsrMstatus:        special = mstatus;
      CsrSstatus:        special = mstatus & SstatusMask;
      CsrMisa:           special = 32'h4010_1105 | (32'(Smode) << 18);   // RV32 A C I M U, S
      CsrMedeleg:        special = medeleg_q;
      CsrMideleg:        special = mideleg;
      CsrMie:            special = mie;
      CsrSie:            special = mie & mideleg;
      CsrSip:            special = mip & mideleg;
      CsrMtvec:          special = {31'd0, mtvec_vec_q};
      CsrStvec:          special = {31'd0, stvec_vec_q};
      CsrMcounteren:     special = 32'(mcounteren_q);
      CsrScounteren:     special = 32'(scounteren_q);
      CsrMenvcfg:        special = {31'd0, mfiom_q};
      CsrMenvcfgh:       special = {stce_q, 1'b0, adue_q, 29'd0};
      CsrSenvcfg:        special = {31'd0, sfiom_q};
      CsrMcountinhibit:  special = 32'(inhibit_q);
      CsrMip:            special = mip;
      CsrMimpid:         special = config_pkg::Version;
      CsrMhartid:        special = hart_id_i;
      default: ;
    endcase
  end
  wire from_ram  = (m_read_i && in_ram) || m_ret;
  wire from_time = m_read_i && addr[11:9] == CsrTime[11:9] && addr[4:0] == CsrTime[4:0];
  wire is_mepc   = in_trap && addr[1:0] == 2'd1, is_mcause = in_trap && addr[1:0] == 2'd2;
  wire [31:0] ram_mask = {from_ram, {25{from_ram && (m_ret || !is_mcause)}}, {4{from_ram}},
                          from_ram && (m_ret || !in_tvec), from_ram && !(m_ret || in_tvec || is_mepc)};
  assign m_rdata_o = (ram_mask & sum[31:0]) | ({32{from_time}} & (addr[7] ? mtime_i[63:32] : mtime_i[31:0])) | special | timecmp | hpm_data;

  // ---------------------------------------------------------------- writes
  // Nothing to write gives zero: so the RAM's sources are ORed.
  always_ff @(posedge clk_i) if (m_read_i) src_q <= m_src_i;
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
  `TH_ASSERT(chk_ram_ready, !((clear_q || trap_q[4:2] != 3'd0) && (m_read_i || m_ret || w_csr_i || w_trap_i)))

  // ---------------------------------------------------------------- traps
  // To S: what is delegated, from S or U (3.1.8).
  wire exc_to_s = `TH_MUTANT(41, !is_m, 1'b1) && medeleg_q[w_cause_i];
  wire trap_s   = w_trap_irq_i ? irq_to_s : exc_to_s;
  // An interrupt's handler is known early; an exception is never vectored.
  wire [31:2] irq_tvec = irq_to_s ? stvec_q : mtvec_q;
  wire        irq_vec  = irq_to_s ? stvec_vec_q : mtvec_vec_q;
  wire [31:2] irq_pc   = irq_tvec + {25'd0, {5{irq_vec}} & irq_cause_o};
  wire [31:2] exc_pc   = (exc_to_s ? stvec_q : mtvec_q) + `TH_MUTANT(37, 30'd0, {25'd0, {5{mtvec_vec_q}} & irq_cause_o});
  assign trap_pc_o = {w_trap_irq_i ? irq_pc : exc_pc, 1'b0};

  // ---------------------------------------------------------------- registers
  wire w_mstatus = w_write_i && addr == CsrMstatus, w_sstatus = w_write_i && addr == CsrSstatus;
  always_ff @(posedge clk_i) begin
    if (!rst_ni) begin
      mode_q <= ModeM; mpp_q <= ModeU; spp_q <= 1'b0;
      {mie_q, mpie_q, sie_q, spie_q, mprv_q, sum_q, mxr_q, tvm_q, tw_q, tsr_q} <= '0;
    end else if (w_trap_i) begin
      if (trap_s) begin sie_q <= 1'b0; spie_q <= sie_q; spp_q <= mode_q[0]; mode_q <= ModeS; end
      else        begin mie_q <= 1'b0; mpie_q <= mie_q; mpp_q <= mode_q;    mode_q <= ModeM; end
    end else if (w_mret_i) begin
      mie_q <= mpie_q; mpie_q <= 1'b1; mode_q <= mpp_q; mpp_q <= ModeU;
      if (mpp_q != ModeM) mprv_q <= 1'b0;
    end else if (w_sret_i) begin
      sie_q <= spie_q; spie_q <= 1'b1; mode_q <= mode_e'({1'b0, `TH_MUTANT(42, spp_q, 1'b1)}); spp_q <= 1'b0; mprv_q <= 1'b0;
    end else begin
      if (w_mstatus) begin
        mie_q <= wdata[3]; mpie_q <= wdata[7];
        mpp_q <= mode_e'({&wdata[12:11], wdata[11] && (Smode || wdata[12])});   // 2 becomes 0, as does 1 without S
        {tsr_q, tw_q, tvm_q} <= wdata[22:20]; mprv_q <= wdata[17];
      end
      if (w_mstatus || w_sstatus) begin
        sie_q <= wdata[1]; spie_q <= wdata[5]; spp_q <= wdata[8]; {mxr_q, sum_q} <= wdata[19:18];
      end
    end

    if (!rst_ni) begin
      mtvec_q <= '0; mtvec_vec_q <= 1'b0;
    end else if (w_write_i && addr == CsrMtvec) begin
      mtvec_q <= wdata[31:2]; mtvec_vec_q <= `TH_MUTANT(30, wdata[0], |wdata[1:0]);
    end
    if (!rst_ni) begin
      stvec_q <= '0; stvec_vec_q <= 1'b0;
    end else if (w_write_i && addr == CsrStvec) begin
      stvec_q <= wdata[31:2]; stvec_vec_q <= wdata[0];
    end

    if (!rst_ni) {stce_q, adue_q, medeleg_q, mcounteren_q, scounteren_q, mfiom_q, sfiom_q, inhibit_q} <= '0;
    else if (w_write_i) unique case (addr)
      CsrMedeleg:       medeleg_q <= wdata & ExcMaskS;
      CsrMcounteren:    mcounteren_q <= wdata[NumCounters-1:0] & There;
      CsrScounteren:    scounteren_q <= wdata[NumCounters-1:0] & There;
      CsrMenvcfg:       mfiom_q <= wdata[0];
      CsrMenvcfgh:      {stce_q, adue_q} <= {wdata[31], wdata[29]};
      CsrSenvcfg:       sfiom_q <= wdata[0];
      CsrMcountinhibit: inhibit_q <= wdata[NumCounters-1:0] & There & ~NumCounters'(2);
      default: ;
    endcase
    if (w_trap_i) trap_s_q <= trap_s;

    // Of S-mode, and of what it is there for
    if (!Smode) begin
      {sie_q, spie_q, spp_q, sum_q, mxr_q, tvm_q, tsr_q, stvec_vec_q, stce_q, adue_q, sfiom_q, trap_s_q} <= '0;
      {stvec_q, medeleg_q, scounteren_q} <= '0;
    end
  end
  wire unused = csr_i.read;
endmodule
`default_nettype wire
