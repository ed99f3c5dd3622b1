/*
 * notifysend: sends its arguments, one message each, to the socket named by NOTIFY_SOCKET, then waits to be killed.
 *
 *     notifysend MESSAGE...
 */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>
#include <sys/un.h>
#include <unistd.h>

int main(int count, char **arguments)
{
    struct sockaddr_un address = {.sun_family = AF_UNIX};
    const char *path = getenv("NOTIFY_SOCKET");
    if (path == NULL || strlen(path) >= sizeof address.sun_path)
        return 125;
    strcpy(address.sun_path, path);
    int socket_ = socket(AF_UNIX, SOCK_DGRAM, 0);
    for (int i = 1; i < count; i++)
        if (sendto(socket_, arguments[i], strlen(arguments[i]), 0, (struct sockaddr *) &address, sizeof address) < 0) {
            perror("notifysend");
            return 1;
        }
    for (;;)
        pause();
}
