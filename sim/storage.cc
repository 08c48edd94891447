// storage.cc - see storage.h.
#include "storage.h"

#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

#include <cerrno>
#include <cstring>

#include "diag.h"

namespace sim {

static const uint64_t kMostBlocks = (32ull << 30) / TH_SD_BLOCK;   // high capacity ends at 32 GiB

static off_t offset(uint32_t block) { return (off_t)block * TH_SD_BLOCK; }

static bool read_block(void *ctx, uint32_t block, uint8_t *data)
{
  return pread(*(const int *)ctx, data, TH_SD_BLOCK, offset(block)) == TH_SD_BLOCK;
}

static bool write_block(void *ctx, uint32_t block, const uint8_t *data)
{
  return pwrite(*(const int *)ctx, data, TH_SD_BLOCK, offset(block)) == TH_SD_BLOCK;
}

/** A regular file's size; the option's name stands before what is wrong. */
static uint64_t file_size(const char *option, const std::string &name, int fd, mode_t *mode)
{
  struct stat st;
  if (fd < 0 || fstat(fd, &st)) usage_error("--%s: %s: cannot be opened: %s", option, name.c_str(), strerror(errno));
  if (!S_ISREG(st.st_mode)) usage_error("--%s: %s: not a file", option, name.c_str());
  if (st.st_size == 0) usage_error("--%s: %s: empty", option, name.c_str());
  *mode = st.st_mode;
  return (uint64_t)st.st_size;
}

Storage::Storage(const Options &o)
{
  th_sd_media media = {};
  if (!o.sd_file.empty()) media = open_card(o.sd_file);
  if (!o.flash_file.empty()) read_flash(o.flash_file);
  th_sd_init(&slaves_.sd, &media);
  th_flash_init(&slaves_.flash, flash_.data(), flash_.size());
}

Storage::~Storage()
{
  th_flash_free(&slaves_.flash);
  if (fd_ >= 0) close(fd_);
}

// Without any right to write the card is write-protected; so it is for root, whom no right holds back.
th_sd_media Storage::open_card(const std::string &name)
{
  mode_t mode;
  fd_ = open(name.c_str(), O_RDWR | O_CLOEXEC);
  bool read_only = fd_ < 0 && (errno == EACCES || errno == EROFS);
  if (read_only) fd_ = open(name.c_str(), O_RDONLY | O_CLOEXEC);
  uint64_t bytes = file_size("sd", name, fd_, &mode);
  read_only |= !(mode & 0222);
  if (bytes % TH_SD_BLOCK)
    usage_error("--sd: %s: %llu bytes, not a multiple of %d", name.c_str(), (unsigned long long)bytes, TH_SD_BLOCK);
  if (bytes / TH_SD_BLOCK > kMostBlocks) usage_error("--sd: %s: larger than 32 GiB", name.c_str());
  return {(uint32_t)(bytes / TH_SD_BLOCK), read_only, &fd_, read_block, write_block};
}

void Storage::read_flash(const std::string &name)
{
  mode_t mode;
  int fd = open(name.c_str(), O_RDONLY | O_CLOEXEC);
  uint64_t bytes = file_size("flash", name, fd, &mode);
  if (bytes > TH_FLASH_BYTES) usage_error("--flash: %s: larger than 16 MiB", name.c_str());
  flash_.resize(bytes);
  if (pread(fd, flash_.data(), bytes, 0) != (ssize_t)bytes)
    usage_error("--flash: %s: cannot be read: %s", name.c_str(), strerror(errno));
  close(fd);
}

}  // namespace sim
