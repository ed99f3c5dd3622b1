/*
 * syscall: makes one system call, in any of the machine's calling conventions, and says what came of it.
 *
 *     syscall [--i386 | --x32] NUMBER [ARGUMENT...]
 *
 * Prints "returned VALUE" or "errno NUMBER". Arguments are numbers; all are passed as they are.
 */
#define _GNU_SOURCE
#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/syscall.h>
#include <unistd.h>

#ifdef __x86_64__
#define X32_BIT 0x40000000L

/* The 32-bit entry also works from a 64-bit program; only the low halves of the registers count. */
static long call_i386(long number, const long *a)
{
    long result = number;
    __asm__ volatile("mov %6, %%ebp\n\tint $0x80" /* no operand may live in rbp, so it is loaded here */
                     : "+a"(result)
                     : "b"(a[0]), "c"(a[1]), "d"(a[2]), "S"(a[3]), "D"(a[4]), "r"((int)a[5])
                     : "rbp", "r8", "r9", "r10", "r11", "memory");
    return (int)result;
}
#endif

int main(int count, char **arguments)
{
    long values[6] = {0};
    long result;
    int next = 1;
    const char *convention = count > 1 && strncmp(arguments[1], "--", 2) == 0 ? arguments[next++] : "";

    if (next >= count) {
        fputs("usage: syscall [--i386 | --x32] NUMBER [ARGUMENT...]\n", stderr);
        return 125;
    }
    long number = strtol(arguments[next++], NULL, 0);
    for (int i = 0; i < 6 && next < count; i++)
        values[i] = strtol(arguments[next++], NULL, 0);

#ifdef __x86_64__
    if (strcmp(convention, "--i386") == 0) {
        result = call_i386(number, values);
        errno = result < 0 && result > -4096 ? -result : 0;
        result = errno ? -1 : result;
    } else {
        if (strcmp(convention, "--x32") == 0)
            number |= X32_BIT;
#else
    {
#endif
        errno = 0;
        result = syscall(number, values[0], values[1], values[2], values[3], values[4], values[5]);
    }
    if (result == -1 && errno)
        printf("errno %d\n", errno);
    else
        printf("returned %ld\n", result);
    return 0;
}
