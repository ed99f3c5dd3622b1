/*
 * notifyrecv: stands in for a service manager (sd_notify(3)).
 *
 *     notifyrecv SOCKET
 *
 * Prints "listening", then each message that arrives; closes descriptors that come with one, as sd_notify_barrier(3)
 * wants it.
 */
#include <stdio.h>
#include <string.h>
#include <sys/socket.h>
#include <sys/un.h>
#include <unistd.h>

int main(int count, char **arguments)
{
    struct sockaddr_un address = {.sun_family = AF_UNIX};
    if (count != 2 || strlen(arguments[1]) >= sizeof address.sun_path)
        return 125;
    strcpy(address.sun_path, arguments[1]);
    int socket_ = socket(AF_UNIX, SOCK_DGRAM, 0);
    if (bind(socket_, (struct sockaddr *) &address, sizeof address) != 0) {
        perror("notifyrecv");
        return 1;
    }
    setvbuf(stdout, NULL, _IOLBF, 0);
    puts("listening");
    for (;;) {
        char text[4096];
        union { struct cmsghdr header; char space[CMSG_SPACE(sizeof(int))]; } control;
        struct iovec part = {text, sizeof text - 1};
        struct msghdr message = {.msg_iov = &part, .msg_iovlen = 1, .msg_control = &control,
                                 .msg_controllen = sizeof control};
        ssize_t n = recvmsg(socket_, &message, 0);
        if (n < 0)
            return 1;
        struct cmsghdr *with = CMSG_FIRSTHDR(&message);
        if (with != NULL && with->cmsg_type == SCM_RIGHTS)
            close(*(int *) CMSG_DATA(with));
        text[n] = 0;
        printf("%s%s", text, n > 0 && text[n - 1] == '\n' ? "" : "\n");
    }
}
