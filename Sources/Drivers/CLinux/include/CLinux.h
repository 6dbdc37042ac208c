// Linux calls that Swift's Glibc module does not show: headers it leaves out (timerfd, eventfd, timex) and variadics.
// Each goes when the module has it.
#pragma once
#include <stdint.h>

/// Whether the kernel holds its clock to be disciplined (adjtimex(2)): 1 yes, 0 no, -1 cannot tell.
/// estimated_error_us: the kernel's own estimate, microseconds.
int loa_clock_synchronised(int64_t *estimated_error_us);

/// A timer on CLOCK_REALTIME that is cancelled when the clock is set. Returns a file descriptor or -errno.
int loa_alarm_create(void);
/// Arms the timer for an absolute time; seconds < 0 disarms it but still tells of clock changes. 0 or -errno.
int loa_alarm_set(int alarm, int64_t seconds, int64_t nanoseconds);
/// An eventfd for waking the waiter, or -errno.
int loa_bell_create(void);
void loa_bell_ring(int bell);
/// Blocks until the alarm or the bell. Returns bits: 1 alarm due, 2 clock was set, 4 bell rung; or -errno.
int loa_alarm_wait(int alarm, int bell);

/// Names the calling thread for the system's tools; 15 bytes are kept (pthread_setname_np is a GNU extension).
void loa_name_thread(const char *name);

/// Turns SIGTERM and SIGINT into readings of an eventfd: a Swift closure is no signal handler. Descriptor or -errno.
int loa_termination_create(void);
/// Blocks until the first of them. 0 or -errno.
int loa_termination_wait(int descriptor);
