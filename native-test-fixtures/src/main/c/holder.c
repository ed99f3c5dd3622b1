/*
 * holder: holds something that needs care when a process is saved and restored (criu(8)), and counts while it has it.
 *
 *     holder connection PORT    both ends of a TCP connection over loopback; every number travels through it
 *     holder backlog PORT       a TCP connection over loopback that nobody has accepted
 *     holder datagrams SOCKET   a Unix datagram socket connected to that one, which is sent every number
 *     holder lock FILE          an exclusive lock (flock(2))
 *     holder memory MIB         so much memory; every second page is written to for every number
 *
 * Prints a number a line, 20 a second, or why it cannot go on, and then waits to be killed.
 */
#define _GNU_SOURCE
#include <arpa/inet.h>
#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/file.h>
#include <sys/mman.h>
#include <sys/socket.h>
#include <sys/un.h>
#include <unistd.h>

enum { PAGE = 4096 };

static int sending, receiving;
static char *memory;
static size_t pages;

static void must(int succeeded, const char *what)
{
    if (succeeded)
        return;
    printf("%s: %s\n", what, strerror(errno));
    for (;;)
        pause();
}

static int connect_to_listener(const char *port)
{
    struct sockaddr_in address = {
        .sin_family = AF_INET, .sin_port = htons(atoi(port)), .sin_addr.s_addr = htonl(INADDR_LOOPBACK),
    };
    int listener = socket(AF_INET, SOCK_STREAM, 0);
    must(bind(listener, (struct sockaddr *)&address, sizeof address) == 0, "bind");
    must(listen(listener, 1) == 0, "listen");
    sending = socket(AF_INET, SOCK_STREAM, 0);
    must(connect(sending, (struct sockaddr *)&address, sizeof address) == 0, "connect");
    return listener;
}

static void open_connection(const char *port)
{
    receiving = accept(connect_to_listener(port), NULL, NULL);
    must(receiving >= 0, "accept");
}

static void use_connection(long number)
{
    long received = 0;
    must(send(sending, &number, sizeof number, MSG_NOSIGNAL) == sizeof number, "send");
    ssize_t length = recv(receiving, &received, sizeof received, MSG_WAITALL);
    must(length >= 0, "recv");
    must(length == sizeof received && received == number, "another number");
}

static void open_backlog(const char *port)
{
    connect_to_listener(port);
}

static void open_datagrams(const char *path)
{
    struct sockaddr_un address = {.sun_family = AF_UNIX};
    strncpy(address.sun_path, path, sizeof address.sun_path - 1);
    sending = socket(AF_UNIX, SOCK_DGRAM, 0);
    must(connect(sending, (struct sockaddr *)&address, sizeof address) == 0, "connect");
}

static void use_datagrams(long number)
{
    must(dprintf(sending, "%ld", number) > 0, "send");
}

static void take_lock(const char *path)
{
    must(flock(open(path, O_RDWR | O_CREAT, 0644), LOCK_EX) == 0, "flock");
}

static void fill_memory(const char *mebibytes)
{
    pages = (size_t)atoi(mebibytes) * 1024 * 1024 / PAGE;
    memory = mmap(NULL, pages * PAGE, PROT_READ | PROT_WRITE, MAP_PRIVATE | MAP_ANONYMOUS, -1, 0);
    must(memory != MAP_FAILED, "mmap");
    for (size_t page = 0; page < pages; page++)
        *(size_t *)(memory + page * PAGE) = page;
}

static void use_memory(long number)
{
    for (size_t page = 0; page < pages; page += 2) {
        *(size_t *)(memory + page * PAGE) = number;
        must(*(size_t *)(memory + (page + 1) * PAGE) == page + 1, "another content");
    }
}

static void only_wait(long number)
{
    (void)number;
}

static const struct {
    const char *name;
    void (*take)(const char *argument);
    void (*use)(long number);
} kinds[] = {
    {"connection", open_connection, use_connection},
    {"backlog", open_backlog, only_wait},
    {"datagrams", open_datagrams, use_datagrams},
    {"lock", take_lock, only_wait},
    {"memory", fill_memory, use_memory},
};

int main(int count, char **arguments)
{
    setvbuf(stdout, NULL, _IOLBF, 0);
    for (size_t i = 0; count == 3 && i < sizeof kinds / sizeof kinds[0]; i++) {
        if (strcmp(kinds[i].name, arguments[1]) != 0)
            continue;
        kinds[i].take(arguments[2]);
        for (long number = 1;; number++) {
            kinds[i].use(number);
            printf("%ld\n", number);
            usleep(50000);
        }
    }
    fputs("usage: holder connection|backlog|datagrams|lock|memory ARGUMENT\n", stderr);
    return 125;
}
