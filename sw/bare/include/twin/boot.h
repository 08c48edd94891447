// twin/boot.h - what the program was started with.
#ifndef TWIN_BOOT_H
#define TWIN_BOOT_H

/** The flattened device tree that the boot ROM handed over in a1 (docs/ref/bootrom.md). Read-only,
 * set before main(), for any context. */
extern const void *boot_device_tree;

#endif
