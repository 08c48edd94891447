// device_tree.h - the flattened device tree that the boot ROM hands over (firmware/boot), by libfdt.
#pragma once
#include <cstdint>
#include <string>
#include <vector>

namespace sim {

class DeviceTree {
 public:
  /** The boot ROM's own, for this much memory. */
  explicit DeviceTree(uint32_t ram_bytes);
  /** That of a file (--dtb), as it is; exit code 2 and one line when it is not a sound one. */
  explicit DeviceTree(const std::string &file);

  /** Into /chosen, which is made if there is none. */
  void set_bootargs(const std::string &text);
  void set_initrd(uint32_t begin, uint32_t end);   // the first byte, the first one after it

  const std::vector<uint8_t> &bytes() const { return blob_; }

 private:
  void set_chosen(const char *name, const void *value, size_t bytes);

  std::string name_;   // for messages
  std::vector<uint8_t> blob_;
};

}  // namespace sim
