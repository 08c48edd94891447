// uart_line.h - the serial line between the machine's UART and the console: one character, either
// way, in --uart-cycles cycles, or in as many as the UART's divisor makes it: pace().
#pragma once
#include <cstdint>

#include "console.h"

namespace sim {

class UartLine {
 public:
  UartLine(Console &console, uint32_t cycles) : console_(console), cycles_(cycles), ready_(cycles == 1) {}

  /** Characters that begin from now on take so many cycles. */
  void pace(uint32_t cycles) { cycles_ = cycles; }

  /** The ready wire of the cycle that send() is called for next. */
  bool ready() const { return ready_; }

  /** A cycle in which the UART offers a character, with the ready wire as it is. */
  void send(uint64_t cycle, uint8_t c)
  {
    if (!sending_) sent_at_ = cycle + cycles_ - 1;   // its last bit leaves in that cycle
    sending_ = !ready_;
    if (ready_) console_.put(c);
    ready_ = cycles_ == 1 || (sending_ && cycle + 1 >= sent_at_);
  }

  /** A character may arrive in this cycle. */
  bool may_arrive(uint64_t cycle) const { return console_.has_input() && cycle >= arrives_at_; }

  uint8_t arrive(uint64_t cycle)
  {
    arrives_at_ = cycle + cycles_;
    return (uint8_t)console_.get();
  }

 private:
  Console &console_;
  uint32_t cycles_;
  bool sending_ = false, ready_ = false;
  uint64_t sent_at_ = 0, arrives_at_ = 0;
};

}  // namespace sim
