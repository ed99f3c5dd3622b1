/* Writing JSON to stdout: just enough for reports of a few dozen values. */
#ifndef CARAFE_JSON_H
#define CARAFE_JSON_H

#include <stdarg.h>
#include <stdbool.h>
#include <stdio.h>

static bool json_first = true;

static void json_separate(void)
{
    if (!json_first)
        putchar(',');
    json_first = false;
}

static void json_quote(const char *text)
{
    putchar('"');
    for (const unsigned char *c = (const unsigned char *)text; *c; c++) {
        if (*c == '"' || *c == '\\')
            printf("\\%c", *c);
        else if (*c < 0x20 || *c >= 0x7f) /* bytes as Latin-1, so that any environment can be shown */
            printf("\\u%04x", *c);
        else
            putchar(*c);
    }
    putchar('"');
}

/* A NULL name stands for an element of an array. */
static void json_name(const char *name)
{
    json_separate();
    if (name) {
        json_quote(name);
        putchar(':');
    }
}

static void json_open(const char *name, char bracket)
{
    json_name(name);
    putchar(bracket);
    json_first = true;
}

static void json_close(char bracket)
{
    putchar(bracket);
    json_first = false;
}

static inline void json_number(const char *name, long long value)
{
    json_name(name);
    printf("%lld", value);
}

static inline void json_unsigned(const char *name, unsigned long long value)
{
    json_name(name);
    printf("%llu", value);
}

static inline void json_bool(const char *name, bool value)
{
    json_name(name);
    fputs(value ? "true" : "false", stdout);
}

__attribute__((format(printf, 2, 3)))
static inline void json_text(const char *name, const char *format, ...)
{
    char text[4096];
    va_list arguments;
    va_start(arguments, format);
    vsnprintf(text, sizeof text, format, arguments);
    va_end(arguments);
    json_name(name);
    json_quote(text);
}

#endif
