#define _GNU_SOURCE
#include "CProcess.h"

#include <errno.h>
#include <fcntl.h>
#include <poll.h>
#include <pthread.h>
#include <signal.h>
#include <sys/prctl.h>
#include <sys/resource.h>
#include <sys/syscall.h>
#include <sys/wait.h>
#include <unistd.h>

static void limit(int what, int64_t most) {
    struct rlimit both = {.rlim_cur = (rlim_t)most, .rlim_max = (rlim_t)most};
    setrlimit(what, &both);
}

// Runs in the child, on memory that is still the parent's: system calls alone, and nothing of the parent's is written.
static int become(const struct loa_child *child) {
    setpgid(0, 0);
    // The thread that started it also ends it: whatever becomes of the daemon, nothing of it is left.
    prctl(PR_SET_PDEATHSIG, SIGKILL);
    struct sigaction standard = {.sa_handler = SIG_DFL};
    for (int number = 1; number < NSIG; number++) sigaction(number, &standard, NULL);
    // Copies above 2 first, so that no descriptor is overwritten before it is in its place.
    int kept[3] = {fcntl(child->input, F_DUPFD, 3), fcntl(child->output, F_DUPFD, 3), fcntl(child->errors, F_DUPFD, 3)};
    for (int place = 0; place < 3; place++)
        if (kept[place] < 0 || dup2(kept[place], place) < 0) return errno;
    if (syscall(SYS_close_range, 3U, ~0U, 0U) != 0)
        for (int descriptor = 3; descriptor < 4096; descriptor++) close(descriptor);
    setpriority(PRIO_PROCESS, 0, child->niceness);
    limit(RLIMIT_CORE, 0);
    limit(RLIMIT_NOFILE, 64);
    limit(RLIMIT_AS, child->memory_bytes);
    limit(RLIMIT_FSIZE, child->file_bytes);
    if (child->cpu_seconds > 0) limit(RLIMIT_CPU, child->cpu_seconds);
    // The device lives on when memory runs out; its helper need not.
    int score = open("/proc/self/oom_score_adj", O_WRONLY);
    if (score >= 0) {
        (void)!write(score, "900", 3);
        close(score);
    }
    sigset_t none;
    sigemptyset(&none);
    sigprocmask(SIG_SETMASK, &none, NULL);
    execve(child->program, child->words, child->environment);
    return errno;
}

pid_t loa_child_start(const struct loa_child *child) {
    sigset_t all, before;
    sigfillset(&all);
    pthread_sigmask(SIG_SETMASK, &all, &before);
    volatile int problem = 0;
    pid_t started = vfork();
    if (started == 0) {
        problem = become(child);
        _exit(127);
    }
    int number = started < 0 ? errno : problem;
    pthread_sigmask(SIG_SETMASK, &before, NULL);
    if (number == 0) return started;
    if (started > 0) waitpid(started, NULL, 0);
    return -number;
}

int loa_child_poll(pid_t child, int *status) {
    pid_t ended = waitpid(child, status, WNOHANG);
    if (ended < 0) return errno == EINTR ? 0 : -errno;
    return ended == child;
}

void loa_child_kill(pid_t child) {
    if (child > 1) kill(-child, SIGKILL);
}

int loa_child_wait(int first, int second, int milliseconds) {
    struct pollfd both[2] = {{.fd = first, .events = POLLIN}, {.fd = second, .events = POLLIN}};
    if (poll(both, 2, milliseconds) <= 0) return 0;
    return (both[0].revents != 0) | (both[1].revents != 0) << 1;
}

int loa_child_verdict(int status) {
    return WIFEXITED(status) ? WEXITSTATUS(status) : -WTERMSIG(status);
}
