/*
 * The signal queue behind sun.misc.Signal: a C handler counts what arrives, a Java thread waits and dispatches. Carafe
 * takes its signals from signalfd(2) and starts no such thread; the image refers to these functions all the same.
 */
#include <errno.h>
#include <semaphore.h>
#include <signal.h>
#include <stdatomic.h>

#define SIGNALS 65

static atomic_int is_open;
static atomic_long pending[SIGNALS];
static sem_t arrived;

static void count_signal(int signal) {
    int saved = errno;
    if (signal >= 0 && signal < SIGNALS) {
        atomic_fetch_add(&pending[signal], 1);
        sem_post(&arrived);
    }
    errno = saved;
}

/* 0: opened; 1: someone else has it; -1: failed */
int cSunMiscSignal_open(void) {
    int closed = 0;
    if (!atomic_compare_exchange_strong(&is_open, &closed, 1))
        return 1;
    for (int i = 0; i < SIGNALS; i++)
        atomic_store(&pending[i], 0);
    return sem_init(&arrived, 0, 0);
}

int cSunMiscSignal_close(void) {
    int result = sem_destroy(&arrived);
    atomic_store(&is_open, 0);
    return result;
}

int cSunMiscSignal_awaitSemaphore(void) {
    return sem_wait(&arrived);
}

int cSunMiscSignal_signalSemaphore(void) {
    return sem_post(&arrived);
}

int cSunMiscSignal_signalRangeCheck(int signal) {
    return signal >= 0 && signal < SIGNALS;
}

/* Takes one pending signal; -1 if there is none. */
int cSunMiscSignal_checkPendingSignal(void) {
    for (int i = 0; i < SIGNALS; i++) {
        long count = atomic_load(&pending[i]);
        while (count > 0)
            if (atomic_compare_exchange_weak(&pending[i], &count, count - 1))
                return i;
    }
    return -1;
}

void *cSunMiscSignal_signalHandlerFunctionPointer(void) {
    return (void *)count_signal;
}
