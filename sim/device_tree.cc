// device_tree.cc - see device_tree.h.
#include "device_tree.h"

#include <libfdt.h>

#include "boot_rom.h"
#include "diag.h"
#include "input_file.h"

namespace sim {

static const uint64_t kMostBytes = 1 << 20;    // a tree has some KiB

static void check(const std::string &name, int result)
{
  if (result < 0) usage_error("%s: a bad device tree: %s", name.c_str(), fdt_strerror(result));
}

DeviceTree::DeviceTree(uint32_t ram_bytes) : name_("boot ROM"), blob_(rom_device_tree())
{
  int memory = fdt_node_offset_by_prop_value(blob_.data(), -1, "device_type", "memory", sizeof "memory");
  check(name_, memory);
  fdt32_t size = cpu_to_fdt32(ram_bytes);      // reg's second cell
  check(name_, fdt_setprop_inplace_namelen_partial(blob_.data(), memory, "reg", 3, 4, &size, 4));
}

DeviceTree::DeviceTree(const std::string &file) : name_(file)
{
  InputFile in(file);
  if (in.size() > kMostBytes) usage_error("%s: too large for a device tree, 1 MiB at most", file.c_str());
  blob_ = in.read();
  if (blob_.size() < FDT_V17_SIZE) usage_error("%s: truncated: no device tree's header", file.c_str());
  if (fdt_magic(blob_.data()) != FDT_MAGIC) usage_error("%s: not a device tree: compile it with dtc first", file.c_str());
  if (fdt_totalsize(blob_.data()) > blob_.size())
    usage_error("%s: truncated: its header says %u bytes, the file has %zu", file.c_str(), fdt_totalsize(blob_.data()),
                blob_.size());
  check(name_, fdt_check_full(blob_.data(), blob_.size()));
  blob_.resize(fdt_totalsize(blob_.data()));
}

void DeviceTree::set_chosen(const char *name, const void *value, size_t bytes)
{
  blob_.resize(blob_.size() + bytes + 256);    // room for the property, its name and the node
  check(name_, fdt_open_into(blob_.data(), blob_.data(), (int)blob_.size()));
  int chosen = fdt_path_offset(blob_.data(), "/chosen");
  if (chosen == -FDT_ERR_NOTFOUND) chosen = fdt_add_subnode(blob_.data(), 0, "chosen");
  check(name_, chosen);
  check(name_, fdt_setprop(blob_.data(), chosen, name, value, (int)bytes));
  check(name_, fdt_pack(blob_.data()));
  blob_.resize(fdt_totalsize(blob_.data()));
}

void DeviceTree::set_bootargs(const std::string &text) { set_chosen("bootargs", text.c_str(), text.size() + 1); }

void DeviceTree::set_initrd(uint32_t begin, uint32_t end)
{
  fdt32_t first = cpu_to_fdt32(begin), after = cpu_to_fdt32(end);
  set_chosen("linux,initrd-start", &first, sizeof first);
  set_chosen("linux,initrd-end", &after, sizeof after);
}

}  // namespace sim
