/*
 * oldkernel: runs a program as on a kernel before Linux 5.2, which has none of the descriptor-based mount calls.
 *
 *     oldkernel PROGRAM [ARGUMENT...]
 *
 * The program and all it starts get ENOSYS from them and from openat2(2).
 */
#include <errno.h>
#include <linux/filter.h>
#include <linux/seccomp.h>
#include <stddef.h>
#include <stdio.h>
#include <sys/prctl.h>
#include <unistd.h>

/* The same numbers on all architectures; some headers are older than the calls. */
#define OPEN_TREE 428
#define FSPICK 433
#define OPENAT2 437
#define MOUNT_SETATTR 442

int main(int count, char **arguments)
{
    struct sock_filter instructions[] = {
        BPF_STMT(BPF_LD | BPF_W | BPF_ABS, offsetof(struct seccomp_data, nr)),
        BPF_JUMP(BPF_JMP | BPF_JEQ | BPF_K, OPENAT2, 4, 0),
        BPF_JUMP(BPF_JMP | BPF_JEQ | BPF_K, MOUNT_SETATTR, 3, 0),
        BPF_JUMP(BPF_JMP | BPF_JGE | BPF_K, OPEN_TREE, 0, 1),
        BPF_JUMP(BPF_JMP | BPF_JGT | BPF_K, FSPICK, 0, 1),
        BPF_STMT(BPF_RET | BPF_K, SECCOMP_RET_ALLOW),
        BPF_STMT(BPF_RET | BPF_K, SECCOMP_RET_ERRNO | ENOSYS),
    };
    struct sock_fprog program = {sizeof instructions / sizeof *instructions, instructions};

    if (count < 2) {
        fputs("usage: oldkernel PROGRAM [ARGUMENT...]\n", stderr);
        return 125;
    }
    /* without no_new_privs, which a container would show */
    if (prctl(PR_SET_SECCOMP, SECCOMP_MODE_FILTER, &program) < 0) {
        perror("oldkernel: seccomp");
        return 125;
    }
    execvp(arguments[1], arguments + 1);
    perror(arguments[1]);
    return 127;
}
