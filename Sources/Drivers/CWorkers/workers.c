#define _GNU_SOURCE
#include "CWorkers.h"
#include <errno.h>
#include <pthread.h>

int loa_semaphore_wait_until(sem_t *semaphore, const struct timespec *deadline) {
    return sem_clockwait(semaphore, CLOCK_MONOTONIC, deadline) == 0 ? 0 : errno;
}

int loa_thread_name(const char *name) {
    return pthread_setname_np(pthread_self(), name);
}
