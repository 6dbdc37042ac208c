// patient_epoll.so, preloaded into mosquitto on the board in virtual time, and nowhere else.
//
// mosquitto 2.0 asks epoll to come back each 100 ms even when nothing happens: 864,000 wake-ups a day, of which each
// costs real time there. What arrives still wakes it at once; only its housekeeping (keep-alives, wills) runs each 10 s.
#define _GNU_SOURCE
#include <signal.h>
#include <sys/epoll.h>

int epoll_wait(int epoll, struct epoll_event *events, int count, int milliseconds) {
    return epoll_pwait(epoll, events, count, milliseconds == 100 ? 10000 : milliseconds, NULL);
}
