// console.cc - see console.h.
#include "console.h"

#include <fcntl.h>
#include <poll.h>
#include <sys/ioctl.h>
#include <sys/stat.h>
#include <unistd.h>

#include <cerrno>
#include <csignal>
#include <cstdio>
#include <cstdlib>
#include <cstring>

#include "diag.h"

namespace sim {

static const uint8_t kCtrlA = 1;
static const size_t kOutputLimit = 4096;

Console::Console(Options::Uart kind)
{
  signal(SIGPIPE, SIG_IGN);  // write says EPIPE
  if (kind == Options::Uart::Pty) open_pty();
  else make_raw();
  terminal_out_ = kind == Options::Uart::Stdio && isatty(out_);
  started_ = isatty(in_) || kind == Options::Uart::Pty;
  poll();                    // a file's input is there from the first cycle on
}

void Console::open_pty()
{
  in_ = posix_openpt(O_RDWR | O_NOCTTY | O_NONBLOCK);
  if (in_ < 0 || grantpt(in_) || unlockpt(in_)) usage_error("--uart=pty: no pseudo-terminal: %s", strerror(errno));
  out_ = in_;
  const char *name = ptsname(in_);
  slave_ = open(name, O_RDWR | O_NOCTTY);  // kept open: reads do not fail while nobody is connected
  termios t;
  if (slave_ >= 0 && tcgetattr(slave_, &t) == 0) {
    cfmakeraw(&t);
    cfsetspeed(&t, B115200);
    tcsetattr(slave_, TCSANOW, &t);
  }
  fprintf(stderr, "twinhart: serial line on %s\n", name);
}

unsigned Console::baud() const
{
  static const struct { speed_t code; unsigned baud; } speeds[] = {
      {B9600, 9600}, {B19200, 19200}, {B38400, 38400}, {B57600, 57600}, {B115200, 115200}, {B230400, 230400},
      {B460800, 460800}, {B500000, 500000}, {B576000, 576000}, {B921600, 921600}, {B1000000, 1000000},
      {B1152000, 1152000}, {B1500000, 1500000}, {B2000000, 2000000}, {B2500000, 2500000}, {B3000000, 3000000}};
  termios t;
  if (slave_ >= 0 && tcgetattr(slave_, &t) == 0)
    for (auto &s : speeds)
      if (s.code == cfgetospeed(&t)) return s.baud;
  return 115200;
}

void Console::make_raw()
{
  // Touching the terminal from the background would stop the process.
  if (!isatty(in_) || tcgetpgrp(in_) != getpgrp() || tcgetattr(in_, &saved_)) return;
  termios t = saved_;
  t.c_lflag &= ~(tcflag_t)(ICANON | ECHO | IEXTEN);
  t.c_iflag &= ~(tcflag_t)(ICRNL | IXON);
  t.c_cc[VMIN] = 1;
  t.c_cc[VTIME] = 0;
  raw_ = tcsetattr(in_, TCSANOW, &t) == 0;
}

Console::~Console()
{
  flush();
  if (raw_) tcsetattr(in_, TCSANOW, &saved_);
  if (slave_ >= 0) {
    // What was said last is lost with the terminal: whoever listens has a while to read it. The kernel hands it over a
    // little later than it was written, so nothing unread counts only after some looks.
    for (int unread = 0, quiet = 0, n = 0; n < 500 && quiet < 5 && ioctl(slave_, FIONREAD, &unread) == 0; n++) {
      quiet = unread > 0 ? 0 : quiet + 1;
      usleep(10000);
    }
    close(slave_);
    close(in_);
  }
}

void Console::put(uint8_t c)
{
  output_.push_back(c);
  started_ = true;
  if (output_.size() >= kOutputLimit) flush();
}

void Console::put(int fd, const uint8_t *bytes, size_t count)
{
  flush();
  int to = fd == 2 ? 2 : out_;
  if (wipe_) wipe_(wipe_context_);
  while (count) {
    ssize_t n = write(to, bytes, count);
    if (n < 0 && errno != EINTR) return;
    if (n > 0) bytes += n, count -= (size_t)n;
  }
}

void Console::flush()
{
  if (output_.empty()) return;
  if (wipe_ && terminal_out_) wipe_(wipe_context_);
  for (size_t done = 0; done < output_.size();) {
    ssize_t n = write(out_, output_.data() + done, output_.size() - done);
    if (n >= 0) done += (size_t)n;
    else if (errno == EAGAIN) break;          // a pty nobody reads: lost, as on a line
    else if (errno != EINTR) {
      left_ = true;
      break;
    }
  }
  output_.clear();
}

void Console::typed(uint8_t c)
{
  if (raw_ && escape_) {
    escape_ = false;
    if (c == 'x') left_ = true;
    if (c != kCtrlA) return;                  // Ctrl-A Ctrl-A sends one
  } else if (raw_ && c == kCtrlA) {
    escape_ = true;
    return;
  }
  input_.push_back(c);
}

void Console::poll()
{
  flush();
  if (next_ == input_.size()) {
    input_.clear();
    next_ = 0;
  }
  pollfd p = {in_, POLLIN, 0};
  while (!input_ended_ && input_.size() < 65536 && ::poll(&p, 1, 0) > 0) {
    uint8_t bytes[4096];
    ssize_t n = read(in_, bytes, sizeof bytes);
    if (n == 0 || (n < 0 && errno != EINTR && errno != EAGAIN)) input_ended_ = slave_ < 0;
    if (n <= 0) break;
    for (ssize_t i = 0; i < n; i++) typed(bytes[i]);
  }
}

}  // namespace sim
