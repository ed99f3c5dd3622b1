/*
 * consolerecv: the receiving end of --console-socket.
 *
 *     consolerecv SOCKET [ROWS COLUMNS]
 *
 * Listens on SOCKET (prints "listening"), takes one connection and from it one message with the descriptor of a
 * terminal's master side, and prints "received NAME" with the message's text. Then copies the terminal's output to
 * stdout and stdin to the terminal until the container closes it. With ROWS and COLUMNS it sets the window size first.
 * Of another descriptor, such as --pidfd-socket sends, it prints "no terminal: NAME, KIND".
 */
#define _GNU_SOURCE
#include <errno.h>
#include <poll.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/ioctl.h>
#include <sys/socket.h>
#include <sys/un.h>
#include <unistd.h>

static void fail(const char *step)
{
    fprintf(stderr, "consolerecv: %s: %s\n", step, strerror(errno));
    exit(1);
}

static int receive(int connection, char *name, size_t capacity)
{
    union { struct cmsghdr header; char space[CMSG_SPACE(sizeof(int))]; } control;
    struct iovec text = {name, capacity - 1};
    struct msghdr message = {
        .msg_iov = &text, .msg_iovlen = 1, .msg_control = &control, .msg_controllen = sizeof control,
    };
    ssize_t length = recvmsg(connection, &message, MSG_CMSG_CLOEXEC);
    if (length < 0)
        fail("recvmsg");
    name[length] = 0;
    struct cmsghdr *first = CMSG_FIRSTHDR(&message);
    if (!first || first->cmsg_type != SCM_RIGHTS || first->cmsg_len != CMSG_LEN(sizeof(int))) {
        fputs("consolerecv: the message carries not exactly one descriptor\n", stderr);
        exit(1);
    }
    return *(int *)CMSG_DATA(first);
}

static void relay(int master)
{
    struct pollfd watched[2] = {{master, POLLIN, 0}, {0, POLLIN, 0}};
    char buffer[4096];
    for (;;) {
        poll(watched, 2, -1);
        if (watched[0].revents) {
            ssize_t length = read(master, buffer, sizeof buffer);
            if (length <= 0) /* EIO: the last holder of the other side is gone */
                return;
            if (write(1, buffer, length) != length)
                return;
        }
        if (watched[1].revents) {
            ssize_t length = read(0, buffer, sizeof buffer);
            if (length <= 0)
                watched[1].fd = -1;
            else if (write(master, buffer, length) != length)
                return;
        }
    }
}

int main(int count, char **arguments)
{
    struct sockaddr_un address = {.sun_family = AF_UNIX};
    char name[4097];
    if (count < 2 || strlen(arguments[1]) >= sizeof address.sun_path) {
        fputs("usage: consolerecv SOCKET [ROWS COLUMNS]\n", stderr);
        return 125;
    }
    strcpy(address.sun_path, arguments[1]);
    setvbuf(stdout, NULL, _IONBF, 0);

    int listener = socket(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC, 0);
    if (bind(listener, (struct sockaddr *)&address, sizeof address) < 0 || listen(listener, 1) < 0)
        fail(arguments[1]);
    puts("listening");

    int connection = accept4(listener, NULL, NULL, SOCK_CLOEXEC);
    if (connection < 0)
        fail("accept");
    int master = receive(connection, name, sizeof name);
    if (!isatty(master)) {
        char path[32], link[256] = "";
        snprintf(path, sizeof path, "/proc/self/fd/%d", master);
        if (readlink(path, link, sizeof link - 1) < 0)
            fail(path);
        printf("no terminal: %s, %s\n", name, link);
        return 1;
    }
    printf("received %s\n", name);
    if (count == 4) {
        struct winsize size = {.ws_row = atoi(arguments[2]), .ws_col = atoi(arguments[3])};
        ioctl(master, TIOCSWINSZ, &size);
    }
    relay(master);
    return 0;
}
