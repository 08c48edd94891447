// sv32_edges_access.c - accesses over the end of a page where one of the two pages leads nowhere: an access fault with the
// faulting part's address, or the page fault of the first; nothing stored. Spec: privileged 1.12, 4.3.2, 3.1.16. Harts: 1.
// limit: 600000
// qemu: no (QEMU 7.2 stores the first bytes before it finds that the second page is no memory, and dies of such a fetch)
#include "env/sv32_edges.h"

int main(void)
{
    vm_open();
    vm_on(0);
    for (unsigned i = 0; i < KINDS; i++) {
        data_faults(NOWHERE, i);
        if (i != NOWHERE)
            data_faults(i, NOWHERE);
    }
    fetch_faults(0x18000u << 10 | RWXAD, FETCH_ACCESS);
    vm_off();
    return 0;
}
