/*
 * swapper: exchanges two names over and over, as a hostile container does to a volume it shares with another one.
 *
 *     swapper ONE OTHER
 *
 * Prints "swapping" and goes on until it is killed.
 */
#define _GNU_SOURCE
#include <fcntl.h>
#include <stdio.h>

int main(int count, char **arguments)
{
    if (count != 3) {
        fputs("usage: swapper ONE OTHER\n", stderr);
        return 125;
    }
    if (renameat2(AT_FDCWD, arguments[1], AT_FDCWD, arguments[2], RENAME_EXCHANGE) < 0) {
        perror("swapper");
        return 1;
    }
    puts("swapping");
    fflush(stdout);
    for (;;)
        renameat2(AT_FDCWD, arguments[1], AT_FDCWD, arguments[2], RENAME_EXCHANGE);
}
