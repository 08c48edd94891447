// frame.h - offsets of struct trap_frame (twin/trap.h), shared with start.S; trap.c asserts them.
#ifndef FRAME_H
#define FRAME_H

#define FRAME_PC       0    // in the slot of x0; xN is at 4 * N
#define FRAME_CAUSE  128
#define FRAME_TVAL   132
#define FRAME_STATUS 136
#define FRAME_SIZE   144    // a multiple of 16, as the ABI wants sp

#endif
