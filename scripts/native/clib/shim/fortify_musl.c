/* Debian compiles libz.a with glibc's fortified printf functions, which musl does not have. */
#include <stdarg.h>
#include <stdio.h>

int __snprintf_chk(char *buffer, size_t size, int flag, size_t real_size, const char *format, ...) {
    (void)flag;
    (void)real_size;
    va_list arguments;
    va_start(arguments, format);
    int length = vsnprintf(buffer, size, format, arguments);
    va_end(arguments);
    return length;
}

int __vsnprintf_chk(char *buffer, size_t size, int flag, size_t real_size, const char *format, va_list arguments) {
    (void)flag;
    (void)real_size;
    return vsnprintf(buffer, size, format, arguments);
}
