/*
 * The small questions SubstrateVM asks of C: see com.oracle.svm.core.posix.headers and
 * com.oracle.svm.core.posix.PosixSystemPropertiesSupport for the declarations.
 */
#define _GNU_SOURCE
#include <fcntl.h>
#include <stdio.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/syscall.h>
#include <unistd.h>

#include "svm_locale.h"

extern char **environ;

char **getEnviron(void) {
    return environ;
}

/* ---- locale: Carafe speaks one language, whatever the environment says ---- */

int svm_initialize_locale(void) {
    return SVM_LOCALE_INITIALIZATION_SUCCEEDED;
}

const svm_locale_props_t *svm_get_locale(void) {
    static const svm_locale_props_t english = {.display_language = "en", .format_language = "en"};
    return &english;
}

/* ---- time zone: found by the JDK's own code in libjava ---- */

char *findJavaTZ_md(const char *java_home);

char *SVM_FindJavaTZmd(const char *mappings, int length) {
    (void)mappings;
    (void)length;
    return findJavaTZ_md(NULL);
}

/* ---- threads and memory ---- */

int getThreadId(void) {
    return (int)syscall(SYS_gettid);
}

/* User time of a thread in nanoseconds, from field 14 of /proc/self/task/TID/stat; -1 if unknown. */
long getThreadUserTimeSlow(int tid) {
    char path[64], line[1024];
    unsigned long ticks;
    snprintf(path, sizeof path, "/proc/self/task/%d/stat", tid);
    FILE *file = fopen(path, "re");
    if (!file)
        return -1;
    size_t length = fread(line, 1, sizeof line - 1, file);
    fclose(file);
    line[length] = 0;
    /* the command name in parentheses may itself contain anything, so count from the last one */
    const char *rest = strrchr(line, ')');
    if (!rest || sscanf(rest + 2, "%*c %*d %*d %*d %*d %*d %*u %*u %*u %*u %*u %lu", &ticks) != 1)
        return -1;
    return (long)(ticks * (1000000000ul / (unsigned long)sysconf(_SC_CLK_TCK)));
}

void *mremapP(void *address, size_t old_size, size_t new_size, int flags, void *new_address) {
    return mremap(address, old_size, new_size, flags, new_address);
}

/* ---- variadic functions: a @CFunction has a fixed number of arguments ---- */

int fprintfSD(FILE *stream, const char *format, char *text, int number) {
    return fprintf(stream, format, text, number);
}

int openSII(const char *path, int flags, int mode) {
    return open(path, flags, mode);
}

int openatISII(int directory, const char *path, int flags, int mode) {
    return openat(directory, path, flags, mode);
}
