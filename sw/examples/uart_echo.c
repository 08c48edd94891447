// uart_echo.c - echoes what is typed, and each line once more when it is complete. A line "q", or
// Ctrl-D, ends it.
#include <stdio.h>
#include <string.h>

int main(void)
{
    char line[80];
    size_t used = 0;
    unsigned lines = 0;
    int c;

    printf("Type lines; q or Ctrl-D ends.\n");
    while ((c = getchar()) != EOF) {
        putchar(c);
        if (c != '\n') {
            if (used < sizeof line - 1)
                line[used++] = (char)c;
            continue;
        }
        line[used] = '\0';
        used = 0;
        if (strcmp(line, "q") == 0)
            break;
        printf("%u: %s\n", ++lines, line);
    }
    printf("Bye after %u lines.\n", lines);
    return 0;
}
