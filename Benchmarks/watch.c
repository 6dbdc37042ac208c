/* watch FILE LEVEL | watch --pipe PIPE LEVEL: says when sound begins in what another program writes.
 *
 * FILE is a WAV file that grows (16-bit stereo), watched with inotify; PIPE a pipe of such samples, read to its end.
 * Sound is a sample beyond LEVEL (of 32,768); it begins where there was none for 80 ms: in the file by its frames, in the
 * pipe, into which nothing is written in silence, by the clock. A line for each beginning:
 * nanoseconds since 1970 when the written bytes were first seen, and the frame it began with, counted from the file's
 * start. A file's first line is its first write, with frame -1. */
#define _GNU_SOURCE
#include <fcntl.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/inotify.h>
#include <sys/stat.h>
#include <time.h>
#include <unistd.h>

enum { header = 44, silent_frames = 80 * 48 };

static const int64_t silent_time = 80 * 1000 * 1000;

static int64_t now(void) {
    struct timespec t;
    clock_gettime(CLOCK_REALTIME, &t);
    return (int64_t)t.tv_sec * 1000000000 + t.tv_nsec;
}

static void say(int64_t seen, long frame) {
    printf("%lld %ld\n", (long long)seen, frame);
    fflush(stdout);
}

static int level;

/* The first frame of sound, -1 where there is none; `last` becomes the last. */
static long find(const int16_t *samples, size_t count, long *last) {
    long first = -1;
    for (size_t i = 0; i < count; i++) {
        if (samples[i] <= level && samples[i] >= -level) continue;
        *last = (long)i / 2;
        if (first < 0) first = *last;
    }
    return first;
}

static void fail(const char *what) {
    perror(what);
    exit(1);
}

static void watch_pipe(const char *path) {
    static int16_t buffer[32768];
    int64_t last_seen = 0;
    long frames = 0, last;
    int fd = open(path, O_RDONLY);
    if (fd < 0) fail(path);
    for (;;) {
        ssize_t n = read(fd, buffer, sizeof buffer);
        if (n < 0) fail(path);
        if (n == 0) return;
        int64_t seen = now();
        long first = find(buffer, (size_t)n / 2, &last);
        if (first >= 0 && seen - last_seen > silent_time) say(seen, frames + first);
        if (first >= 0) last_seen = seen;
        frames += n / 4;
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
    long last_loud = -silent_frames - 1;
    for (int is_first = 1;;) {
        if (read(notes, events, sizeof events) < 0) fail("inotify");
        int64_t seen = now();
        struct stat state;
        if (fstat(fd, &state) != 0) fail(path);
        if (state.st_size < at) {
            at = state.st_size < header ? header : state.st_size;
            if (last_loud > (at - header) / 4) last_loud = (at - header) / 4;
        }
        if (is_first && state.st_size > header) {
            say(seen, -1);
            is_first = 0;
        }
        /* A long hole, where nothing was written, is silence without looking. */
        if (state.st_size - at > (off_t)sizeof buffer) at = state.st_size - (off_t)sizeof buffer;
        ssize_t n;
        while ((n = pread(fd, buffer, sizeof buffer, at)) >= 4) {
            long frame = (at - header) / 4, last = 0;
            long first = find(buffer, (size_t)n / 2, &last);
            if (first >= 0) {
                if (frame + first - last_loud > silent_frames) say(seen, frame + first);
                last_loud = frame + last;
            }
            at += n - n % 4;
        }
    }
}

int main(int count, char **arguments) {
    if (count < 3) return 64;
    level = atoi(arguments[count - 1]);
    if (count == 4 && strcmp(arguments[1], "--pipe") == 0) watch_pipe(arguments[2]);
    else if (count == 3) watch_file(arguments[1]);
    else return 64;
    return 0;
}
