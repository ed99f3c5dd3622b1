/*
 * Times whole runs of short commands:
 *
 *   startup-timer ROUNDS LABEL COMMAND [ARG...] [-- LABEL COMMAND [ARG...]]...
 *
 * In each round every command runs once, so that a slow moment of the machine hits all of them. A run is measured from
 * before vfork(2) to after wait4(2), without a shell between. Standard input and output are /dev/null. Prints for each
 * command the least and the median wall-clock time, the median CPU time (user and system), the largest resident set,
 * and page faults and context switches of one run.
 */
#define _GNU_SOURCE
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/resource.h>
#include <sys/wait.h>
#include <time.h>
#include <unistd.h>

#define MAX_COMMANDS 64
/* Runs before the measured ones, which bring everything into the page cache. */
#define WARM_UP 5

struct command {
    const char *label;
    char **arguments;
    double *wall, *cpu; /* milliseconds, one entry for each round */
    long largest_set;   /* kB */
    long faults, switches;
    int failures;
};

static double now(void) {
    struct timespec time;
    clock_gettime(CLOCK_MONOTONIC, &time);
    return time.tv_sec * 1e3 + time.tv_nsec / 1e6;
}

static double milliseconds(struct timeval time) {
    return time.tv_sec * 1e3 + time.tv_usec / 1e3;
}

static void run(struct command *command, int null, int round) {
    struct rusage usage;
    int status;
    double started = now();
    pid_t pid = vfork();
    if (pid == 0) {
        dup2(null, STDIN_FILENO);
        dup2(null, STDOUT_FILENO);
        execv(command->arguments[0], command->arguments);
        _exit(127);
    }
    if (pid < 0 || wait4(pid, &status, 0, &usage) != pid) {
        perror(command->label);
        exit(1);
    }
    if (round < 0)
        return;
    command->wall[round] = now() - started;
    command->cpu[round] = milliseconds(usage.ru_utime) + milliseconds(usage.ru_stime);
    if (usage.ru_maxrss > command->largest_set)
        command->largest_set = usage.ru_maxrss;
    command->faults += usage.ru_minflt + usage.ru_majflt;
    command->switches += usage.ru_nvcsw + usage.ru_nivcsw;
    command->failures += status != 0;
}

static int compare(const void *a, const void *b) {
    double x = *(const double *)a, y = *(const double *)b;
    return (x > y) - (x < y);
}

static void report(struct command *command, int rounds) {
    qsort(command->wall, rounds, sizeof(double), compare);
    qsort(command->cpu, rounds, sizeof(double), compare);
    printf("%-24s %8.2f %8.2f %8.2f %8ld %7ld %9ld", command->label, command->wall[0], command->wall[rounds / 2],
           command->cpu[rounds / 2], command->largest_set, command->faults / rounds, command->switches / rounds);
    if (command->failures)
        printf("  %d of %d runs failed", command->failures, rounds);
    putchar('\n');
}

int main(int argc, char **argv) {
    static struct command commands[MAX_COMMANDS];
    int count = 0, rounds = argc > 1 ? atoi(argv[1]) : 0;
    for (int i = 2; i + 1 < argc && count < MAX_COMMANDS; i++, count++) {
        commands[count].label = argv[i];
        commands[count].arguments = &argv[i + 1];
        commands[count].wall = calloc(rounds, sizeof(double));
        commands[count].cpu = calloc(rounds, sizeof(double));
        while (i < argc && strcmp(argv[i], "--") != 0)
            i++;
        if (i < argc)
            argv[i] = NULL;
    }
    if (rounds <= 0 || count == 0) {
        fprintf(stderr, "usage: %s ROUNDS LABEL COMMAND [ARG...] [-- LABEL COMMAND [ARG...]]...\n", argv[0]);
        return 2;
    }
    int null = open("/dev/null", O_RDWR | O_CLOEXEC);
    for (int round = -WARM_UP; round < rounds; round++)
        for (int i = 0; i < count; i++)
            run(&commands[i], null, round);
    printf("%-24s %8s %8s %8s %8s %7s %9s\n", "", "min ms", "med ms", "cpu ms", "RSS kB", "faults", "switches");
    for (int i = 0; i < count; i++)
        report(&commands[i], rounds);
    return 0;
}
