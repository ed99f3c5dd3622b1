/*
 * inspect: prints, as one line of JSON, everything a process inherits or is given before its first instruction.
 *
 * It runs as the first process of a container, so that tests can compare what a runtime leaves behind with what the
 * config asked for. System calls are preferred over /proc, which the container may not have.
 *
 *     inspect              report, then exit 0
 *     inspect --then-wait  report, then sleep until killed
 */
#define _GNU_SOURCE
#include <dirent.h>
#include <errno.h>
#include <fcntl.h>
#include <grp.h>
#include <linux/capability.h>
#include <linux/keyctl.h>
#include <net/if.h>
#include <sched.h>
#include <signal.h>
#include <stdlib.h>
#include <string.h>
#include <sys/fsuid.h>
#include <sys/ioctl.h>
#include <sys/personality.h>
#include <sys/prctl.h>
#include <sys/resource.h>
#include <sys/stat.h>
#include <sys/sysmacros.h>
#include <sys/syscall.h>
#include <sys/utsname.h>
#include <time.h>
#include <unistd.h>

#include "json.h"

extern char **environ;

static void text_file(const char *name, const char *path)
{
    char text[4096];
    int fd = open(path, O_RDONLY | O_CLOEXEC);
    ssize_t length = fd < 0 ? -1 : read(fd, text, sizeof text - 1);
    if (length >= 0) {
        text[length] = 0;
        if (length > 0 && text[length - 1] == '\n')
            text[length - 1] = 0;
        json_text(name, "%s", text);
    }
    if (fd >= 0)
        close(fd);
}

static void lines_of_file(const char *name, const char *path)
{
    FILE *file = fopen(path, "re");
    if (!file)
        return;
    char *line = NULL;
    size_t capacity = 0;
    ssize_t length;
    json_open(name, '[');
    while ((length = getline(&line, &capacity, file)) > 0) {
        if (line[length - 1] == '\n')
            line[length - 1] = 0;
        json_text(NULL, "%s", line);
    }
    json_close(']');
    free(line);
    fclose(file);
}

static void link_target(const char *name, const char *path)
{
    char target[4096];
    ssize_t length = readlink(path, target, sizeof target - 1);
    if (length >= 0) {
        target[length] = 0;
        json_text(name, "%s", target);
    }
}

static void strings(const char *name, char **values)
{
    json_open(name, '[');
    for (char **value = values; *value; value++)
        json_text(NULL, "%s", *value);
    json_close(']');
}

/* ---- descriptors ---- */

static const char *file_type(mode_t mode)
{
    switch (mode & S_IFMT) {
    case S_IFREG: return "file";
    case S_IFDIR: return "directory";
    case S_IFCHR: return "character device";
    case S_IFBLK: return "block device";
    case S_IFIFO: return "pipe";
    case S_IFSOCK: return "socket";
    default: return "anonymous inode";
    }
}

static void descriptors(void)
{
    json_open("fds", '{');
    for (int fd = 0; fd < 4096; fd++) {
        struct stat status;
        char key[16];
        char path[64];
        int flags = fcntl(fd, F_GETFD);
        if (flags < 0 || fstat(fd, &status) < 0)
            continue;
        snprintf(key, sizeof key, "%d", fd);
        snprintf(path, sizeof path, "/proc/self/fd/%d", fd);
        json_open(key, '{');
        link_target("link", path);
        json_text("type", "%s", file_type(status.st_mode));
        json_number("access", fcntl(fd, F_GETFL) & O_ACCMODE);
        json_bool("closeOnExec", flags & FD_CLOEXEC);
        json_unsigned("uid", status.st_uid);
        json_unsigned("gid", status.st_gid);
        json_text("mode", "%04o", status.st_mode & 07777);
        if (S_ISCHR(status.st_mode))
            json_text("device", "%u:%u", major(status.st_rdev), minor(status.st_rdev));
        json_close('}');
    }
    json_close('}');
}

static void terminal(void)
{
    struct winsize size;
    int fd = open("/dev/tty", O_RDWR | O_CLOEXEC | O_NOCTTY);
    json_bool("controllingTerminal", fd >= 0);
    if (fd >= 0)
        close(fd);
    json_bool("stdinIsTerminal", isatty(0));
    if (ioctl(0, TIOCGWINSZ, &size) == 0) {
        json_number("rows", size.ws_row);
        json_number("columns", size.ws_col);
    }
}

/* ---- identity ---- */

static void identity(void)
{
    uid_t real, effective, saved;
    gid_t groups[1024];

    getresuid(&real, &effective, &saved);
    json_open("uids", '[');
    json_unsigned(NULL, real);
    json_unsigned(NULL, effective);
    json_unsigned(NULL, saved);
    json_unsigned(NULL, setfsuid(-1));
    json_close(']');

    getresgid(&real, &effective, &saved);
    json_open("gids", '[');
    json_unsigned(NULL, real);
    json_unsigned(NULL, effective);
    json_unsigned(NULL, saved);
    json_unsigned(NULL, setfsgid(-1));
    json_close(']');

    int count = getgroups(1024, groups);
    json_open("groups", '[');
    for (int i = 0; i < count; i++)
        json_unsigned(NULL, groups[i]);
    json_close(']');
}

static void capabilities(void)
{
    struct __user_cap_header_struct header = {_LINUX_CAPABILITY_VERSION_3, 0};
    struct __user_cap_data_struct data[2] = {{0}};
    unsigned long long bounding = 0;
    unsigned long long ambient = 0;

    syscall(SYS_capget, &header, data);
    for (int capability = 0; capability < 64; capability++) {
        if (prctl(PR_CAPBSET_READ, capability) == 1)
            bounding |= 1ULL << capability;
        if (prctl(PR_CAP_AMBIENT, PR_CAP_AMBIENT_IS_SET, capability, 0, 0) == 1)
            ambient |= 1ULL << capability;
    }
    json_open("capabilities", '{');
    json_text("bounding", "%016llx", bounding);
    json_text("effective", "%016llx", (unsigned long long)data[1].effective << 32 | data[0].effective);
    json_text("permitted", "%016llx", (unsigned long long)data[1].permitted << 32 | data[0].permitted);
    json_text("inheritable", "%016llx", (unsigned long long)data[1].inheritable << 32 | data[0].inheritable);
    json_text("ambient", "%016llx", ambient);
    json_close('}');
    json_number("securebits", prctl(PR_GET_SECUREBITS));
    json_number("noNewPrivileges", prctl(PR_GET_NO_NEW_PRIVS, 0, 0, 0, 0));
    json_number("dumpable", prctl(PR_GET_DUMPABLE));
}

/* ---- signals and limits ---- */

static void signals(void)
{
    /* The raw calls: glibc hides signals 32 and 33, which a careless spawn leaves ignored. */
    struct { void *handler; unsigned long flags; void *restorer; unsigned long mask; } action;
    unsigned long long blocked = 0;
    unsigned long long pending = 0;
    int parent_death = 0;

    syscall(SYS_rt_sigprocmask, SIG_BLOCK, NULL, &blocked, 8);
    syscall(SYS_rt_sigpending, &pending, 8);
    json_text("signalsBlocked", "%016llx", blocked);
    json_text("signalsPending", "%016llx", pending);
    json_open("signalsIgnored", '[');
    for (int signal = 1; signal <= 64; signal++)
        if (syscall(SYS_rt_sigaction, signal, NULL, &action, 8) == 0 && action.handler == (void *)SIG_IGN)
            json_number(NULL, signal);
    json_close(']');
    prctl(PR_GET_PDEATHSIG, &parent_death);
    json_number("parentDeathSignal", parent_death);
}

static void limits(void)
{
    static const char *const names[] = {
        "CPU", "FSIZE", "DATA", "STACK", "CORE", "RSS", "NPROC", "NOFILE",
        "MEMLOCK", "AS", "LOCKS", "SIGPENDING", "MSGQUEUE", "NICE", "RTPRIO", "RTTIME",
    };
    json_open("rlimits", '{');
    for (int resource = 0; resource < 16; resource++) {
        struct rlimit limit;
        char name[32];
        getrlimit(resource, &limit);
        snprintf(name, sizeof name, "RLIMIT_%s", names[resource]);
        json_open(name, '[');
        json_unsigned(NULL, limit.rlim_cur);
        json_unsigned(NULL, limit.rlim_max);
        json_close(']');
    }
    json_close('}');
}

/* ---- scheduling ---- */

struct scheduling { /* struct sched_attr of sched_setattr(2), which glibc 2.36 does not declare */
    unsigned size, policy;
    unsigned long long flags;
    int nice;
    unsigned priority;
    unsigned long long runtime, deadline, period;
    unsigned clamp_min, clamp_max;
};

static void scheduling(void)
{
    struct scheduling attributes = {0};
    cpu_set_t cpus;
    int mode = -1;
    unsigned long nodes[16] = {0};

    syscall(SYS_sched_getattr, 0, &attributes, sizeof attributes, 0);
    json_open("scheduler", '{');
    json_unsigned("policy", attributes.policy);
    json_unsigned("flags", attributes.flags);
    json_number("nice", attributes.nice);
    json_unsigned("priority", attributes.priority);
    json_unsigned("runtime", attributes.runtime);
    json_unsigned("deadline", attributes.deadline);
    json_unsigned("period", attributes.period);
    json_close('}');
    json_number("ioPriority", syscall(SYS_ioprio_get, 1 /* IOPRIO_WHO_PROCESS */, 0));

    json_open("cpus", '[');
    if (sched_getaffinity(0, sizeof cpus, &cpus) == 0)
        for (int cpu = 0; cpu < CPU_SETSIZE; cpu++)
            if (CPU_ISSET(cpu, &cpus))
                json_number(NULL, cpu);
    json_close(']');

    if (syscall(SYS_get_mempolicy, &mode, nodes, sizeof nodes * 8, NULL, 0) == 0) {
        json_number("memoryPolicyMode", mode);
        json_unsigned("memoryPolicyNodes", nodes[0]);
    }
    json_number("personality", personality(0xffffffff));
    json_number("timerSlack", prctl(PR_GET_TIMERSLACK));
    json_number("hugePagesDisabled", prctl(PR_GET_THP_DISABLE, 0, 0, 0, 0));
}

/* ---- namespaces and what they show ---- */

static void namespaces(void)
{
    static const char *const names[] = {"cgroup", "ipc", "mnt", "net", "pid", "pid_for_children", "time",
                                        "time_for_children", "user", "uts"};
    char path[64];
    struct utsname uts;
    struct timespec boot, monotonic;

    json_open("namespaces", '{');
    for (unsigned i = 0; i < sizeof names / sizeof *names; i++) {
        snprintf(path, sizeof path, "/proc/self/ns/%s", names[i]);
        link_target(names[i], path);
    }
    json_close('}');
    uname(&uts);
    json_text("hostname", "%s", uts.nodename);
    json_text("domainname", "%s", uts.domainname);
    json_text("machine", "%s", uts.machine);
    clock_gettime(CLOCK_BOOTTIME, &boot);
    clock_gettime(CLOCK_MONOTONIC, &monotonic);
    json_number("boottimeSeconds", boot.tv_sec);
    json_number("monotonicSeconds", monotonic.tv_sec);
    text_file("uidMap", "/proc/self/uid_map");
    text_file("gidMap", "/proc/self/gid_map");
    text_file("setgroups", "/proc/self/setgroups");
    lines_of_file("mountinfo", "/proc/self/mountinfo");
    lines_of_file("cgroups", "/proc/self/cgroup");
}

static void interfaces(void)
{
    struct if_nameindex *interfaces = if_nameindex();
    int probe = socket(AF_INET, SOCK_DGRAM | SOCK_CLOEXEC, 0);
    json_open("interfaces", '{');
    for (struct if_nameindex *i = interfaces; i && i->if_index; i++) {
        struct ifreq request = {0};
        strncpy(request.ifr_name, i->if_name, IFNAMSIZ - 1);
        ioctl(probe, SIOCGIFFLAGS, &request);
        json_text(i->if_name, "%s", request.ifr_flags & IFF_UP ? "up" : "down");
    }
    json_close('}');
    close(probe);
    if_freenameindex(interfaces);
}

static void session_keyring(void)
{
    char description[256] = "";
    long serial = syscall(SYS_keyctl, KEYCTL_GET_KEYRING_ID, KEY_SPEC_SESSION_KEYRING, 0);
    long length = syscall(SYS_keyctl, KEYCTL_DESCRIBE, KEY_SPEC_SESSION_KEYRING, description, sizeof description - 1);
    json_number("sessionKeyring", serial);
    if (length > 0)
        json_text("sessionKeyringDescription", "%s", description); /* type;uid;gid;permissions;name */
}

int main(int count, char **arguments)
{
    char cwd[4096];
    char comm[17] = "";
    mode_t mask = umask(0);
    struct stat root;

    /* Descriptors first: nothing of ours may be open yet, so stdout is buffered in static memory. */
    static char buffer[1 << 20];
    setvbuf(stdout, buffer, _IOFBF, sizeof buffer);
    umask(mask);

    json_open(NULL, '{');
    descriptors();
    terminal();
    json_number("pid", getpid());
    json_number("parent", getppid());
    json_number("processGroup", getpgid(0));
    json_number("session", getsid(0));
    strings("arguments", arguments);
    strings("environment", environ);
    json_text("cwd", "%s", getcwd(cwd, sizeof cwd) ? cwd : strerror(errno));
    json_text("umask", "%04o", mask);
    stat("/", &root);
    json_text("rootMode", "%04o", root.st_mode & 07777);
    link_target("executable", "/proc/self/exe");
    prctl(PR_GET_NAME, comm);
    json_text("comm", "%s", comm);
    identity();
    capabilities();
    signals();
    limits();
    text_file("oomScoreAdj", "/proc/self/oom_score_adj");
    scheduling();
    json_number("seccomp", prctl(PR_GET_SECCOMP));
    text_file("label", "/proc/self/attr/current");
    session_keyring();
    namespaces();
    interfaces();
    json_close('}');
    putchar('\n');
    fflush(stdout);

    if (count > 1 && strcmp(arguments[1], "--then-wait") == 0)
        for (;;)
            pause();
    return 0;
}
