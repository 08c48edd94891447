// image.cc - see image.h. ELF is read with libelf; the limits of this machine are checked here.
#include "image.h"

#include <fcntl.h>
#include <gelf.h>
#include <libelf.h>
#include <sys/stat.h>
#include <unistd.h>

#include <cerrno>
#include <cstdio>
#include <cstring>

#include "chk_words.h"
#include "diag.h"

namespace sim {

bool in_ram(uint32_t ram_bytes, uint32_t address, uint64_t bytes)
{
  return address >= RamBase && address - RamBase <= ram_bytes && bytes <= ram_bytes - (address - RamBase);
}

namespace {

class File {
 public:
  explicit File(const std::string &name) : name_(name), fd_(open(name.c_str(), O_RDONLY))
  {
    struct stat st;
    if (fd_ < 0 || fstat(fd_, &st)) usage_error("%s: cannot be read: %s", name.c_str(), strerror(errno));
    if (!S_ISREG(st.st_mode)) usage_error("%s: not a file", name.c_str());
    size_ = (uint64_t)st.st_size;
  }
  ~File() { close(fd_); }
  File(const File &) = delete;
  File &operator=(const File &) = delete;

  int fd() const { return fd_; }
  uint64_t size() const { return size_; }

  std::vector<uint8_t> read(uint64_t offset, uint64_t bytes) const
  {
    std::vector<uint8_t> data(bytes);
    for (uint64_t done = 0; done < bytes;) {
      ssize_t n = pread(fd_, data.data() + done, bytes - done, (off_t)(offset + done));
      if (n < 0) usage_error("%s: cannot be read: %s", name_.c_str(), strerror(errno));
      if (n == 0) usage_error("%s: truncated", name_.c_str());
      done += (uint64_t)n;
    }
    return data;
  }

 private:
  std::string name_;
  int fd_;
  uint64_t size_ = 0;
};

void check_ram(const Options &o, const char *name, const char *what, uint32_t address, uint64_t bytes)
{
  if (in_ram(o.ram_bytes, address, bytes)) return;
  usage_error("%s: %s 0x%08x to 0x%llx lies outside RAM, 0x%08x to 0x%llx (--ram)", name, what, address,
              (unsigned long long)address + bytes - 1, RamBase, (unsigned long long)RamBase + o.ram_bytes - 1);
}

void check_header(const char *name, Elf *elf)
{
  GElf_Ehdr header;
  if (elf_kind(elf) != ELF_K_ELF) usage_error("%s: not an ELF file", name);
  if (!gelf_getehdr(elf, &header)) usage_error("%s: damaged or truncated ELF header", name);
  if (header.e_ident[EI_CLASS] != ELFCLASS32) usage_error("%s: a 64-bit ELF; the machine has 32 bits", name);
  if (header.e_ident[EI_DATA] != ELFDATA2LSB) usage_error("%s: a big-endian ELF; the machine is little-endian", name);
  if (header.e_machine != EM_RISCV) usage_error("%s: an ELF for machine %u, not for RISC-V", name, header.e_machine);
  if (header.e_type != ET_EXEC) usage_error("%s: not an executable (ELF type %u): link it first", name, header.e_type);
}

void read_segments(const Options &o, const char *name, const File &file, Elf *elf, Image &image)
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
    image.segments.push_back({(uint32_t)p.p_paddr, file.read(p.p_offset, p.p_filesz)});
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
  File file(name);
  if (file.size() == 0) usage_error("%s: empty", name.c_str());
  elf_version(EV_CURRENT);
  Elf *elf = elf_begin(file.fd(), ELF_C_READ, nullptr);
  if (!elf) usage_error("%s: not an ELF file", name.c_str());
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

}  // namespace

Image load_image(const Options &o)
{
  Image image;
  for (size_t i = 0; i < o.programs.size(); i++) read_elf(o, o.programs[i], image, i == 0);
  for (const Options::Load &l : o.loads) {
    File file(l.file);
    if (file.size() == 0) usage_error("%s: empty", l.file.c_str());
    check_ram(o, l.file.c_str(), "file at", l.address, file.size());
    image.segments.push_back({l.address, file.read(0, file.size())});
  }
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
