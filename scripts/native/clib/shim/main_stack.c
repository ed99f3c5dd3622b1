/*
 * pthread_getattr_np(3) for the main thread, linked in with -Wl,--wrap=pthread_getattr_np.
 *
 * SubstrateVM asks it at start where the stack ends, to turn an overflow into a StackOverflowError. glibc reads
 * /proc/self/maps for the answer (0.1 ms); musl probes what is mapped at that moment with some 30 mremap calls and so
 * sees 128 kB. The limit is what the stack may really grow to.
 */
#define _GNU_SOURCE
#include <pthread.h>
#include <sys/auxv.h>
#include <sys/resource.h>
#include <sys/syscall.h>
#include <unistd.h>

/* An unlimited stack is taken as the usual one. */
#define DEFAULT_STACK (8ul << 20)
#define LARGEST_STACK (1ul << 30)
/* Less than that is gone before the first verb, and SubstrateVM would say so in a hundred lines. */
#define SMALLEST_STACK (128ul << 10)
/* What may lie between the stack's top and environ's array: argument and environment strings, the auxiliary vector. */
#define ABOVE_ENVIRON (256ul << 10)

extern char **environ;

int __real_pthread_getattr_np(pthread_t thread, pthread_attr_t *attributes);

int __wrap_pthread_getattr_np(pthread_t thread, pthread_attr_t *attributes) {
    struct rlimit limit;
    /* given by the kernel at the start, so no system call; an aarch64 kernel may have pages of 16 or 64 kB */
    unsigned long page = getauxval(AT_PAGESZ);
    int is_main = pthread_equal(thread, pthread_self()) && syscall(SYS_gettid) == getpid();
    if (!is_main || getrlimit(RLIMIT_STACK, &limit) != 0)
        return __real_pthread_getattr_np(thread, attributes);
    if (limit.rlim_cur < SMALLEST_STACK) {
        static const char message[] = "carafe: out of stack: the limit of the stack (ulimit -s) is below 128 kB\n";
        if (write(2, message, sizeof message - 1) < 0) {
            /* nobody to tell */
        }
        _exit(1);
    }
    unsigned long size = limit.rlim_cur > LARGEST_STACK ? DEFAULT_STACK : limit.rlim_cur & -page;
    unsigned long top = ((unsigned long)environ + page - 1) & -page;
    size = size > 2 * ABOVE_ENVIRON ? size - ABOVE_ENVIRON : size / 2 & -page;
    pthread_attr_init(attributes);
    pthread_attr_setguardsize(attributes, 0);
    return pthread_attr_setstack(attributes, (void *)(top - size), size);
}
