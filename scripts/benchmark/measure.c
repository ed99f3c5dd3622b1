/*
 * Measures commands of several programs that do the same, strictly in turn:
 *
 *   measure ROUNDS SUBJECT=PLAN...
 *
 * In each round every subject's plan runs once, a different subject first each time, so that a slow moment of the
 * machine hits all of them. Round 0 brings everything into the page cache and is not reported. A plan is a file with
 * one step a line, words separated by tabs:
 *
 *   time TASK COMMAND [ARG...]    runs a command: one sample
 *   sync TASK COMMAND [ARG...]    starts a monitor with a sync pipe; the sample ends with the first message
 *   reap TASK                     waits until no child is left; the sample has what the children used themselves
 *   begin TASK ... end            one sample of all that happens between
 *   parallel TASK N PLAN          runs a plan N times at once; in its words %w is the worker's number
 *
 * What belongs to the task "-" is done, but not reported.
 *
 * Containers become children of this process when the runtime that made them exits, as they become an engine's: it is
 * their subreaper. Commands have /dev/null as standard input and output. There is no shell and no limit of time.
 *
 * A sample is a few lines on standard output: task, subject, round, measure, value. Measures are wall (ms), cpu (ms,
 * user and system, with all descendants that were waited for), own_cpu (ms of reaped children alone), switches (of
 * context), faults (of pages), peak_rss (kB) and failed (0 or 1).
 */
#define _GNU_SOURCE
#include <errno.h>
#include <fcntl.h>
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/prctl.h>
#include <sys/resource.h>
#include <sys/wait.h>
#include <time.h>
#include <unistd.h>

#define MAX_WORDS 96
#define MAX_STEPS 64
#define MAX_SUBJECTS 8
/* Where a monitor finds its sync pipe; _OCI_SYNCPIPE tells it. */
#define SYNC_FD 3

struct plan {
    char *words[MAX_STEPS][MAX_WORDS + 1];
    int steps;
};

struct usage {
    double wall, cpu, own_cpu;
    long switches, faults, peak_rss;
    int failed;
};

static const char *subject;
static int round_number;
static int null;
/* What all commands since the last `begin` used. */
static struct usage span;

static void die(const char *what) {
    perror(what);
    exit(1);
}

static double now(void) {
    struct timespec time;
    clock_gettime(CLOCK_MONOTONIC, &time);
    return time.tv_sec * 1e3 + time.tv_nsec / 1e6;
}

static double milliseconds(struct timeval time) {
    return time.tv_sec * 1e3 + time.tv_usec / 1e3;
}

static void add(struct usage *sum, const struct rusage *part, int status) {
    sum->cpu += milliseconds(part->ru_utime) + milliseconds(part->ru_stime);
    sum->switches += part->ru_nvcsw + part->ru_nivcsw;
    sum->faults += part->ru_minflt + part->ru_majflt;
    if (part->ru_maxrss > sum->peak_rss)
        sum->peak_rss = part->ru_maxrss;
    sum->failed |= status != 0;
}

/* One write for a whole sample, because workers share the file. */
static void print_sample(const char *task, const struct usage *usage) {
    char text[2048];
    int length = 0;
    if (round_number == 0 || strcmp(task, "-") == 0)
        return;
#define MEASURE(name, format, value)                                                                                   \
    length += snprintf(text + length, sizeof text - length, "%s\t%s\t%d\t" name "\t" format "\n", task, subject,      \
                       round_number, value)
    MEASURE("wall", "%.4f", usage->wall);
    MEASURE("cpu", "%.3f", usage->cpu);
    if (usage->own_cpu > 0)
        MEASURE("own_cpu", "%.1f", usage->own_cpu);
    MEASURE("switches", "%ld", usage->switches);
    MEASURE("faults", "%ld", usage->faults);
    MEASURE("peak_rss", "%ld", usage->peak_rss);
    MEASURE("failed", "%d", usage->failed);
#undef MEASURE
    if (write(STDOUT_FILENO, text, length) != length)
        die("standard output");
}

/* vfork: a copy of page tables would be part of what is measured. */
static pid_t spawn(char **command, int sync_end) {
    pid_t pid = vfork();
    if (pid == 0) {
        dup2(null, STDIN_FILENO);
        dup2(null, STDOUT_FILENO);
        if (sync_end >= 0)
            dup2(sync_end, SYNC_FD);
        execvp(command[0], command);
        _exit(127);
    }
    if (pid < 0)
        die("vfork");
    return pid;
}

static struct usage run(char **command) {
    struct usage usage = {0};
    struct rusage used;
    int status;
    double started = now();
    pid_t pid = spawn(command, -1);
    if (wait4(pid, &status, 0, &used) != pid)
        die(command[0]);
    usage.wall = now() - started;
    add(&usage, &used, status);
    add(&span, &used, status);
    return usage;
}

static struct usage run_until_message(char **command) {
    struct usage usage = {0};
    struct rusage used;
    int pipe_ends[2], status;
    char message[256] = "";
    if (pipe2(pipe_ends, O_CLOEXEC) < 0)
        die("pipe2");
    /* above SYNC_FD, because dup2 onto itself would leave it close-on-exec */
    int reader = fcntl(pipe_ends[0], F_DUPFD_CLOEXEC, SYNC_FD + 1);
    int writer = fcntl(pipe_ends[1], F_DUPFD_CLOEXEC, SYNC_FD + 1);
    close(pipe_ends[0]);
    close(pipe_ends[1]);
    setenv("_OCI_SYNCPIPE", "3", true);
    double started = now();
    pid_t pid = spawn(command, writer);
    close(writer);
    unsetenv("_OCI_SYNCPIPE");
    ssize_t length = read(reader, message, sizeof message - 1);
    usage.wall = now() - started;
    close(reader);
    if (wait4(pid, &status, 0, &used) != pid)
        die(command[0]);
    /* {"data": PID}, or {"data": -1, "message": ...} */
    int refused = length <= 0 || strstr(message, "-1") != NULL;
    if (refused)
        fprintf(stderr, "%s: %s\n", command[0], message);
    add(&usage, &used, status || refused);
    add(&span, &used, status || refused);
    return usage;
}

/* User and system time of a process without its children's, proc_pid_stat(5); a zombie still has it. */
static double own_cpu(pid_t pid) {
    char path[32], text[1024];
    unsigned long user = 0, system = 0;
    snprintf(path, sizeof path, "/proc/%d/stat", pid);
    int file = open(path, O_RDONLY | O_CLOEXEC);
    ssize_t length = file < 0 ? 0 : read(file, text, sizeof text - 1);
    close(file);
    text[length > 0 ? length : 0] = 0;
    char *after_name = strrchr(text, ')');
    if (after_name != NULL)
        sscanf(after_name + 1, " %*c %*d %*d %*d %*d %*d %*u %*u %*u %*u %*u %lu %lu", &user, &system);
    return (user + system) * 1e3 / sysconf(_SC_CLK_TCK);
}

static struct usage reap(void) {
    struct usage usage = {0};
    siginfo_t child;
    struct rusage used;
    double started = now();
    while (waitid(P_ALL, 0, &child, WEXITED | WNOWAIT) == 0) {
        usage.own_cpu += own_cpu(child.si_pid);
        wait4(child.si_pid, NULL, 0, &used);
        /* what a container exits with says nothing about the runtime */
        add(&usage, &used, 0);
        add(&span, &used, 0);
    }
    span.own_cpu += usage.own_cpu;
    usage.wall = now() - started;
    return usage;
}

static void read_plan(const char *path, struct plan *plan) {
    FILE *file = fopen(path, "re");
    char *line = NULL;
    size_t size = 0;
    if (file == NULL)
        die(path);
    while (plan->steps < MAX_STEPS && getline(&line, &size, file) > 0) {
        int words = 0;
        line[strcspn(line, "\n")] = 0;
        for (char *word = strtok(line, "\t"); word != NULL && words < MAX_WORDS; word = strtok(NULL, "\t"))
            plan->words[plan->steps][words++] = strdup(word);
        plan->words[plan->steps][words] = NULL;
        plan->steps += words > 0;
    }
    free(line);
    fclose(file);
}

static void number_worker(struct plan *plan, int worker) {
    for (int step = 0; step < plan->steps; step++)
        for (char **word = plan->words[step]; *word != NULL; word++) {
            char *place = strstr(*word, "%w"), *numbered;
            if (place != NULL && asprintf(&numbered, "%.*s%d%s", (int)(place - *word), *word, worker, place + 2) > 0)
                *word = numbered;
        }
}

static void follow(struct plan *plan);

static struct usage run_parallel(int workers, const char *path) {
    struct usage usage = {0};
    struct rusage used;
    int status;
    double started = now();
    for (int worker = 0; worker < workers; worker++) {
        pid_t pid = fork();
        if (pid < 0)
            die("fork");
        if (pid == 0) {
            static struct plan plan;
            prctl(PR_SET_CHILD_SUBREAPER, 1);
            read_plan(path, &plan);
            number_worker(&plan, worker);
            span = (struct usage){0};
            follow(&plan);
            _exit(span.failed);
        }
    }
    while (wait4(-1, &status, 0, &used) > 0)
        add(&usage, &used, status);
    usage.wall = now() - started;
    return usage;
}

static void follow(struct plan *plan) {
    double started = 0;
    const char *task = NULL;
    for (int step = 0; step < plan->steps; step++) {
        char **words = plan->words[step], *kind = words[0];
        struct usage usage;
        if (strcmp(kind, "begin") == 0) {
            task = words[1];
            span = (struct usage){0};
            started = now();
        } else if (strcmp(kind, "end") == 0) {
            span.wall = now() - started;
            print_sample(task, &span);
        } else {
            if (strcmp(kind, "time") == 0)
                usage = run(&words[2]);
            else if (strcmp(kind, "sync") == 0)
                usage = run_until_message(&words[2]);
            else if (strcmp(kind, "reap") == 0)
                usage = reap();
            else if (strcmp(kind, "parallel") == 0)
                usage = run_parallel(atoi(words[2]), words[3]);
            else {
                fprintf(stderr, "unknown step %s\n", kind);
                exit(2);
            }
            print_sample(words[1], &usage);
        }
    }
}

int main(int argc, char **argv) {
    static struct plan plans[MAX_SUBJECTS];
    int subjects = argc - 2, rounds = argc > 1 ? atoi(argv[1]) : 0;
    if (rounds <= 0 || subjects < 1 || subjects > MAX_SUBJECTS) {
        fprintf(stderr, "usage: %s ROUNDS SUBJECT=PLAN...\n", argv[0]);
        return 2;
    }
    for (int i = 0; i < subjects; i++) {
        char *separator = strchr(argv[i + 2], '=');
        if (separator == NULL)
            die(argv[i + 2]);
        *separator = 0;
        read_plan(separator + 1, &plans[i]);
    }
    null = open("/dev/null", O_RDWR | O_CLOEXEC);
    prctl(PR_SET_CHILD_SUBREAPER, 1);
    for (round_number = 0; round_number <= rounds; round_number++)
        for (int i = 0; i < subjects; i++) {
            int turn = (round_number + i) % subjects;
            subject = argv[turn + 2];
            follow(&plans[turn]);
        }
    return 0;
}
