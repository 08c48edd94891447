// boot.c - from a cleared machine to main(), and back to the finisher.
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <unistd.h>
#include "twin/boot.h"
#include "twin/fence.h"
#include "twin/uart.h"

#define FINISHER      ((volatile uint32_t *)0x00100000)     // sifive,test1
#define FINISHER_PASS 0x5555u
#define FINISHER_FAIL 0x3333u                               // exit code in the upper half

int main(void);
void hart_boot(void);
_Noreturn void boot_main(const void *device_tree);

const void *boot_device_tree;

static void run(void (*const *from)(void), void (*const *to)(void))
{
    for (; from < to; from++)
        (*from)();
}

/** Start the program. Caller: start.S on hart 0, with .bss and TLS ready. */
void boot_main(const void *device_tree)
{
    extern void (*const __preinit_array_start[])(void), (*const __preinit_array_end[])(void);
    extern void (*const __init_array_start[])(void), (*const __init_array_end[])(void);

    boot_device_tree = device_tree;
    uart_init();
    hart_boot();
    run(__preinit_array_start, __preinit_array_end);
    run(__init_array_start, __init_array_end);
    exit(main());
}

/** End of exit(): everything printed by this hart is out before the machine stops. */
void _exit(int code)
{
    fflush(stdout);
    uart_drain();
    fence_w_o();    // the program's last stores before the finisher's: a RAM dump shows them
    *FINISHER = code == 0 ? FINISHER_PASS : (uint32_t)code << 16 | FINISHER_FAIL;
    for (;;) {}
}
