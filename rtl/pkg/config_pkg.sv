// config_pkg.sv - constants of the machine, with unit and range, and the default of every parameter.
// What a board or a test varies is a parameter of the top that takes its default here.
`default_nettype none
package config_pkg;
  localparam logic [31:0] Version = 32'h0000_0100;      // mimpid: 0.1.0 as 8-bit major, minor, patch

  // Machine shape
`ifndef TH_ONE_HART
  localparam int NumHarts   = 2;        // 1..2; types of the bus follow from it, so it is no parameter
`else
  localparam int NumHarts   = 1;
`endif
  localparam int IssueWidth = 1;        // instructions issued and retired in a cycle: 1 (2 later)
  localparam int TimeDiv    = 10;       // core clocks per mtime tick, 1..1023

  // What a small machine leaves out
  localparam bit Smode      = 1'b1;     // S-mode: Sv32, delegation, Sstc, Sscofpmf
  localparam bit Bitmanip   = 1'b1;     // Zba, Zbb, Zbs
  localparam bit FastMul    = 1'b1;     // a multiplier and a divider; 0: one adder for both, 35 cycles each

  // Caches: ways of at most 4 KiB, so that untranslated address bits index them
  localparam int LineBytes  = 32;       // 32 or 64; without caches 8
  localparam int CacheBytes = 16384;    // each of I and D; 1024..16384, a power of two; 0: none, then no S-mode
  localparam int CacheWays  = 4;        // 1, 2 or 4; CacheBytes / CacheWays <= 4096

  // Store buffer
  localparam int SbDepth    = 4;        // entries of one 32-bit word: 2, 4 or 8

  // Memory management
  localparam int TlbEntries = 32;       // each of ITLB and DTLB: 32 or 64
  localparam int Tlb2Entries = 512;     // of the second level, for both: 128 or more, a power of two
  localparam int PmpEntries = 8;        // 0 (nor its CSRs), 4, 8 or 16

  // Performance counters mhpmcounter3 and up, of each hart
  localparam int HpmCounters = 4;       // 0, 4 or 6; tests/env/hpm.h has the same number

  // Branch prediction
  localparam int BtbEntries = 512;      // 0 (none) or a power of two, 64..512
  localparam int RasEntries = 8;        // return stack: 2..16, a power of two
  localparam int PredNone = 0, PredBimodal = 1, PredGshare = 2, PredTage = 3;
  localparam int Predictor = PredTage;  // direction predictor

  localparam bit Prefetch = 1'b1;       // next-line prefetch of loads, stores (exclusive) and fetch

  // Devices
  localparam int SpiSelects = 2;        // chip selects of the SPI host: 0 SD card, 1 flash; 1..4
  localparam int GpioWidth  = 8;        // pins: 1..32

  // SDRAM behind the controller, unless a board's top says otherwise: 32 or 64 MB of 16 bits (docs/ref/sdram.md)
  localparam int SdramKhz     = 50_000; // clock, the core's
  localparam int SdramDqBits  = 16;     // data pins: 16 or 32
  localparam int SdramRowBits = 13;     // 11 or more
  localparam int SdramColBits = 10;     // 10 at most
  localparam int SdramCasLatency = 2;   // 2 or 3

  // Physical memory map (docs/ref/map.md). RAM size is an input of the SoC.
  localparam logic [31:0] RomBase   = 32'h0000_1000;    // read and fetch
  localparam int          RomBytes  = 8192;             // 4096..32768, a power of two: a board's loader and the device tree
  localparam logic [31:0] RamBase   = 32'h8000_0000;
  localparam logic [31:0] ResetPc   = RomBase;
endpackage
`default_nettype wire
