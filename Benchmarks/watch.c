/* watch FILE | watch --pipe PIPE: says when sound begins in what another program writes.
 *
 * FILE is a WAV file that grows (16-bit samples), watched with inotify; PIPE a pipe of raw 16-bit samples, read to its
 * end. One line for each beginning: nanoseconds since 1970, taken as the written bytes are first seen. Sound is a
 * sample of more than -60 dB of full scale; it begins where none was seen for 80 ms. */
#define _GNU_SOURCE
#include <fcntl.h>
#include <limits.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/inotify.h>
#include <sys/stat.h>
#include <time.h>
#include <unistd.h>

enum { header = 44, loud = 32, silence = 80 * 1000 * 1000 };

static int64_t now(void) {
    struct timespec t;
    clock_gettime(CLOCK_REALTIME, &t);
    return (int64_t)t.tv_sec * 1000000000 + t.tv_nsec;
}

static int64_t last_loud;

static void look(const int16_t *samples, size_t count, int64_t seen) {
    for (size_t i = 0; i < count; i++) {
        if (samples[i] <= loud && samples[i] >= -loud) continue;
        if (seen - last_loud > silence) {
            printf("%lld\n", (long long)seen);
            fflush(stdout);
        }
        last_loud = seen;
        return;
    }
}

static void fail(const char *what) {
    perror(what);
    exit(1);
}

static void watch_pipe(const char *path) {
    static int16_t buffer[32768];
    int fd = open(path, O_RDONLY);
    if (fd < 0) fail(path);
    for (;;) {
        ssize_t n = read(fd, buffer, sizeof buffer);
        if (n < 0) fail(path);
        if (n == 0) return;
        look(buffer, (size_t)n / 2, now());
    }
}

static void watch_file(const char *path) {
    static int16_t buffer[32768];
    char events[4096];
    int fd = open(path, O_RDONLY | O_CREAT, 0644);
    if (fd < 0) fail(path);
    int notes = inotify_init1(IN_CLOEXEC);
    if (notes < 0 || inotify_add_watch(notes, path, IN_MODIFY) < 0) fail("inotify");
    off_t at = header;
    for (;;) {
        if (read(notes, events, sizeof events) < 0) fail("inotify");
        int64_t seen = now();
        struct stat state;
        if (fstat(fd, &state) == 0 && state.st_size < at) at = state.st_size < header ? header : state.st_size;
        /* A long hole, where nothing was written, is silence without looking. */
        if (state.st_size - at > (off_t)sizeof buffer) at = (state.st_size - (off_t)sizeof buffer) & ~(off_t)1;
        ssize_t n;
        while ((n = pread(fd, buffer, sizeof buffer, at)) >= 2) {
            look(buffer, (size_t)n / 2, seen);
            at += n - n % 2;
        }
    }
}

int main(int count, char **arguments) {
    if (count == 3 && strcmp(arguments[1], "--pipe") == 0) watch_pipe(arguments[2]);
    else if (count == 2) watch_file(arguments[1]);
    else return 64;
    return 0;
}
