// align_ends.sv - what each halfword of a block would be if an instruction began there, and whether the
// block ends with the row that begins at off_i, with nothing to be corrected: from that follows in the same
// cycle whether fetch may go on. Kept whole by synthesis, so that this path is mapped for its own depth.
`default_nettype none
(* keep_hierarchy *)
module align_ends (
  input  logic [3:0][15:0] data_i,
  input  logic             valid_i,
  input  logic             room_i,
  input  logic             fault_i,
  input  logic [2:1]       off_i,
  input  logic             carry_i,      // the first instruction began in the block before ...
  input  logic             transfer_i,   // ... and is a control transfer
  input  logic             taken_i,      // predicted: a taken transfer ends at halfword last_i
  input  logic [2:1]       last_i,
  output logic [3:0]       rvc_o,
  output logic [3:0]       transfer_o,   // a control transfer of any kind
  output logic [3:0]       jump_o,       // a direct jump
  output logic             ready_o       // the next block may come at the end of this cycle
);
  // The lower halfword tells.
  function automatic logic is_transfer(logic [15:0] i);
    unique case (i[1:0])
      2'b11:   return i[6:4] == 3'b110 && (i[3:2] == 2'b00 || i[2] == 1'b1);
      2'b01:   return i[15:13] inside {3'b001, 3'b101, 3'b110, 3'b111};
      2'b10:   return i[15:13] == 3'b100 && i[6:2] == '0;
      default: return 1'b0;
    endcase
  endfunction
  function automatic logic is_jump(logic [15:0] i);
    return i[1:0] == 2'b11 ? i[6:2] == 5'b11011 : i[1:0] == 2'b01 && i[14:13] == 2'b01;
  endfunction
  for (genvar k = 0; k < 4; k++) begin : gen_half
    assign rvc_o[k]      = data_i[k][1:0] != 2'b11;
    assign transfer_o[k] = is_transfer(data_i[k]);
    assign jump_o[k]     = is_jump(data_i[k]);
  end

  // A row of plain instructions from off on ends the block: at its end, or with its last halfword carried on.
  function automatic logic ends_plain(logic [2:1] off, logic [3:0] c, logic [3:0] j);
    unique case (off)
      2'd0:    return !j[0] && (c[0] ? !j[1] && !c[1] && !c[3] : !j[2] && (!c[2] || !c[3]));
      2'd1:    return !j[1] && (c[1] ? !j[2] && (!c[2] || !c[3]) : !(c[3] && j[3]));
      2'd2:    return !j[2] && !(c[2] && c[3] && j[3]);
      default: return !(c[3] && j[3]);
    endcase
  endfunction
  // A row ends with the predicted transfer: its first instruction is that, or plain and the second is.
  function automatic logic ends_taken(logic [2:1] off, logic [2:1] last, logic [3:0] c, logic [3:0] t,
                                      logic [3:0] j);
    logic [2:1] p1, p2;
    p1 = off + 2'd1;
    p2 = off + 2'd2;
    unique case (last - off)
      2'd0:    return c[off] && t[off];
      2'd1:    return c[off] ? c[p1] && t[p1] && !j[off] : t[off];
      2'd2:    return !j[off] && (c[off] ? !c[p1] && t[p1] : c[p2] && t[p2]);
      default: return !j[off] && !c[off] && !c[p2] && t[p2];
    endcase
  endfunction
  wire ends = carry_i ? taken_i && last_i == 2'd0 && transfer_i :
              taken_i ? ends_taken(off_i, last_i, rvc_o, transfer_o, jump_o) : ends_plain(off_i, rvc_o, jump_o);
  assign ready_o = !valid_i || (room_i && (fault_i || ends));
endmodule
`default_nettype wire
