// glibc declares these only with _GNU_SOURCE, which Swift's Glibc module does not set.
// May go when the Glibc overlay shows sem_clockwait and pthread_setname_np.
#pragma once
#include <semaphore.h>
#include <time.h>

// Waits for the semaphore until an instant of CLOCK_MONOTONIC; 0 when taken, else the error number.
int loa_semaphore_wait_until(sem_t *semaphore, const struct timespec *deadline);

// Names the calling thread; more than 15 bytes are refused by the system.
int loa_thread_name(const char *name);
