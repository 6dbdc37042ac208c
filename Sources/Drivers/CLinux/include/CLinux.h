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

/// What a hardware watchdog says of itself (<linux/watchdog.h>, whose calls are variadic).
typedef struct {
    /// It goes on when its file is closed without the 'V' that disarms it.
    int stays_armed;
    /// It was the cause of the last boot, as far as the hardware remembers.
    int has_reset;
    char identity[33];
} loa_watchdog;

/// Opens a watchdog, which arms it. Descriptor or -errno; -EBUSY where another program holds it.
int loa_watchdog_open(const char *path);
/// 0 or -errno.
int loa_watchdog_describe(int descriptor, loa_watchdog *description);
/// Asks for a limit and returns the one that holds, in seconds; or -errno.
int loa_watchdog_set_limit(int descriptor, int seconds);
/// Begins the limit anew. 0 or -errno.
int loa_watchdog_feed(int descriptor);
/// Says that the file's end is wanted: closing it disarms. 0 or -errno.
int loa_watchdog_disarm(int descriptor);
