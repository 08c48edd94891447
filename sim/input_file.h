// input_file.h - a file named on the command line. Whatever is wrong with it ends the process with one line
// and exit code 2.
#pragma once
#include <cstdint>
#include <string>
#include <vector>

namespace sim {

class InputFile {
 public:
  explicit InputFile(const std::string &name);
  ~InputFile();
  InputFile(const InputFile &) = delete;
  InputFile &operator=(const InputFile &) = delete;

  int fd() const { return fd_; }
  uint64_t size() const { return size_; }
  std::vector<uint8_t> read(uint64_t offset, uint64_t bytes) const;
  /** All of it; an empty file is refused. */
  std::vector<uint8_t> read() const;

 private:
  std::string name_;
  int fd_;
  uint64_t size_ = 0;
};

}  // namespace sim
