/*
 * terminal: a terminal emulator for a program, without a screen.
 *
 *     terminal ROWS COLUMNS PROGRAM [ARGUMENT...]
 *
 * Runs PROGRAM with a new pseudo terminal as its controlling terminal and standard streams, copies what it prints to
 * stdout and stdin to its keyboard. SIGUSR1 makes the window 7 rows and 70 columns larger. After the program's end it
 * prints "modes unchanged" or "modes changed" and ends as the program did.
 */
#define _GNU_SOURCE
#include <errno.h>
#include <poll.h>
#include <pty.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/ioctl.h>
#include <sys/wait.h>
#include <termios.h>
#include <utmp.h>
#include <unistd.h>

static int master;

static void enlarge(int signal)
{
    struct winsize size;
    (void)signal;
    ioctl(master, TIOCGWINSZ, &size);
    size.ws_row += 7;
    size.ws_col += 70;
    ioctl(master, TIOCSWINSZ, &size);
}

int main(int count, char **arguments)
{
    struct winsize size = {0};
    struct termios before, after;
    char buffer[4096];
    int slave, status;

    if (count < 4) {
        fputs("usage: terminal ROWS COLUMNS PROGRAM [ARGUMENT...]\n", stderr);
        return 125;
    }
    size.ws_row = atoi(arguments[1]);
    size.ws_col = atoi(arguments[2]);
    if (openpty(&master, &slave, NULL, NULL, &size) < 0) {
        perror("terminal: openpty");
        return 125;
    }
    memset(&before, 0, sizeof before); /* the padding is compared too */
    memset(&after, 0, sizeof after);
    tcgetattr(slave, &before);
    signal(SIGUSR1, enlarge);

    pid_t program = fork();
    if (program == 0) {
        close(master);
        login_tty(slave);
        execvp(arguments[3], arguments + 3);
        perror(arguments[3]);
        _exit(127);
    }

    /* Our own slave stays open, so the end shows in waitpid and not as EIO. */
    struct pollfd watched[2] = {{master, POLLIN, 0}, {0, POLLIN, 0}};
    pid_t ended = 0;
    while (ended == 0) {
        ended = waitpid(program, &status, WNOHANG);
        while (poll(watched, 2, ended ? 0 : 10) > 0) {
            if (watched[0].revents) {
                ssize_t length = read(master, buffer, sizeof buffer);
                if (length <= 0 || write(1, buffer, length) != length)
                    break;
            }
            if (watched[1].revents) {
                ssize_t length = read(0, buffer, sizeof buffer);
                if (length <= 0)
                    watched[1].fd = -1;
                else if (write(master, buffer, length) != length)
                    break;
            }
        }
    }
    tcgetattr(slave, &after);
    printf("modes %s\n", memcmp(&before, &after, sizeof before) ? "changed" : "unchanged");
    return WIFSIGNALED(status) ? 128 + WTERMSIG(status) : WEXITSTATUS(status);
}
