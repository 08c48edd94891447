// sv32_rights_ad.c - the 192 low bytes of a PTE with A or D clear, at both levels: A = 0, or D = 0 at a
// store, is a page fault (Svade). Otherwise as sv32_rights.c. Spec: privileged 1.12, 4.3.1, 4.3.2 step 7. Harts: 1.
// limit: 4500000
// qemu: no (QEMU 7.2 sets A and D by itself: no Svade)
#include "env/sv32_rights.h"

int main(void)
{
    rights_begin();
    for (uint32_t bits = 0; bits < 256; bits++) {
        if ((bits & (PTE_A | PTE_D)) == (PTE_A | PTE_D))
            continue;                                        // sv32_rights.c
        rights_try(bits, 0);
        rights_try(bits | (bits & PTE_A ? 0x100u : 0), 1);
    }
    CHECK_EQ(vm_leaves[RIGHTS_PAGE] & 0xff, 0xbf);           // the last one: nobody else wrote it
    vm_off();
    return 0;
}
