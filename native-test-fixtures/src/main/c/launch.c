/*
 * launch: gives a program the state that a shell would, whatever the test's own JVM was given.
 *
 *     launch PROGRAM [ARGUMENT...]
 *
 * A JVM leaves a blocked SIGQUIT and ignored real-time signals to its children. Here every signal gets its default
 * action, none is blocked, and only the standard streams stay open.
 */
#define _GNU_SOURCE
#include <errno.h>
#include <signal.h>
#include <stdio.h>
#include <string.h>
#include <sys/syscall.h>
#include <unistd.h>

int main(int count, char **arguments)
{
    /* The raw calls: glibc keeps signals 32 and 33 to itself. */
    struct { void *handler; unsigned long flags; void *restorer; unsigned long mask; } standard = {0};
    unsigned long long none = 0;

    if (count < 2) {
        fputs("usage: launch PROGRAM [ARGUMENT...]\n", stderr);
        return 125;
    }
    for (int signal = 1; signal <= 64; signal++)
        syscall(SYS_rt_sigaction, signal, &standard, NULL, 8);
    syscall(SYS_rt_sigprocmask, SIG_SETMASK, &none, NULL, 8);
    syscall(SYS_close_range, 3, ~0U, 0);

    execvp(arguments[1], arguments + 1);
    fprintf(stderr, "launch: %s: %s\n", arguments[1], strerror(errno));
    return 127;
}
