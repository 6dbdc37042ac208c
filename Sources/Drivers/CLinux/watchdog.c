#define _GNU_SOURCE
#include "CLinux.h"

#include <errno.h>
#include <fcntl.h>
#include <linux/watchdog.h>
#include <string.h>
#include <sys/ioctl.h>
#include <unistd.h>

int loa_watchdog_open(const char *path) {
    int descriptor = open(path, O_WRONLY | O_CLOEXEC);
    return descriptor < 0 ? -errno : descriptor;
}

int loa_watchdog_describe(int descriptor, loa_watchdog *description) {
    struct watchdog_info info;
    memset(&info, 0, sizeof info);
    if (ioctl(descriptor, WDIOC_GETSUPPORT, &info) < 0) return -errno;
    int cause = 0;
    ioctl(descriptor, WDIOC_GETBOOTSTATUS, &cause);
    description->stays_armed = !!(info.options & WDIOF_MAGICCLOSE);
    description->has_reset = !!(cause & WDIOF_CARDRESET);
    memcpy(description->identity, info.identity, sizeof info.identity);
    description->identity[sizeof info.identity] = 0;
    return 0;
}

int loa_watchdog_set_limit(int descriptor, int seconds) {
    int actual = seconds;
    int refused = ioctl(descriptor, WDIOC_SETTIMEOUT, &actual) < 0;
    // The driver rounds to what its counter can, or refuses what it cannot; what holds is what it says now.
    if (ioctl(descriptor, WDIOC_GETTIMEOUT, &actual) == 0 && actual > 0) return actual;
    return refused ? -errno : seconds;
}

int loa_watchdog_feed(int descriptor) {
    return write(descriptor, "", 1) == 1 ? 0 : -errno;
}

int loa_watchdog_disarm(int descriptor) {
    return write(descriptor, "V", 1) == 1 ? 0 : -errno;
}
