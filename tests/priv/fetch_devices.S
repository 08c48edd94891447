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
TEST_CASE 2                             // and are not touched by trying: the UART still has no character
    li      s2, UART
    lbu     a0, 5(s2)
    andi    a0, a0, 1
    CHECK_EQ a0, 0
    TEST_PASS
TEST_DATA
