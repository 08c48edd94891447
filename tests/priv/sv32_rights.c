// sv32_rights.c - V R W X U G of a PTE, all 64, with A and D set, at both levels: load, store and fetch in S and U,
// SUM and MXR both ways, give the page fault that 4.3.2 says, with xtval, or are done. Reserved ones fault.
// Spec: privileged 1.12, 4.3.1, 4.3.2, 3.1.6.3. Harts: 1.
// limit: 2500000
#include "env/sv32_rights.h"

int main(void)
{
    rights_begin();
    for (uint32_t bits = PTE_A | PTE_D; bits < 256; bits++) {
        rights_try(bits, 0);
        rights_try(bits, 1);
    }
    for (uint32_t bits = 0; bits < 64; bits++)               // pointers without A and D
        if (!(bits & (PTE_R | PTE_X)))
            for (unsigned u = 0; u < 2; u++)
                rights_try(bits | u << 8, 1);
    vm_off();
    return 0;
}
