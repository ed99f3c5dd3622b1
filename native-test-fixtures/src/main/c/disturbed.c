/*
 * disturbed: runs a program as on a host where something is renamed or mounted all the time.
 *
 *     disturbed PROGRAM [ARGUMENT...]
 *
 * The program and all it starts get EAGAIN from openat2(2), which says so of paths with ".." that are to stay in a root.
 */
#include <errno.h>
#include <linux/filter.h>
#include <linux/seccomp.h>
#include <stddef.h>
#include <stdio.h>
#include <sys/prctl.h>
#include <unistd.h>

/* The same number on all architectures; some headers are older than the call. */
#define OPENAT2 437

int main(int count, char **arguments)
{
    struct sock_filter instructions[] = {
        BPF_STMT(BPF_LD | BPF_W | BPF_ABS, offsetof(struct seccomp_data, nr)),
        BPF_JUMP(BPF_JMP | BPF_JEQ | BPF_K, OPENAT2, 1, 0),
        BPF_STMT(BPF_RET | BPF_K, SECCOMP_RET_ALLOW),
        BPF_STMT(BPF_RET | BPF_K, SECCOMP_RET_ERRNO | EAGAIN),
    };
    struct sock_fprog program = {sizeof instructions / sizeof *instructions, instructions};

    if (count < 2) {
        fputs("usage: disturbed PROGRAM [ARGUMENT...]\n", stderr);
        return 125;
    }
    /* without no_new_privs, which a container would show */
    if (prctl(PR_SET_SECCOMP, SECCOMP_MODE_FILTER, &program) < 0) {
        perror("disturbed: seccomp");
        return 125;
    }
    execvp(arguments[1], arguments + 1);
    perror(arguments[1]);
    return 127;
}
