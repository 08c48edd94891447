// storage.h - the SD card and the flash behind the SPI host, over the files of --sd and --flash.
// The card's blocks are read from and written to its file at once; the flash's file is only read.
#pragma once
#include <vector>

#include "options.h"
extern "C" {
#include "model/slaves.h"
}

namespace sim {

class Storage {
 public:
  /** Opens the files, or leaves with one line and exit code 2. */
  explicit Storage(const Options &options);
  ~Storage();
  Storage(const Storage &) = delete;
  Storage &operator=(const Storage &) = delete;

  th_slaves &slaves() { return slaves_; }

 private:
  th_sd_media open_card(const std::string &name);
  void read_flash(const std::string &name);

  th_slaves slaves_ = {};
  std::vector<uint8_t> flash_;
  int fd_ = -1;
};

}  // namespace sim
