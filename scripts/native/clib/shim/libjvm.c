/*
 * The part of HotSpot's interface to the JDK's C libraries (jvm.h) that an image can reach. All else of it is behind
 * Java methods that SubstrateVM replaces; the linker drops the C functions that would call it.
 */
#define _GNU_SOURCE
#include <dlfcn.h>
#include <pthread.h>
#include <sched.h>
#include <signal.h>
#include <stdarg.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <time.h>
#include <unistd.h>

#define NANOS 1000000000LL

/* Called once by SubstrateVM before any other function here. */
void initialize(void) {
}

int JVM_ActiveProcessorCount(void) {
    cpu_set_t allowed;
    if (sched_getaffinity(0, sizeof allowed, &allowed) == 0 && CPU_COUNT(&allowed) > 0)
        return CPU_COUNT(&allowed);
    return (int)sysconf(_SC_NPROCESSORS_ONLN);
}

void *JVM_FindLibraryEntry(void *library, const char *name) {
    return dlsym(library, name);
}

void JVM_BeforeHalt(void) {
}

void JVM_Halt(int status) {
    _exit(status);
}

char *JVM_NativePath(char *path) {
    return path;
}

const char *JVM_GetTemporaryDirectory(void) {
    return "/tmp";
}

int JVM_RaiseSignal(int signal) {
    return raise(signal) == 0;
}

/* ---- clocks ---- */

static int64_t nanoseconds(clockid_t clock) {
    struct timespec now;
    clock_gettime(clock, &now);
    return now.tv_sec * NANOS + now.tv_nsec;
}

int64_t JVM_NanoTime(void *env, void *type) {
    (void)env;
    (void)type;
    return nanoseconds(CLOCK_MONOTONIC);
}

int64_t JVM_CurrentTimeMillis(void *env, void *type) {
    (void)env;
    (void)type;
    return nanoseconds(CLOCK_REALTIME) / 1000000;
}

/* Nanoseconds since offset_seconds, or -1 when that is too far away to be counted in them. */
int64_t JVM_GetNanoTimeAdjustment(void *env, void *type, int64_t offset_seconds) {
    (void)env;
    (void)type;
    struct timespec now;
    clock_gettime(CLOCK_REALTIME, &now);
    int64_t seconds = now.tv_sec - offset_seconds;
    if (seconds < -0x100000000LL || seconds > 0x100000000LL)
        return -1;
    return seconds * NANOS + now.tv_nsec;
}

/* ---- monitors of libzip ---- */

void *JVM_RawMonitorCreate(void) {
    pthread_mutex_t *mutex = malloc(sizeof *mutex);
    if (mutex)
        pthread_mutex_init(mutex, NULL);
    return mutex;
}

void JVM_RawMonitorDestroy(void *mutex) {
    pthread_mutex_destroy(mutex);
    free(mutex);
}

int JVM_RawMonitorEnter(void *mutex) {
    return pthread_mutex_lock(mutex);
}

void JVM_RawMonitorExit(void *mutex) {
    pthread_mutex_unlock(mutex);
}

/* ---- formatted output; unlike C's, a result that does not fit is an error ---- */

int jio_vsnprintf(char *buffer, size_t size, const char *format, va_list arguments) {
    int length = vsnprintf(buffer, size, format, arguments);
    return length < 0 || (size_t)length >= size ? -1 : length;
}

int jio_snprintf(char *buffer, size_t size, const char *format, ...) {
    va_list arguments;
    va_start(arguments, format);
    int length = jio_vsnprintf(buffer, size, format, arguments);
    va_end(arguments);
    return length;
}

int jio_vfprintf(FILE *stream, const char *format, va_list arguments) {
    return vfprintf(stream, format, arguments);
}

int jio_fprintf(FILE *stream, const char *format, ...) {
    va_list arguments;
    va_start(arguments, format);
    int length = vfprintf(stream, format, arguments);
    va_end(arguments);
    return length;
}
