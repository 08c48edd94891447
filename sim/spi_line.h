// spi_line.h - the wires between the machine's SPI host and the slaves, bit by bit. Both slaves work in modes 0
// and 3: they take a bit on the rising edge and send the next one on the falling edge.
#pragma once
#include <cstdint>

extern "C" {
#include "model/slaves.h"
}

namespace sim {

class SpiLine {
 public:
  explicit SpiLine(th_slaves &slaves) : slaves_(slaves) {}

  /** True when step() has something to do: an edge of the clock, or a select. */
  bool moves(unsigned sck, unsigned selects) const { return pins(sck, selects) != pins_; }

  /** Such a cycle; returns miso from now on. */
  unsigned step(uint64_t cycle, unsigned sck, unsigned mosi, unsigned selects)
  {
    unsigned before = pins_;
    pins_ = pins(sck, selects);
    moved_ = true;
    moved_at_ = cycle;
    if ((pins_ ^ before) >> 1) {
      th_slaves_select(&slaves_, selects);
      bits_ = 0;
      out_ = th_slaves_out(&slaves_);
    } else if (sck) {
      in_ = in_ << 1 | mosi;
      if (++bits_ == 8) {
        th_slaves_in(&slaves_, (uint8_t)in_);
        out_ = th_slaves_out(&slaves_);
        bits_ = 0;
      }
      return miso_;                        // the slave holds its bit to the falling edge
    }
    return miso_ = out_ >> (7 - bits_) & 1;
  }

  /** No edge for as long as the slowest divisor may leave between two. */
  bool quiet(uint64_t cycle) const { return !moved_ || cycle - moved_at_ > 4 * 4096 + 8; }

 private:
  static unsigned pins(unsigned sck, unsigned selects) { return sck | selects << 1; }

  th_slaves &slaves_;
  unsigned pins_ = pins(0, 3), in_ = 0, out_ = 0xff, bits_ = 0, miso_ = 1;
  bool moved_ = false;
  uint64_t moved_at_ = 0;
};

}  // namespace sim
