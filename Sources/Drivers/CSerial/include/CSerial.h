// Serial lines as the kernel has them. glibc's termios knows only the rates of its own table and <termios.h> clashes
// with the kernel's termios2; Swift sees neither that header nor the variadic ioctl(2). Goes when glibc has any rate
// (2.42) on all boards and Swift's Glibc module shows it.
#pragma once
#include <stdint.h>

/// How a line runs. parity is 'N', 'E' or 'O'.
typedef struct {
    uint32_t baud;
    uint8_t data_bits;
    uint8_t stop_bits;
    char parity;
} loa_serial_line;

/// RS-485 as in <linux/serial.h>; delays in milliseconds.
typedef struct {
    int enabled, rts_on_send, rts_after_send, receive_own;
    uint32_t delay_before_send_ms, delay_after_send_ms;
} loa_serial_rs485;

/// What the driver has counted since it was loaded (TIOCGICOUNT).
typedef struct {
    uint32_t parity, framing, overruns, breaks;
} loa_serial_counts;

/// Keeps other programs out: TIOCEXCL for ordinary users, flock(2) for root, whom TIOCEXCL does not stop. 0 or -errno.
int loa_serial_claim(int descriptor);
/// Asks for the line and raw bytes both ways: no flow control, no echo, breaks and damaged bytes dropped. The driver may
/// take less: read it back. 0 or -errno.
int loa_serial_set(int descriptor, loa_serial_line wanted);
/// How the line runs. 0 or -errno.
int loa_serial_get(int descriptor, loa_serial_line *actual);
/// Sets RS-485 and reads back what the driver made of it. 0 or -errno.
int loa_serial_set_rs485(int descriptor, loa_serial_rs485 *mode);
/// 0 or -errno; -ENOTTY where the driver counts nothing.
int loa_serial_count(int descriptor, loa_serial_counts *counts);
/// Throws away what was received and not read. 0 or -errno.
int loa_serial_discard(int descriptor);

/// What came of waiting, in bits.
enum { loa_serial_ready = 1, loa_serial_gone = 2 };
/// Waits until the line can be read (or written), until it is gone, or until CLOCK_MONOTONIC has reached the deadline in
/// nanoseconds. Returns bits, 0 at the deadline; or -errno. A negative descriptor waits for the deadline alone.
int loa_serial_wait(int descriptor, int for_writing, int64_t deadline);
