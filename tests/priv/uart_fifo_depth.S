// uart_fifo_depth.S - the transmitter takes one character into the shift register and sixteen into the FIFO; LSR's
// THRE is 0 while any waits, TEMT until the last has left. Spec: PC16550D; design section 3. Harts: 1.
// limit: 200000
// run: --uart-cycles=3000
// reference: no (the model's loopback takes no time)
// qemu: no (QEMU sends at once)
#include "env/test.h"

TEST_BEGIN
    li      s2, UART
    li      a0, 0x10
    sb      a0, 4(s2)                   // loopback: nothing from outside is received any more
    li      a0, 7
    sb      a0, 2(s2)                   // FIFOs on and empty
TEST_CASE 1                             // only what was kept comes back
    li      a1, 20                      // 20 written at once: 17 kept
    li      a0, 0x41
1:  sb      a0, 0(s2)
    addi    a0, a0, 1
    addi    a1, a1, -1
    bnez    a1, 1b
    lbu     a0, 5(s2)
    andi    a0, a0, 0x60
    CHECK_EQ a0, 0
TEST_CASE 2                             // they come back one by one, in order
    li      s3, 0x41
    li      s4, 17
1:  li      a1, 3000
2:  lbu     a0, 5(s2)
    andi    a2, a0, 1
    bnez    a2, 3f
    addi    a1, a1, -1
    bnez    a1, 2b
    j       fail                        // fewer than 17
3:  lbu     a0, 0(s2)
    CHECK_REG a0, s3
    addi    s3, s3, 1
    addi    s4, s4, -1
    bnez    s4, 1b
TEST_CASE 3                             // and no more
    lbu     a0, 5(s2)
    andi    a0, a0, 0x61
    CHECK_EQ a0, 0x60
    li      a1, 600
4:  lbu     a0, 5(s2)
    andi    a0, a0, 1
    bnez    a0, 5f
    addi    a1, a1, -1
    bnez    a1, 4b
    sb      zero, 4(s2)
    TEST_PASS
5:  j       fail
TEST_DATA
