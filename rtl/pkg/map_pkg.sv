// map_pkg.sv - the physical memory map and its attributes (docs/ref/map.md); design section 3.
// Every access is judged by these functions before a request leaves the hart. Ranges are aligned
// powers of two, so each test is a compare of upper bits; RAM needs a magnitude compare, and the ROM, which begins at
// its second page, a compare for each page.
`default_nettype none
package map_pkg;
  import config_pkg::*;

  localparam logic [31:0] FinisherBase = 32'h0010_0000;   // 4 KiB
  localparam logic [31:0] ClintBase    = 32'h0200_0000;   // 64 KiB
  localparam logic [31:0] PlicBase     = 32'h0c00_0000;   // 64 MiB
  localparam logic [31:0] UartBase     = 32'h1000_0000;   // 256 bytes
  localparam logic [31:0] SpiBase      = 32'h1004_0000;   // 4 KiB
  localparam logic [31:0] GpioBase     = 32'h1006_0000;   // 4 KiB

  // Interrupt sources of the PLIC that are wired, their ids ascending from index 0: UART, SPI, GPIO. QEMU's
  // virt has other devices at 1 to 8 and 11.
  localparam int NumIrqs = 3;
  localparam logic [NumIrqs-1:0][4:0] IrqIds = {5'd13, 5'd12, 5'd10};

  // A place in the ROM: so many bits of the address, from which RomBase is still to be taken.
  localparam int RomW = $clog2(RomBytes);

  // ROM: read and fetch, no write, no atomics, no page-table entries.
  function automatic logic is_rom(logic [31:0] addr);
    is_rom = 1'b0;
    for (int page = 0; page < RomBytes / 4096; page++)
      is_rom |= (addr >> 12) == (RomBase >> 12) + 32'(page);
  endfunction

  function automatic logic is_finisher(logic [31:0] addr);
    return (addr >> 12) == (FinisherBase >> 12);
  endfunction

  function automatic logic is_clint(logic [31:0] addr);
    return (addr >> 16) == (ClintBase >> 16);
  endfunction

  function automatic logic is_plic(logic [31:0] addr);
    return (addr >> 26) == (PlicBase >> 26);
  endfunction

  function automatic logic is_uart(logic [31:0] addr);
    return (addr >> 8) == (UartBase >> 8);
  endfunction

  function automatic logic is_spi(logic [31:0] addr);
    return (addr >> 12) == (SpiBase >> 12);
  endfunction

  function automatic logic is_gpio(logic [31:0] addr);
    return (addr >> 12) == (GpioBase >> 12);
  endfunction

  // Devices: uncached, in order, natural width; no fetch, atomics or page-table entries. The ROM is not
  // one of them, though its data reads take the same port.
  function automatic logic is_device(logic [31:0] addr);
    return is_finisher(addr) || is_clint(addr) || is_plic(addr) || is_uart(addr) ||
           is_spi(addr) || is_gpio(addr);
  endfunction

  // RAM: cached, coherent, atomics. ram_size in bytes, a multiple of 4 KiB, at most 2 GiB.
  function automatic logic is_ram(logic [31:0] addr, logic [31:0] ram_size);
    return ((addr ^ RamBase) >> 12) < (ram_size >> 12);
  endfunction
endpackage
`default_nettype wire
