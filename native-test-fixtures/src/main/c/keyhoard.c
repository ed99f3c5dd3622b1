/*
 * keyhoard: takes as many keys as its user may have, and keeps them until it is ended.
 *
 *     keyhoard
 *
 * Prints "full" when the kernel refuses another one for the quota (keyrings(7)), else the error number.
 */
#define _GNU_SOURCE
#include <errno.h>
#include <stdio.h>
#include <sys/syscall.h>
#include <unistd.h>

/* include/uapi/linux/keyctl.h */
#define KEY_SPEC_PROCESS_KEYRING (-2)

int main(void)
{
    char name[32];
    long key = 0;

    for (int i = 0; key != -1; i++) {
        snprintf(name, sizeof name, "hoarded-%d", i);
        key = syscall(SYS_add_key, "user", name, "1", 1L, KEY_SPEC_PROCESS_KEYRING);
    }
    if (errno != EDQUOT) {
        printf("errno %d\n", errno);
        return 1;
    }
    puts("full");
    fflush(stdout);
    pause();
    return 0;
}
