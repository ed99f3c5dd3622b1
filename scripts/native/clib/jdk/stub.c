/*
 * One function of the JDK's C libraries that an image refers to, compiled once for each line of symbols (see jdk.mk)
 * with -DSYMBOL=its name and -DKIND_what it does:
 *
 *   version   JNI_OnLoad of a library: tells which JNI it was written for
 *   nothing   an initialisation that has nothing to initialise
 *   abort     never called: it names itself on standard error and ends the process
 */
#include <stdlib.h>
#include <unistd.h>

#define TEXT_OF(name) #name
#define TEXT(name) TEXT_OF(name)

long SYMBOL(void);

#if defined KIND_version
/* JNI_VERSION_21 of jni.h */
long SYMBOL(void) {
    return 0x00150000;
}
#elif defined KIND_nothing
long SYMBOL(void) {
    return 0;
}
#elif defined KIND_abort
long SYMBOL(void) {
    static const char message[] = "carafe: the JDK's native function " TEXT(SYMBOL) " was called, which Carafe leaves out\n";
    if (write(STDERR_FILENO, message, sizeof message - 1) < 0)
        abort();
    abort();
}
#else
#error "an unknown kind in the list of symbols"
#endif
