// exec_pkg.sv - what an instruction does, for proofs: its result, the address of the next one, and its memory access, as
// the unprivileged specification 20191213 (chapters 2 and 7) and Bitmanip 1.0.0 say. CSRs and A are elsewhere.
`default_nettype none
package exec_pkg;
  typedef struct packed {
    logic        wen;                      // writes rd, where that is not x0
    logic [31:0] value;
    logic [31:0] next_pc;
    logic        load, store;
    logic [31:0] addr;
    logic [3:0]  mask;                     // bytes from addr on
    logic [31:0] wdata;                    // of a store, from its lowest byte on
  } effect_t;

  // Products and quotients are replaced: no solver follows them. op is funct3; each has its own constant.
  function automatic logic [31:0] instead(logic [2:0] op, logic [31:0] a, b);
    return (op[2] ? a - b : a + b) ^ {8{op, 1'b1}};
  endfunction

  function automatic logic [31:0] leading_zeros(logic [31:0] a);
    logic [31:0] n;
    n = 32'd32;
    for (int k = 0; k < 32; k++) if (a[k]) n = 32'(31 - k);
    return n;
  endfunction
  function automatic logic [31:0] trailing_zeros(logic [31:0] a);
    logic [31:0] n;
    n = 32'd32;
    for (int k = 31; k >= 0; k--) if (a[k]) n = 32'(k);
    return n;
  endfunction
  function automatic logic [31:0] ones(logic [31:0] a);
    logic [31:0] n;
    n = '0;
    for (int k = 0; k < 32; k++) n += 32'(a[k]);
    return n;
  endfunction
  function automatic logic [31:0] or_bytes(logic [31:0] a);
    return {{8{|a[31:24]}}, {8{|a[23:16]}}, {8{|a[15:8]}}, {8{|a[7:0]}}};
  endfunction

  // OP and OP-IMM: b is rs2 or the immediate, whose low five bits are a shift's amount.
  function automatic logic [31:0] compute(logic [31:0] i, logic [31:0] a, b);
    logic imm;
    logic [4:0] s;
    logic [31:0] bit_s, r;
    imm = !i[5]; s = b[4:0]; bit_s = 32'd1 << s; r = '0;
    unique case (i[14:12])
      3'd0: r = a + b;
      3'd1: r = a << s;
      3'd2: r = {31'd0, $signed(a) < $signed(b)};
      3'd3: r = {31'd0, a < b};
      3'd4: r = a ^ b;
      3'd5: r = a >> s;
      3'd6: r = a | b;
      default: r = a & b;
    endcase
    if (!imm || i[13:12] == 2'd1) unique case ({i[31:25], i[14:12]})
      {7'h20, 3'd0}: r = a - b;
      {7'h20, 3'd5}: r = 32'($signed(a) >>> s);
      {7'h20, 3'd7}: r = a & ~b;                                    // andn
      {7'h20, 3'd6}: r = a | ~b;                                    // orn
      {7'h20, 3'd4}: r = ~(a ^ b);                                  // xnor
      {7'h10, 3'd2}: r = b + (a << 1);                              // sh1add
      {7'h10, 3'd4}: r = b + (a << 2);
      {7'h10, 3'd6}: r = b + (a << 3);
      {7'h05, 3'd4}: r = $signed(a) < $signed(b) ? a : b;           // min
      {7'h05, 3'd5}: r = a < b ? a : b;                             // minu
      {7'h05, 3'd6}: r = $signed(a) < $signed(b) ? b : a;           // max
      {7'h05, 3'd7}: r = a < b ? b : a;                             // maxu
      {7'h04, 3'd4}: r = {16'd0, a[15:0]};                          // zext.h
      {7'h30, 3'd5}: r = (a >> s) | (a << (6'd32 - 6'(s)));         // ror, rori
      {7'h30, 3'd1}: if (!imm) r = (a << s) | (a >> (6'd32 - 6'(s)));   // rol
                     else unique case (i[24:20])
                       5'd0:    r = leading_zeros(a);
                       5'd1:    r = trailing_zeros(a);
                       5'd2:    r = ones(a);
                       5'd4:    r = {{24{a[7]}}, a[7:0]};           // sext.b
                       default: r = {{16{a[15]}}, a[15:0]};         // sext.h
                     endcase
      {7'h14, 3'd5}: r = or_bytes(a);                               // orc.b
      {7'h34, 3'd5}: r = {a[7:0], a[15:8], a[23:16], a[31:24]};     // rev8
      {7'h24, 3'd1}: r = a & ~bit_s;                                // bclr
      {7'h24, 3'd5}: r = {31'd0, a[s]};                             // bext
      {7'h34, 3'd1}: r = a ^ bit_s;                                 // binv
      {7'h14, 3'd1}: r = a | bit_s;                                 // bset
      default: ;
    endcase
    if (!imm && i[31:25] == 7'h01) r = instead(i[14:12], a, b);     // M
    return r;
  endfunction

  // i: the 32-bit form. size: bytes that it occupies. read: what memory gave, from the lowest byte of the access on.
  function automatic effect_t effect(logic [31:0] i, logic [31:0] pc, logic [31:0] size, logic [31:0] a, b, logic [31:0] read);
    effect_t     e;
    logic [31:0] imm_i, imm_s, imm_b, imm_u, imm_j;
    logic        yes;
    imm_i = {{20{i[31]}}, i[31:20]};
    imm_s = {{20{i[31]}}, i[31:25], i[11:7]};
    imm_b = {{20{i[31]}}, i[7], i[30:25], i[11:8], 1'b0};
    imm_u = {i[31:12], 12'd0};
    imm_j = {{12{i[31]}}, i[19:12], i[20], i[30:21], 1'b0};
    e = '0; yes = 1'b0;
    e.next_pc = pc + size;
    unique case (i[6:0])
      7'h37: begin e.wen = 1'b1; e.value = imm_u; end                                               // lui
      7'h17: begin e.wen = 1'b1; e.value = pc + imm_u; end                                          // auipc
      7'h6f: begin e.wen = 1'b1; e.value = pc + size; e.next_pc = pc + imm_j; end                   // jal
      7'h67: begin e.wen = 1'b1; e.value = pc + size; e.next_pc = (a + imm_i) & ~32'd1; end         // jalr
      7'h63: begin
        unique case (i[14:12])
          3'd0: yes = a == b;
          3'd1: yes = a != b;
          3'd4: yes = $signed(a) < $signed(b);
          3'd5: yes = $signed(a) >= $signed(b);
          3'd6: yes = a < b;
          default: yes = a >= b;
        endcase
        if (yes) e.next_pc = pc + imm_b;
      end
      7'h03: begin
        e.wen = 1'b1; e.load = 1'b1; e.addr = a + imm_i;
        unique case (i[14:12])
          3'd0: begin e.mask = 4'h1; e.value = {{24{read[7]}}, read[7:0]}; end
          3'd1: begin e.mask = 4'h3; e.value = {{16{read[15]}}, read[15:0]}; end
          3'd4: begin e.mask = 4'h1; e.value = {24'd0, read[7:0]}; end
          3'd5: begin e.mask = 4'h3; e.value = {16'd0, read[15:0]}; end
          default: begin e.mask = 4'hf; e.value = read; end
        endcase
      end
      7'h23: begin
        e.store = 1'b1; e.addr = a + imm_s;
        unique case (i[14:12])
          3'd0: begin e.mask = 4'h1; e.wdata = {24'd0, b[7:0]}; end
          3'd1: begin e.mask = 4'h3; e.wdata = {16'd0, b[15:0]}; end
          default: begin e.mask = 4'hf; e.wdata = b; end
        endcase
      end
      7'h13: begin e.wen = 1'b1; e.value = compute(i, a, imm_i); end
      7'h33: begin e.wen = 1'b1; e.value = compute(i, a, b); end
      default: ;
    endcase
    return e;
  endfunction
endpackage
`default_nettype wire
