// xlate.sv - translation and physical memory attributes of one access, in one cycle.
// Physical addresses are virtual ones while there is no satp; the attributes are final: what may not be
// done at an address is refused here, before any bus request (docs/ref/map.md).
`default_nettype none
module xlate
  import map_pkg::*;
(
  input  logic [31:0] va_i,
  input  logic        fetch_i,      // what the access is: fetch,
  input  logic        atomic_i,     // LR, SC, AMO; else a load or store
  input  logic        store_i,      // needs the right to write
  input  logic        misaligned_i,
  input  logic [31:0] ram_size_i,

  output logic [31:0] pa_o,
  output logic        device_o,     // uncached, in order, once (ROM read as data included)
  output logic        fault_o       // access fault
);
  wire ram = is_ram(va_i, ram_size_i);
  wire rom = is_rom(va_i);
  wire dev = is_device(va_i);
  assign pa_o     = va_i;
  assign device_o = dev || rom;
  assign fault_o  = atomic_i ? misaligned_i || !ram :
                    fetch_i  ? !(ram || rom)        :
                               !(ram || ((dev || (rom && !store_i)) && !misaligned_i));
endmodule
`default_nettype wire
