// options.cc - see options.h.
#include "options.h"

#include <getopt.h>

#include <cerrno>
#include <cstdio>
#include <cstdlib>
#include <cstring>

#include "chk_words.h"
#include "diag.h"

namespace sim {

static const char kHelp[] =
    "usage: twinhart [options] program.elf [more images]\n"
    "Run an ELF program on the Twinhart machine, cycle by cycle. The exit code is the program's.\n"
    "\n"
    "Run\n"
    "  --max-cycles=N        stop after N clock cycles, exit code 124 (no limit)\n"
    "  --model=rtl|reference the RTL, or the reference model alone; a cycle of the model is one\n"
    "                        instruction of each hart (rtl)\n"
    "  --ram=SIZE            memory at 0x80000000 in bytes, or with K, M, G: 4K..1G in 4 KiB steps (64M);\n"
    "                        with --sdram 64M at most (32M)\n"
    "  --memory-latency=N    cycles from a request to its first beat: 1..100000 (10)\n"
    "  --sdram               the board's SDRAM controller and a chip at 50 MHz instead, which refuses what breaks\n"
    "                        its data sheet; a character takes what the UART's divisor says\n"
    "  --load=ADDR:FILE      put a raw file into memory at ADDR; may be repeated\n"
    "  --initrd=FILE         put a file as high in memory as it can be; /chosen says where\n"
    "  --bootargs=STR        the kernel's command line, in /chosen (none)\n"
    "  --dtb=FILE            hand over this device tree, its memory size and all (the boot ROM's own, with --ram's)\n"
    "  --rom=FILE            this boot ROM, a board's: up to 8 KiB, no program needed (one that starts program.elf)\n"
    "  --seed=N              random initial contents and random stalls, reproducible; 0: all zero (1). With the\n"
    "                        reference model: a hart's turn is 1 to 64 instructions at random; 0: 64\n"
    "  --stall=P             percent of cycles in which the memory port is held back at random: 0..90 (0)\n"
    "Console\n"
    "  --uart=stdio|pty      this terminal, where Ctrl-A x leaves, or a new one whose name is printed (stdio)\n"
    "  --uart-cycles=N       cycles a character takes: 1..65535 (16)\n"
    "  --uart-pins           characters go over a board's serial pins instead, bit by bit, as the divisor says;\n"
    "                        the other end has the speed that the pseudo-terminal is set to (115200 baud), and a\n"
    "                        clock of 100 MHz\n"
    "  --sd=FILE             an SD card with FILE as its blocks, read and written there; a file without write\n"
    "                        permission makes a write-protected card; 512 bytes .. 32 GiB (no card)\n"
    "  --flash=FILE          what the flash of 16 MiB holds at first; FILE is not changed (erased)\n"
    "  --gpio-in=N           levels applied to the pins, bit 0 is pin 0: 0..0xff (0)\n"
    "What it shows\n"
    "  --stats[=FILE]        cycles, CPI stack and events of each hart: text on stderr or in FILE,\n"
    "                        JSON if its name ends in .json\n"
    "  --signature=FILE      memory from begin_signature to end_signature, one hex word a line\n"
    "  --lockstep            check each instruction and each load against the reference model; exit code 3\n"
    "  --commit-log=FILE     Spike's --log-commits; FILE x.log becomes x.hart0.log, x.hart1.log\n"
    "  --konata=FILE         pipeline log for Konata (Kanata 0004), thread = hart\n"
    "  --trace=FILE          waves in FST format; SIGUSR1 turns them off and on\n"
    "  --trace-from=C|SYMBOL --trace-to=C|SYMBOL\n"
    "                        ... from, and up to, a cycle or a hart's reaching SYMBOL\n"
    "Aids for testing the machine\n"
    "  --mem-error=[w:]ADDR[,[w:]ADDR]\n"
    "                        memory answers with an error for the lines that hold ADDR; with w: only when\n"
    "                        they are written\n"
    "  --sticky-tlb          with --model=reference: keep every translation until an sfence.vma covers it,\n"
    "                        which shows one that is missing\n"
    "  --mutant=N            break the machine in way N, in a build that has mutants (0: none)\n"
    "  --help, --version\n"
    "\n"
    "Exit codes: the program's (finisher or tohost); 2 bad option or file; 3 a check failed (lockstep,\n"
    "monitor); 124 --max-cycles, or all harts asleep for ever; 130 Ctrl-C or Ctrl-A x.\n";

bool parse_number(const char *text, uint64_t *value)
{
  char *end;
  int base = 10;
  if (text[0] == '0' && (text[1] == 'x' || text[1] == 'X')) {
    base = 16;
    text += 2;
  }
  bool digit = base == 16 ? strspn(text, "0123456789abcdefABCDEF") > 0 : strspn(text, "0123456789") > 0;
  if (!digit) return false;
  errno = 0;
  *value = strtoull(text, &end, base);
  return errno == 0 && *end == 0;
}

static uint64_t number(const char *option, const char *text, uint64_t low, uint64_t high)
{
  uint64_t value;
  if (!parse_number(text, &value)) usage_error("--%s: '%s' is not a number", option, text);
  if (value < low || value > high)
    usage_error("--%s: %s is out of range (%llu to %llu)", option, text, (unsigned long long)low,
                (unsigned long long)high);
  return value;
}

static uint32_t address(const char *option, const std::string &text)
{
  uint64_t value;
  if (!parse_number(text.c_str(), &value) || value > UINT32_MAX)
    usage_error("--%s: '%s' is not a 32-bit address", option, text.c_str());
  return (uint32_t)value;
}

static uint32_t ram_size(const char *text)
{
  std::string digits = text;
  unsigned shift = 0;
  if (!digits.empty()) {
    switch (digits.back()) {
    case 'K': case 'k': shift = 10; break;
    case 'M': case 'm': shift = 20; break;
    case 'G': case 'g': shift = 30; break;
    default: break;
    }
    if (shift) digits.pop_back();
  }
  uint64_t value;
  if (!parse_number(digits.c_str(), &value)) usage_error("--ram: '%s' is not a size", text);
  if (value > (1u << 30) >> shift || value << shift < 4096) usage_error("--ram: %s is out of range (4K to 1G)", text);
  if ((value << shift) % 4096) usage_error("--ram: %s is not a multiple of 4 KiB", text);
  return (uint32_t)(value << shift);
}

static std::string file(const char *option, const char *text)
{
  if (!*text) usage_error("--%s: no file name given", option);
  return text;
}

static Options::Load load(const char *text)
{
  const char *colon = strchr(text, ':');
  if (!colon || !colon[1]) usage_error("--load: '%s' is not ADDR:FILE", text);
  return {address("load", std::string(text, colon)), colon + 1};
}

static std::vector<Options::MemError> mem_errors(std::string text)
{
  std::vector<Options::MemError> list;
  for (;;) {
    size_t comma = text.find(',');
    std::string one = text.substr(0, comma);
    bool writes_only = one.compare(0, 2, "w:") == 0;
    list.push_back({address("mem-error", writes_only ? one.substr(2) : one), writes_only});
    if (comma == std::string::npos) return list;
    text.erase(0, comma + 1);
  }
}

static bool choose(const char *option, const char *text, const char *no, const char *yes)
{
  if (!strcmp(text, yes)) return true;
  if (strcmp(text, no)) usage_error("--%s: '%s' is neither %s nor %s", option, text, no, yes);
  return false;
}

enum Id {
  kMaxCycles = 256, kStats, kLockstep, kCommitLog, kKonata, kTrace, kTraceFrom, kTraceTo, kSignature, kUart,
  kUartCycles, kMemoryLatency, kRam, kSeed, kStall, kLoad, kInitrd, kDtb, kBootargs, kModel, kSd, kFlash, kGpioIn,
  kMemError, kMutant, kStickyTlb, kSdram, kRom, kUartPins, kHelpId, kVersion, kIds
};

/** What --sdram sets otherwise, and what does not go with it. */
static void settle_sdram(Options &o, const std::vector<bool> &given)
{
  if (!o.sdram) return;
  if (CacheBytes == 0) usage_error("--sdram needs a machine with caches: its controller writes whole lines");
  if (o.model != Options::Model::Rtl) usage_error("--sdram needs the RTL, not --model=reference");
  if (given[kMemoryLatency]) usage_error("--memory-latency: with --sdram it is the controller's and the chip's");
  if (given[kUartCycles]) usage_error("--uart-cycles: with --sdram a character takes what the UART's divisor says");
  if (given[kMemError]) usage_error("--mem-error: the SDRAM of --sdram has no errors");
  const uint32_t most = 64u << 20;
  if (!given[kRam]) o.ram_bytes = 32u << 20;
  if (o.ram_bytes > most) usage_error("--ram: the chip of --sdram has 64M at most");
  o.uart_cycles = 0;
}

static void check(const Options &o)
{
  if (o.programs.empty() && o.rom_file.empty()) usage_error("no program given (see --help)");
  if (o.trace_file.empty() && !(o.trace_from.empty() && o.trace_to.empty()))
    usage_error("--trace-%s needs --trace=FILE", o.trace_from.empty() ? "to" : "from");
  const char *handed_over = !o.dtb_file.empty() ? "dtb" : o.bootargs ? "bootargs" : !o.initrd_file.empty() ? "initrd" : nullptr;
  if (handed_over && !o.rom_file.empty()) usage_error("--%s: not with --rom, which hands over its own device tree", handed_over);
  if (o.sticky_tlb && o.model == Options::Model::Rtl) usage_error("--sticky-tlb needs --model=reference");
  if (o.model == Options::Model::Rtl) return;
  const char *rtl_only = o.lockstep               ? "lockstep"
                         : !o.konata_file.empty() ? "konata"
                         : !o.trace_file.empty()  ? "trace"
                         : !o.mem_errors.empty()  ? "mem-error"
                         : o.mutant               ? "mutant"
                         : o.uart_pins            ? "uart-pins"
                                                  : nullptr;
  if (rtl_only) usage_error("--%s needs the RTL, not --model=reference", rtl_only);
}

static const option kOptions[] = {
    {"max-cycles", required_argument, nullptr, kMaxCycles},
    {"stats", optional_argument, nullptr, kStats},
    {"lockstep", no_argument, nullptr, kLockstep},
    {"commit-log", required_argument, nullptr, kCommitLog},
    {"konata", required_argument, nullptr, kKonata},
    {"trace", required_argument, nullptr, kTrace},
    {"trace-from", required_argument, nullptr, kTraceFrom},
    {"trace-to", required_argument, nullptr, kTraceTo},
    {"signature", required_argument, nullptr, kSignature},
    {"uart", required_argument, nullptr, kUart},
    {"uart-cycles", required_argument, nullptr, kUartCycles},
    {"memory-latency", required_argument, nullptr, kMemoryLatency},
    {"sdram", no_argument, nullptr, kSdram},
    {"ram", required_argument, nullptr, kRam},
    {"seed", required_argument, nullptr, kSeed},
    {"stall", required_argument, nullptr, kStall},
    {"load", required_argument, nullptr, kLoad},
    {"initrd", required_argument, nullptr, kInitrd},
    {"dtb", required_argument, nullptr, kDtb},
    {"bootargs", required_argument, nullptr, kBootargs},
    {"model", required_argument, nullptr, kModel},
    {"sd", required_argument, nullptr, kSd},
    {"flash", required_argument, nullptr, kFlash},
    {"gpio-in", required_argument, nullptr, kGpioIn},
    {"mem-error", required_argument, nullptr, kMemError},
    {"mutant", required_argument, nullptr, kMutant},
    {"rom", required_argument, nullptr, kRom},
    {"uart-pins", no_argument, nullptr, kUartPins},
    {"sticky-tlb", no_argument, nullptr, kStickyTlb},
    {"help", no_argument, nullptr, kHelpId},
    {"version", no_argument, nullptr, kVersion},
    {nullptr, 0, nullptr, 0}};

static void apply(Options &o, int id)
{
  switch (id) {
  case kMaxCycles: o.max_cycles = number("max-cycles", optarg, 1, UINT64_MAX - 1); break;
  case kStats:
    o.stats = true;
    if (optarg) o.stats_file = file("stats", optarg);
    break;
  case kLockstep: o.lockstep = true; break;
  case kCommitLog: o.commit_log_file = file("commit-log", optarg); break;
  case kKonata: o.konata_file = file("konata", optarg); break;
  case kTrace: o.trace_file = file("trace", optarg); break;
  case kTraceFrom: o.trace_from = optarg; break;
  case kTraceTo: o.trace_to = optarg; break;
  case kSignature: o.signature_file = file("signature", optarg); break;
  case kUart: o.uart = choose("uart", optarg, "stdio", "pty") ? Options::Uart::Pty : Options::Uart::Stdio; break;
  case kUartCycles: o.uart_cycles = (uint32_t)number("uart-cycles", optarg, 1, 65535); break;
  case kMemoryLatency: o.memory_latency = (uint32_t)number("memory-latency", optarg, 1, 100000); break;
  case kSdram: o.sdram = true; break;
  case kRam: o.ram_bytes = ram_size(optarg); break;
  case kSeed: o.seed = number("seed", optarg, 0, UINT64_MAX); break;
  case kStall: o.stall = (unsigned)number("stall", optarg, 0, 90); break;
  case kLoad: o.loads.push_back(load(optarg)); break;
  case kInitrd: o.initrd_file = file("initrd", optarg); break;
  case kDtb: o.dtb_file = file("dtb", optarg); break;
  case kBootargs: o.bootargs = optarg; break;
  case kModel:
    o.model = choose("model", optarg, "rtl", "reference") ? Options::Model::Reference : Options::Model::Rtl;
    break;
  case kSd: o.sd_file = file("sd", optarg); break;
  case kFlash: o.flash_file = file("flash", optarg); break;
  case kGpioIn: o.gpio_in = (uint32_t)number("gpio-in", optarg, 0, (1u << GpioWidth) - 1); break;
  case kMemError: o.mem_errors = mem_errors(optarg); break;
  case kMutant: o.mutant = (unsigned)number("mutant", optarg, 0, 255); break;
  case kRom: o.rom_file = file("rom", optarg); break;
  case kUartPins: o.uart_pins = true; break;
  case kStickyTlb: o.sticky_tlb = true; break;
  default: break;
  }
}

Options parse_options(int argc, char **argv)
{
  Options o;
  std::vector<bool> given(kIds);
  int id;
  opterr = 0;
  while ((id = getopt_long(argc, argv, ":", kOptions, nullptr)) != -1) {
    const char *word = argv[optind - 1];
    switch (id) {
    case ':': usage_error("%s needs a value (see --help)", word);
    case '?':
      if (optopt >= kMaxCycles) usage_error("'%s' takes no value", word);
      usage_error("unknown or ambiguous option '%s' (see --help)", word);
    case kHelpId: fputs(kHelp, stdout); exit(0);
    case kVersion:
      printf("twinhart %u.%u.%u\n", Version >> 16, Version >> 8 & 255, Version & 255);
      exit(0);
    default:
      given[id] = true;
      apply(o, id);
    }
  }
  o.programs.assign(argv + optind, argv + argc);
  settle_sdram(o, given);
  check(o);
  return o;
}

}  // namespace sim
