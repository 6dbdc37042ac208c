#define _GNU_SOURCE
#include "CLinux.h"

#include <errno.h>
#include <poll.h>
#include <pthread.h>
#include <signal.h>
#include <string.h>
#include <sys/eventfd.h>
#include <sys/timerfd.h>
#include <sys/timex.h>
#include <unistd.h>

void loa_name_thread(const char *name) {
    char kept[16] = {0};
    strncpy(kept, name, sizeof kept - 1);
    pthread_setname_np(pthread_self(), kept);
}

int loa_clock_synchronised(int64_t *estimated_error_us) {
    struct timex reading;
    memset(&reading, 0, sizeof reading);
    int state = adjtimex(&reading);
    if (state < 0) return -1;
    *estimated_error_us = reading.esterror;
    return state != TIME_ERROR && !(reading.status & STA_UNSYNC);
}

int loa_alarm_create(void) {
    int alarm = timerfd_create(CLOCK_REALTIME, TFD_CLOEXEC | TFD_NONBLOCK);
    return alarm < 0 ? -errno : alarm;
}

int loa_alarm_set(int alarm, int64_t seconds, int64_t nanoseconds) {
    struct itimerspec time;
    memset(&time, 0, sizeof time);
    // A timer far away instead of none: only an armed timer tells that the clock was set.
    time.it_value.tv_sec = seconds < 0 ? INT32_MAX : seconds;
    time.it_value.tv_nsec = seconds < 0 ? 0 : nanoseconds;
    if (time.it_value.tv_sec == 0 && time.it_value.tv_nsec == 0) time.it_value.tv_nsec = 1;
    return timerfd_settime(alarm, TFD_TIMER_ABSTIME | TFD_TIMER_CANCEL_ON_SET, &time, NULL) < 0 ? -errno : 0;
}

int loa_bell_create(void) {
    int bell = eventfd(0, EFD_CLOEXEC | EFD_NONBLOCK);
    return bell < 0 ? -errno : bell;
}

void loa_bell_ring(int bell) {
    uint64_t one = 1;
    (void)!write(bell, &one, sizeof one);
}

int loa_alarm_wait(int alarm, int bell) {
    struct pollfd both[2] = {{.fd = alarm, .events = POLLIN}, {.fd = bell, .events = POLLIN}};
    while (poll(both, 2, -1) < 0)
        if (errno != EINTR) return -errno;
    uint64_t count;
    int rung = 0;
    if (both[0].revents) {
        if (read(alarm, &count, sizeof count) == sizeof count) rung |= 1;
        else if (errno == ECANCELED) rung |= 2;
    }
    if (both[1].revents && read(bell, &count, sizeof count) == sizeof count) rung |= 4;
    return rung;
}

static int termination_bell = -1;

static void terminate(int signal) {
    (void)signal;
    int saved = errno;
    loa_bell_ring(termination_bell);
    errno = saved;
}

int loa_termination_create(void) {
    termination_bell = eventfd(0, EFD_CLOEXEC);
    if (termination_bell < 0) return -errno;
    struct sigaction action;
    memset(&action, 0, sizeof action);
    action.sa_handler = terminate;
    action.sa_flags = SA_RESTART;
    sigaction(SIGTERM, &action, NULL);
    sigaction(SIGINT, &action, NULL);
    signal(SIGPIPE, SIG_IGN);
    return termination_bell;
}

int loa_termination_wait(int descriptor) {
    // A parent may have started us with its signals blocked, as a thread of Dispatch's pool does: this thread takes them.
    sigset_t signals;
    sigemptyset(&signals);
    sigaddset(&signals, SIGTERM);
    sigaddset(&signals, SIGINT);
    pthread_sigmask(SIG_UNBLOCK, &signals, NULL);
    uint64_t count;
    while (read(descriptor, &count, sizeof count) < 0)
        if (errno != EINTR) return -errno;
    return 0;
}
