// input_file.cc - see input_file.h.
#include "input_file.h"

#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

#include <cerrno>
#include <cstring>

#include "diag.h"

namespace sim {

InputFile::InputFile(const std::string &name) : name_(name), fd_(open(name.c_str(), O_RDONLY))
{
  struct stat st;
  if (fd_ < 0 || fstat(fd_, &st)) usage_error("%s: cannot be read: %s", name.c_str(), strerror(errno));
  if (!S_ISREG(st.st_mode)) usage_error("%s: not a file", name.c_str());
  size_ = (uint64_t)st.st_size;
}

InputFile::~InputFile() { close(fd_); }

std::vector<uint8_t> InputFile::read(uint64_t offset, uint64_t bytes) const
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

std::vector<uint8_t> InputFile::read() const
{
  if (size_ == 0) usage_error("%s: empty", name_.c_str());
  return read(0, size_);
}

}  // namespace sim
