#define _GNU_SOURCE
#include "CSerial.h"

#include <asm/termbits.h>
#include <errno.h>
#include <linux/serial.h>
#include <poll.h>
#include <string.h>
#include <sys/file.h>
#include <sys/ioctl.h>
#include <time.h>

int loa_serial_claim(int descriptor) {
    if (flock(descriptor, LOCK_EX | LOCK_NB) < 0) return errno == EWOULDBLOCK ? -EBUSY : -errno;
    return ioctl(descriptor, TIOCEXCL) < 0 ? -errno : 0;
}

static tcflag_t size_flag(uint8_t data_bits) {
    switch (data_bits) {
    case 5: return CS5;
    case 6: return CS6;
    case 7: return CS7;
    default: return CS8;
    }
}

int loa_serial_set(int descriptor, loa_serial_line wanted) {
    struct termios2 state;
    if (ioctl(descriptor, TCGETS2, &state) < 0) return -errno;
    state.c_cflag = CREAD | CLOCAL | BOTHER | (BOTHER << IBSHIFT) | size_flag(wanted.data_bits);
    if (wanted.stop_bits == 2) state.c_cflag |= CSTOPB;
    if (wanted.parity != 'N') state.c_cflag |= PARENB;
    if (wanted.parity == 'O') state.c_cflag |= PARODD;
    state.c_iflag = IGNBRK | IGNPAR | (wanted.parity == 'N' ? 0 : INPCK);
    state.c_oflag = 0;
    state.c_lflag = 0;
    // A byte is enough to wake the reader; with none, a read that does not block must not look like the end.
    state.c_cc[VMIN] = 1;
    state.c_cc[VTIME] = 0;
    state.c_ispeed = state.c_ospeed = wanted.baud;
    return ioctl(descriptor, TCSETS2, &state) < 0 ? -errno : 0;
}

int loa_serial_get(int descriptor, loa_serial_line *actual) {
    struct termios2 state;
    if (ioctl(descriptor, TCGETS2, &state) < 0) return -errno;
    actual->baud = state.c_ospeed;
    switch (state.c_cflag & CSIZE) {
    case CS5: actual->data_bits = 5; break;
    case CS6: actual->data_bits = 6; break;
    case CS7: actual->data_bits = 7; break;
    default: actual->data_bits = 8;
    }
    actual->stop_bits = state.c_cflag & CSTOPB ? 2 : 1;
    actual->parity = !(state.c_cflag & PARENB) ? 'N' : state.c_cflag & PARODD ? 'O' : 'E';
    return 0;
}

int loa_serial_set_rs485(int descriptor, loa_serial_rs485 *mode) {
    struct serial_rs485 kernel;
    memset(&kernel, 0, sizeof kernel);
    if (mode->enabled) kernel.flags |= SER_RS485_ENABLED;
    if (mode->rts_on_send) kernel.flags |= SER_RS485_RTS_ON_SEND;
    if (mode->rts_after_send) kernel.flags |= SER_RS485_RTS_AFTER_SEND;
    if (mode->receive_own) kernel.flags |= SER_RS485_RX_DURING_TX;
    kernel.delay_rts_before_send = mode->delay_before_send_ms;
    kernel.delay_rts_after_send = mode->delay_after_send_ms;
    if (ioctl(descriptor, TIOCSRS485, &kernel) < 0) return -errno;
    if (ioctl(descriptor, TIOCGRS485, &kernel) < 0) return -errno;
    mode->enabled = !!(kernel.flags & SER_RS485_ENABLED);
    mode->rts_on_send = !!(kernel.flags & SER_RS485_RTS_ON_SEND);
    mode->rts_after_send = !!(kernel.flags & SER_RS485_RTS_AFTER_SEND);
    mode->receive_own = !!(kernel.flags & SER_RS485_RX_DURING_TX);
    mode->delay_before_send_ms = kernel.delay_rts_before_send;
    mode->delay_after_send_ms = kernel.delay_rts_after_send;
    return 0;
}

int loa_serial_count(int descriptor, loa_serial_counts *counts) {
    struct serial_icounter_struct kernel;
    memset(&kernel, 0, sizeof kernel);
    if (ioctl(descriptor, TIOCGICOUNT, &kernel) < 0) return -errno;
    counts->parity = kernel.parity;
    counts->framing = kernel.frame;
    counts->overruns = kernel.overrun + kernel.buf_overrun;
    counts->breaks = kernel.brk;
    return 0;
}

int loa_serial_discard(int descriptor) {
    return ioctl(descriptor, TCFLSH, TCIFLUSH) < 0 ? -errno : 0;
}

int loa_serial_wait(int descriptor, int for_writing, int64_t deadline) {
    struct pollfd one = {.fd = descriptor, .events = for_writing ? POLLOUT : POLLIN};
    for (;;) {
        struct timespec now;
        clock_gettime(CLOCK_MONOTONIC, &now);
        int64_t rest = deadline - ((int64_t)now.tv_sec * 1000000000 + now.tv_nsec);
        if (rest < 0) rest = 0;
        struct timespec timeout = {.tv_sec = rest / 1000000000, .tv_nsec = rest % 1000000000};
        int ready = ppoll(&one, 1, &timeout, NULL);
        if (ready > 0) break;
        if (ready == 0) return 0;
        if (errno != EINTR) return -errno;
    }
    int bits = one.revents & one.events ? loa_serial_ready : 0;
    if (one.revents & (POLLHUP | POLLERR | POLLNVAL)) bits |= loa_serial_gone;
    return bits;
}
