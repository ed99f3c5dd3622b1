/*
 * seccompagent: decides about the system calls that a filter hands out with SCMP_ACT_NOTIFY.
 *
 *     seccompagent SOCKET ANSWER [DELAY_MS]
 *
 * Listens on SOCKET (prints "listening"), takes one connection and from it one message with the descriptor of a
 * listener, and prints the message's text, the container process state, on a line of its own. Then it answers every
 * call after DELAY_MS milliseconds with
 *
 *     ANSWER "continue"    the kernel runs it
 *            a number      returns this, or the errno if negative
 *
 * and prints "call NUMBER". Ends when the last process under the filter has.
 */
#define _GNU_SOURCE
#include <errno.h>
#include <linux/seccomp.h>
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
    fprintf(stderr, "seccompagent: %s: %s\n", step, strerror(errno));
    exit(1);
}

static int receive(int connection, char *state, size_t capacity)
{
    union { struct cmsghdr header; char space[CMSG_SPACE(sizeof(int))]; } control;
    struct iovec text = {state, capacity - 1};
    struct msghdr message = {.msg_iov = &text, .msg_iovlen = 1, .msg_control = &control, .msg_controllen = sizeof control};
    ssize_t length = recvmsg(connection, &message, MSG_CMSG_CLOEXEC);
    if (length < 0)
        fail("recvmsg");
    state[length] = 0;
    struct cmsghdr *first = CMSG_FIRSTHDR(&message);
    if (!first || first->cmsg_type != SCM_RIGHTS || first->cmsg_len != CMSG_LEN(sizeof(int))) {
        fputs("seccompagent: the message carries not exactly one descriptor\n", stderr);
        exit(1);
    }
    return *(int *)CMSG_DATA(first);
}

static void answer(int listener, const char *how, int delay)
{
    struct seccomp_notif call;
    struct seccomp_notif_resp response = {0};
    memset(&call, 0, sizeof call);
    if (ioctl(listener, SECCOMP_IOCTL_NOTIF_RECV, &call) < 0)
        return; /* ENOENT: a signal took the caller out of the call */
    printf("call %d\n", call.data.nr);
    usleep(delay * 1000);
    response.id = call.id;
    if (strcmp(how, "continue") == 0)
        response.flags = SECCOMP_USER_NOTIF_FLAG_CONTINUE;
    else if (atoi(how) < 0)
        response.error = atoi(how);
    else
        response.val = atoi(how);
    if (ioctl(listener, SECCOMP_IOCTL_NOTIF_SEND, &response) < 0 && errno != ENOENT)
        fail("answer");
}

int main(int count, char **arguments)
{
    static char state[65536];
    struct sockaddr_un address = {.sun_family = AF_UNIX};
    if (count < 3 || strlen(arguments[1]) >= sizeof address.sun_path) {
        fputs("usage: seccompagent SOCKET ANSWER [DELAY_MS]\n", stderr);
        return 125;
    }
    strcpy(address.sun_path, arguments[1]);
    setvbuf(stdout, NULL, _IONBF, 0);

    int socketfd = socket(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC, 0);
    if (bind(socketfd, (struct sockaddr *)&address, sizeof address) < 0 || listen(socketfd, 1) < 0)
        fail(arguments[1]);
    puts("listening");
    int connection = accept4(socketfd, NULL, NULL, SOCK_CLOEXEC);
    if (connection < 0)
        fail("accept");
    struct pollfd listener = {receive(connection, state, sizeof state), POLLIN, 0};
    puts(state);
    while (poll(&listener, 1, -1) > 0 && !(listener.revents & POLLHUP))
        answer(listener.fd, arguments[2], count > 3 ? atoi(arguments[3]) : 0);
    return 0;
}
