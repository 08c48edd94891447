// console.h - the person's end of the serial line: this terminal or a new pseudo-terminal.
#pragma once
#include <termios.h>

#include <cstddef>
#include <cstdint>
#include <string>
#include <vector>

#include "options.h"

namespace sim {

class Console {
 public:
  /** Stdio: characters go to stdout and come from stdin; a terminal is put into raw mode but keeps
   * Ctrl-C. Pty: makes a pseudo-terminal and prints its name on stderr. */
  explicit Console(Options::Uart kind);
  ~Console();  // writes what is left, restores the terminal
  Console(const Console &) = delete;
  Console &operator=(const Console &) = delete;

  void put(uint8_t c);
  void put(int fd, const uint8_t *bytes, size_t count);  // an HTIF write: fd 2 is stderr

  /** Next character typed, or -1. Reads the system only in poll(). */
  int get() { return has_input() ? input_[next_++] : -1; }
  bool has_input() const { return started_ && next_ < input_.size(); }

  /** Bits a second of a pseudo-terminal, as whoever is connected has set it; else 115200. */
  unsigned baud() const;

  /** There is input, or there may be some later. */
  bool may_have_input() const { return !input_ended_ || next_ < input_.size(); }

  /** A file's or pipe's characters would be lost on a UART that is not set up yet: they begin when the
   * program has said something, or when this is called. */
  void start_input() { started_ = true; }

  /** Now and then, at least 50 times a second: read what was typed, write what was said. */
  void poll();
  void flush();

  /** Ctrl-A x was typed, or nobody reads the output any more. */
  bool left() const { return left_; }

  /** Called before something is written to a terminal, so that a status line can be wiped. */
  void on_output(void (*wipe)(void *), void *context) { wipe_ = wipe, wipe_context_ = context; }

 private:
  void open_pty();
  void make_raw();
  void typed(uint8_t c);

  int in_ = 0, out_ = 1;
  bool input_ended_ = false, started_ = false, left_ = false, raw_ = false, escape_ = false, terminal_out_ = false;
  int slave_ = -1;
  termios saved_{};
  std::vector<uint8_t> input_, output_;
  size_t next_ = 0;
  void (*wipe_)(void *) = nullptr;
  void *wipe_context_ = nullptr;
};

}  // namespace sim
