// image.cc - see image.h. ELF is read with libelf; the limits of this machine are checked here.
#include "image.h"

#include <gelf.h>
#include <libelf.h>

#include <algorithm>
#include <cerrno>
#include <cstdio>
#include <cstring>

#include "chk_words.h"
#include "device_tree.h"
#include "diag.h"
#include "input_file.h"

namespace sim {

bool in_ram(uint32_t ram_bytes, uint32_t address, uint64_t bytes)
{
  return address >= RamBase && address - RamBase <= ram_bytes && bytes <= ram_bytes - (address - RamBase);
}

namespace {

void check_ram(const Options &o, const char *name, const char *what, uint32_t address, uint64_t bytes)
{
  if (in_ram(o.ram_bytes, address, bytes)) return;
  usage_error("%s: %s 0x%08x to 0x%llx lies outside RAM, 0x%08x to 0x%llx (--ram)", name, what, address,
              (unsigned long long)address + bytes - 1, RamBase, (unsigned long long)RamBase + o.ram_bytes - 1);
}

void check_header(const char *name, Elf *elf)
{
  GElf_Ehdr header;
  if (elf_kind(elf) != ELF_K_ELF) usage_error("%s: not an ELF file (a raw one: --load=ADDR:FILE)", name);
  if (!gelf_getehdr(elf, &header)) usage_error("%s: damaged or truncated ELF header", name);
  if (header.e_ident[EI_CLASS] != ELFCLASS32) usage_error("%s: a 64-bit ELF; the machine has 32 bits", name);
  if (header.e_ident[EI_DATA] != ELFDATA2LSB) usage_error("%s: a big-endian ELF; the machine is little-endian", name);
  if (header.e_machine != EM_RISCV) usage_error("%s: an ELF for machine %u, not for RISC-V", name, header.e_machine);
  if (header.e_type != ET_EXEC) usage_error("%s: not an executable (ELF type %u): link it first", name, header.e_type);
}

void read_segments(const Options &o, const char *name, const InputFile &file, Elf *elf, Image &image)
{
  size_t count, loaded = 0;
  if (elf_getphdrnum(elf, &count)) usage_error("%s: damaged or truncated ELF program headers", name);
  for (size_t i = 0; i < count; i++) {
    GElf_Phdr p;
    if (!gelf_getphdr(elf, (int)i, &p)) usage_error("%s: damaged or truncated ELF program headers", name);
    if (p.p_type != PT_LOAD || p.p_memsz == 0) continue;
    if (p.p_filesz > p.p_memsz) usage_error("%s: segment %zu has more bytes in the file than in memory", name, i);
    if (p.p_offset + p.p_filesz > file.size()) usage_error("%s: truncated: segment %zu ends after the file", name, i);
    check_ram(o, name, "segment", (uint32_t)p.p_paddr, p.p_memsz);
    image.segments.push_back({name, (uint32_t)p.p_paddr, file.read(p.p_offset, p.p_filesz)});
    image.segments.back().bytes.resize(p.p_memsz);
    loaded++;
  }
  if (!loaded) usage_error("%s: nothing to load", name);
}

void read_symbols(Elf *elf, Symbols &symbols)
{
  for (Elf_Scn *section = nullptr; (section = elf_nextscn(elf, section));) {
    GElf_Shdr header;
    if (!gelf_getshdr(section, &header) || header.sh_type != SHT_SYMTAB || !header.sh_entsize) continue;
    Elf_Data *data = elf_getdata(section, nullptr);
    if (!data) continue;
    for (size_t i = 0; i < header.sh_size / header.sh_entsize; i++) {
      GElf_Sym s;
      if (!gelf_getsym(data, (int)i, &s) || s.st_shndx == SHN_UNDEF) continue;
      const char *name = elf_strptr(elf, header.sh_link, s.st_name);
      if (!name || !*name || *name == '$') continue;
      unsigned type = GELF_ST_TYPE(s.st_info);
      if (type != STT_FUNC && type != STT_NOTYPE && type != STT_OBJECT) continue;
      bool label = type == STT_NOTYPE && s.st_shndx != SHN_ABS && name[0] != '.' && s.st_size == 0;
      symbols.add(name, (uint32_t)s.st_value, type == STT_FUNC || (label && strncmp(name, "__", 2)));
    }
  }
}

void read_elf(const Options &o, const std::string &name, Image &image, bool first)
{
  InputFile file(name);
  if (file.size() == 0) usage_error("%s: empty", name.c_str());
  elf_version(EV_CURRENT);
  Elf *elf = elf_begin(file.fd(), ELF_C_READ, nullptr);
  if (!elf) usage_error("%s: not an ELF file (a raw one: --load=ADDR:FILE)", name.c_str());
  check_header(name.c_str(), elf);
  read_segments(o, name.c_str(), file, elf, image);
  read_symbols(elf, image.symbols);
  GElf_Ehdr header;
  gelf_getehdr(elf, &header);
  if (first) {
    image.entry = (uint32_t)header.e_entry;
    if (image.entry & 1) usage_error("%s: entry 0x%08x is odd", name.c_str(), image.entry);
    check_ram(o, name.c_str(), "entry", image.entry, 2);
  }
  elf_end(elf);
}

uint32_t htif_symbol(const Options &o, const Symbols &symbols, const char *name)
{
  uint32_t address;
  if (!symbols.find(name, &address)) return 0;
  if (address % 8 || !in_ram(o.ram_bytes, address, 8))
    usage_error("symbol %s (0x%08x) is not an aligned doubleword in RAM", name, address);
  return address;
}

void check_overlaps(const Image &image)
{
  std::vector<const Segment *> order;
  for (const Segment &s : image.segments) order.push_back(&s);
  std::stable_sort(order.begin(), order.end(), [](auto *a, auto *b) { return a->address < b->address; });
  for (size_t i = 1; i < order.size(); i++) {
    const Segment &low = *order[i - 1], &high = *order[i];
    uint32_t last = low.address + (uint32_t)low.bytes.size() - 1;
    if (last >= high.address)
      usage_error("%s, 0x%08x to 0x%08x, overlaps %s, 0x%08x to 0x%08x", high.name.c_str(), high.address,
                  high.address + (uint32_t)high.bytes.size() - 1, low.name.c_str(), low.address, last);
  }
}

/** Address of that many bytes, aligned, as high below *top as they can be; *top becomes it. */
uint32_t place_below(uint32_t *top, const char *name, size_t bytes, uint32_t align)
{
  if (bytes > *top - RamBase) usage_error("%s: %zu bytes do not fit into RAM (--ram)", name, bytes);
  uint32_t at = (*top - (uint32_t)bytes) & ~(align - 1);
  if (at < RamBase) usage_error("%s: %zu bytes do not fit into RAM (--ram)", name, bytes);
  return *top = at;
}

/** A board's ROM as it is: no tree, and no entry, is put into it. */
BootRom read_rom(const std::string &name)
{
  InputFile file(name);
  if (file.size() > RomBytes) usage_error("--rom: %s: %zu bytes, the boot ROM has %u", name.c_str(), (size_t)file.size(), RomBytes);
  std::vector<uint8_t> bytes = file.read();
  BootRom rom = {};
  std::copy(bytes.begin(), bytes.end(), rom.begin());
  return rom;
}

/** Device tree and initrd, and the ROM that hands them over. The tree's size is known before its place is. */
void add_boot_files(const Options &o, Image &image)
{
  DeviceTree tree = o.dtb_file.empty() ? DeviceTree(o.ram_bytes) : DeviceTree(o.dtb_file);
  if (o.bootargs) tree.set_bootargs(*o.bootargs);
  if (!o.initrd_file.empty()) tree.set_initrd(0, 0);
  uint32_t top = RamBase + o.ram_bytes, tree_at = 0;
  if (!fits_rom(tree.bytes())) tree_at = place_below(&top, "the device tree", tree.bytes().size(), 8);
  if (!o.initrd_file.empty()) {
    std::vector<uint8_t> initrd = InputFile(o.initrd_file).read();
    uint32_t at = place_below(&top, o.initrd_file.c_str(), initrd.size(), 4096);
    tree.set_initrd(at, at + (uint32_t)initrd.size());
    image.segments.push_back({o.initrd_file, at, std::move(initrd)});
  }
  if (tree_at) image.segments.push_back({"the device tree", tree_at, tree.bytes()});
  image.rom = boot_rom(image.entry, tree.bytes(), tree_at);
}

}  // namespace

Image load_image(const Options &o)
{
  Image image;
  for (size_t i = 0; i < o.programs.size(); i++) read_elf(o, o.programs[i], image, i == 0);
  for (const Options::Load &l : o.loads) {
    std::vector<uint8_t> bytes = InputFile(l.file).read();
    check_ram(o, l.file.c_str(), "file at", l.address, bytes.size());
    image.segments.push_back({l.file, l.address, std::move(bytes)});
  }
  if (o.rom_file.empty()) add_boot_files(o, image);
  else image.rom = read_rom(o.rom_file);
  check_overlaps(image);
  image.tohost = htif_symbol(o, image.symbols, "tohost");
  image.fromhost = htif_symbol(o, image.symbols, "fromhost");
  return image;
}

void signature_range(const Image &image, uint32_t ram_bytes, uint32_t *begin, uint32_t *end)
{
  if (!image.symbols.find("begin_signature", begin) || !image.symbols.find("end_signature", end))
    usage_error("--signature: the program has no begin_signature and end_signature");
  if (*begin % 4 || *end % 4 || *end < *begin || !in_ram(ram_bytes, *begin, *end - *begin))
    usage_error("--signature: 0x%08x to 0x%08x is not a range of words in RAM", *begin, *end);
}

void write_signature(const std::string &name, uint32_t begin, uint32_t end,
                     const std::function<uint32_t(uint32_t)> &read)
{
  FILE *out = fopen(name.c_str(), "w");
  if (!out) usage_error("%s: cannot be written: %s", name.c_str(), strerror(errno));
  for (uint32_t a = begin; a != end; a += 4) fprintf(out, "%08x\n", read(a));
  if (fclose(out)) usage_error("%s: cannot be written: %s", name.c_str(), strerror(errno));
}

}  // namespace sim
