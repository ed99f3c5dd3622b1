/*
 * hunter: a hostile process that tries to get at whatever enters its pid namespace, before that has become a program of
 * the container. Prints "ready", then one line for each success, until it is killed:
 *
 *     exe PID LINK          read the name of the executable
 *     open PID LINK         opened the executable itself
 *     fd PID N LINK         opened one of its descriptors
 *     memory PID LINK       opened its memory for writing
 *     traced PID LINK       became its tracer
 *
 * LINK is what the process runs. Processes that run a program of the container's own root are fair game and not
 * reported.
 */
#define _GNU_SOURCE
#include <ctype.h>
#include <dirent.h>
#include <errno.h>
#include <fcntl.h>
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/ptrace.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <unistd.h>

static bool exists_here(const char *link)
{
    struct stat status;
    return link[0] == '/' && stat(link, &status) == 0;
}

/* What the process runs now, "" if we may not know. False if it has ended: then there is no link any more. */
static bool executable(int pid, char *link, size_t capacity)
{
    char path[64];
    snprintf(path, sizeof path, "/proc/%d/exe", pid);
    ssize_t length = readlink(path, link, capacity - 1);
    link[length > 0 ? length : 0] = 0;
    return length > 0 || (errno != ENOENT && errno != ESRCH);
}

/* After a success: it counts only if the process still is not one of the container. */
static void report(const char *what, int pid, const char *detail)
{
    char link[4096];
    if (executable(pid, link, sizeof link) && !exists_here(link))
        printf("%s %d %s%s\n", what, pid, detail, link);
}

static bool opens(int pid, const char *file, int flags)
{
    char path[64];
    snprintf(path, sizeof path, "/proc/%d/%s", pid, file);
    int fd = open(path, flags | O_CLOEXEC | O_NONBLOCK | O_NOCTTY);
    if (fd >= 0)
        close(fd);
    return fd >= 0;
}

static void hunt(int pid)
{
    char link[4096];
    if (!executable(pid, link, sizeof link) || exists_here(link))
        return;
    if (link[0])
        report("exe", pid, "");
    if (opens(pid, "exe", O_RDONLY))
        report("open", pid, "");
    if (opens(pid, "mem", O_RDWR))
        report("memory", pid, "");
    for (int fd = 0; fd < 32; fd++) {
        char file[16];
        snprintf(file, sizeof file, "fd/%d", fd);
        if (opens(pid, file, O_RDONLY)) {
            snprintf(file, sizeof file, "%d ", fd);
            report("fd", pid, file);
        }
    }
    if (ptrace(PTRACE_SEIZE, pid, 0, 0) == 0) {
        report("traced", pid, "");
        ptrace(PTRACE_INTERRUPT, pid, 0, 0);
        waitpid(pid, NULL, __WALL);
        ptrace(PTRACE_DETACH, pid, 0, 0);
    }
}

int main(void)
{
    int self = getpid();
    setvbuf(stdout, NULL, _IOLBF, 0);
    puts("ready");
    for (;;) {
        DIR *processes = opendir("/proc");
        struct dirent *entry;
        while (processes && (entry = readdir(processes)))
            if (isdigit((unsigned char)entry->d_name[0]) && atoi(entry->d_name) != self)
                hunt(atoi(entry->d_name));
        if (processes)
            closedir(processes);
    }
}
