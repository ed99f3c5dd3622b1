/*
 * reaper: stands in for an engine's shim. It is the subreaper that a container's init is re-parented to when the
 * runtime that created it exits, and so the process that learns how the container ended.
 *
 *     reaper STDIN STDOUT STDERR PROGRAM [ARGUMENT...]
 *
 * Runs PROGRAM with these files as its standard streams and reports one line per child that ends, until none is left:
 *
 *     runtime exited 0
 *     4711 killed 9
 *     4712 exited 3
 *
 * A stream named "-" is reaper's own.
 */
#define _GNU_SOURCE
#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/prctl.h>
#include <sys/wait.h>
#include <unistd.h>

static void stream(int fd, const char *path, int flags)
{
    if (strcmp(path, "-") == 0)
        return;
    int opened = open(path, flags, 0644);
    if (opened < 0) {
        fprintf(stderr, "reaper: %s: %s\n", path, strerror(errno));
        _exit(125);
    }
    dup2(opened, fd);
    if (opened > 2)
        close(opened);
}

int main(int count, char **arguments)
{
    if (count < 5) {
        fputs("usage: reaper STDIN STDOUT STDERR PROGRAM [ARGUMENT...]\n", stderr);
        return 125;
    }
    prctl(PR_SET_CHILD_SUBREAPER, 1);
    setvbuf(stdout, NULL, _IOLBF, 0);

    pid_t runtime = fork();
    if (runtime == 0) {
        stream(0, arguments[1], O_RDONLY);
        stream(1, arguments[2], O_WRONLY | O_CREAT | O_APPEND);
        stream(2, arguments[3], O_WRONLY | O_CREAT | O_APPEND);
        execvp(arguments[4], arguments + 4);
        fprintf(stderr, "reaper: %s: %s\n", arguments[4], strerror(errno));
        _exit(127);
    }

    for (;;) {
        int status;
        pid_t pid = waitpid(-1, &status, __WALL);
        if (pid < 0 && errno == EINTR)
            continue;
        if (pid < 0)
            return 0; /* ECHILD: everything that ran below us has ended */
        if (pid == runtime)
            printf("runtime ");
        else
            printf("%d ", pid);
        if (WIFSIGNALED(status))
            printf("killed %d\n", WTERMSIG(status));
        else
            printf("exited %d\n", WEXITSTATUS(status));
    }
}
