/*
 * Loads seccomp filters and makes system calls under them, each in a child of its own.
 *
 * Standard input, in the machine's byte order, until it ends:
 *     u32 flags, u32 instructions, u32 calls, instructions x struct sock_filter, calls x struct call
 * Standard output, one line for each call, or one for a filter without calls:
 *     value N      the call returned N
 *     signal N     it was ended by signal N
 *     refused N    the kernel did not take the filter, errno N
 *     accepted     it took a filter without calls
 */
#define _GNU_SOURCE
#include <errno.h>
#include <linux/filter.h>
#include <linux/seccomp.h>
#include <signal.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/mman.h>
#include <sys/prctl.h>
#include <sys/resource.h>
#include <sys/syscall.h>
#include <sys/wait.h>
#include <unistd.h>

enum entry {
    ENTRY_NATIVE = 0,
    ENTRY_INT80 = 1,
};

struct call {
    uint32_t entry;
    uint32_t number;
    uint64_t arguments[6];
};

/* Shared with the child, which may not be able to make any call once the filter is loaded. */
struct report {
    enum { NOTHING, REFUSED, LOADED, RETURNED } state;
    int64_t value;
};

#ifdef __x86_64__
/* All 64 bits of each register are as given, on both ways into the kernel. */
int64_t enter_syscall(uint64_t number, const uint64_t *arguments);
int64_t enter_int80(uint64_t number, const uint64_t *arguments);

__asm__(".globl enter_syscall\n"
        "enter_syscall:\n"
        "    mov %rdi, %rax\n"
        "    mov %rsi, %r11\n"
        "    mov 0(%r11), %rdi\n"
        "    mov 8(%r11), %rsi\n"
        "    mov 16(%r11), %rdx\n"
        "    mov 24(%r11), %r10\n"
        "    mov 32(%r11), %r8\n"
        "    mov 40(%r11), %r9\n"
        "    syscall\n"
        "    ret\n"
        ".globl enter_int80\n"
        "enter_int80:\n"
        "    push %rbx\n"
        "    push %rbp\n"
        "    mov %rdi, %rax\n"
        "    mov %rsi, %r11\n"
        "    mov 0(%r11), %rbx\n"
        "    mov 8(%r11), %rcx\n"
        "    mov 16(%r11), %rdx\n"
        "    mov 24(%r11), %rsi\n"
        "    mov 32(%r11), %rdi\n"
        "    mov 40(%r11), %rbp\n"
        "    int $0x80\n"
        "    movslq %eax, %rax\n"
        "    pop %rbp\n"
        "    pop %rbx\n"
        "    ret\n");
#else
static int64_t enter_syscall(uint64_t number, const uint64_t *a)
{
    long result = syscall(number, a[0], a[1], a[2], a[3], a[4], a[5]);
    return result == -1 ? -errno : result;
}

static int64_t enter_int80(uint64_t number, const uint64_t *arguments)
{
    (void)number;
    (void)arguments;
    return -ENOSYS;
}
#endif

static void read_all(void *buffer, size_t size, const char *what)
{
    if (fread(buffer, 1, size, stdin) != size) {
        fprintf(stderr, "filtercall: input ends within %s\n", what);
        exit(2);
    }
}

static void child(uint32_t flags, const struct sock_fprog *program, const struct call *call, struct report *report)
{
    prctl(PR_SET_NO_NEW_PRIVS, 1, 0, 0, 0);
    if (syscall(SYS_seccomp, SECCOMP_SET_MODE_FILTER, flags, program) < 0) {
        report->value = errno;
        report->state = REFUSED;
    } else if (call == NULL) {
        report->state = LOADED;
    } else {
        report->value = call->entry == ENTRY_INT80
            ? enter_int80(call->number, call->arguments)
            : enter_syscall(call->number, call->arguments);
        report->state = RETURNED;
    }
    __builtin_trap();
}

static void try(uint32_t flags, const struct sock_fprog *program, const struct call *call, struct report *report)
{
    report->state = NOTHING;
    fflush(stdout);
    pid_t pid = fork();
    if (pid == 0)
        child(flags, program, call, report);
    int status;
    if (pid < 0 || waitpid(pid, &status, 0) != pid) {
        perror("filtercall: fork");
        exit(2);
    }
    switch (*(volatile int *)&report->state) {
    case REFUSED:
        printf("refused %lld\n", (long long)report->value);
        break;
    case LOADED:
        puts("accepted");
        break;
    case RETURNED:
        printf("value %lld\n", (long long)report->value);
        break;
    default:
        printf("signal %d\n", WTERMSIG(status));
    }
}

int main(void)
{
    struct rlimit no_core = {0, 0};
    setrlimit(RLIMIT_CORE, &no_core);
    struct report *report = mmap(NULL, sizeof *report, PROT_READ | PROT_WRITE, MAP_SHARED | MAP_ANONYMOUS, -1, 0);
    if (report == MAP_FAILED) {
        perror("filtercall: mmap");
        return 2;
    }
    uint32_t header[3];
    while (fread(header, 1, sizeof header, stdin) == sizeof header) {
        uint32_t flags = header[0], instructions = header[1], calls = header[2];
        struct sock_filter *filter = calloc(instructions + 1, sizeof *filter);
        read_all(filter, instructions * sizeof *filter, "a filter");
        struct sock_fprog program = {instructions, filter};
        if (calls == 0)
            try(flags, &program, NULL, report);
        for (uint32_t i = 0; i < calls; i++) {
            struct call call;
            read_all(&call, sizeof call, "a call");
            try(flags, &program, &call, report);
        }
        free(filter);
    }
    return 0;
}
