// hello.c - the smallest program: who runs it, on what.
#include <stdio.h>
#include "twin/hart.h"

int main(void)
{
    printf("Hello from hart %u of %u.\n", hart_id(), hart_count());
    return 0;
}
