// fetch_devices.S - devices give no instructions; the boot ROM does.
// Spec: design section 3, physical memory attributes. Harts: 1.
// limit: 20000
// qemu: no (QEMU fetches from devices)
#include "env/test.h"

TEST_BEGIN
TEST_CASE 1
    .irp    where, MSIP0, 0x0200bff8, UART, 0x10000004, FINISHER
    li      s2, \where
    EXPECT_FETCH_TRAP s2, s2, jr s2
    .endr
TEST_CASE 2                             // and are not touched by trying: reading IIR would end its interrupt
    li      s2, UART
    li      a0, 2                       // transmitter empty, which it is
    sb      a0, 1(s2)
    EXPECT_FETCH_TRAP s2, s2, jr s2
    lbu     a0, 2(s2)
    andi    a0, a0, 15
    CHECK_EQ a0, 2
    lbu     a0, 2(s2)                   // now it has ended
    andi    a0, a0, 15
    CHECK_EQ a0, 1
    TEST_PASS
TEST_DATA
