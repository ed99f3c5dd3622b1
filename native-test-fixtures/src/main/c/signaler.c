/*
 * signaler: says which signals reach it.
 *
 *     signaler [EXIT_STATUS]
 *
 * Prints "ready", then "signal N" for each signal that arrives, and ends with EXIT_STATUS (default 0) on SIGTERM.
 * The first process of a pid namespace gets only signals it handles; this one handles all that can be.
 */
#define _GNU_SOURCE
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>

int main(int count, char **arguments)
{
    sigset_t all;
    sigfillset(&all);
    sigprocmask(SIG_BLOCK, &all, NULL);
    setvbuf(stdout, NULL, _IONBF, 0);
    puts("ready");
    for (;;) {
        int received;
        if (sigwait(&all, &received) != 0)
            continue;
        printf("signal %d\n", received);
        if (received == SIGTERM)
            return count > 1 ? atoi(arguments[1]) : 0;
    }
}
