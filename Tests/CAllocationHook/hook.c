#define _GNU_SOURCE
#include "CAllocationHook.h"
#include <dlfcn.h>
#include <errno.h>
#include <execinfo.h>
#include <pthread.h>
#include <stddef.h>
#include <stdio.h>

extern void *__libc_malloc(size_t);
extern void *__libc_calloc(size_t, size_t);
extern void *__libc_realloc(void *, size_t);
extern void *__libc_memalign(size_t, size_t);
extern void __libc_free(void *);

static __thread int watching __attribute__((tls_model("initial-exec")));
static __thread long count __attribute__((tls_model("initial-exec")));
// The calls that led to the first.
static __thread void *calls[12];
static __thread int depth;

static void note(void) {
    if (!watching) return;
    if (count++ > 0) return;
    watching = 0;
    depth = backtrace(calls, 12);
    watching = 1;
}

void *malloc(size_t size) {
    note();
    return __libc_malloc(size);
}

void *calloc(size_t number, size_t size) {
    note();
    return __libc_calloc(number, size);
}

void *realloc(void *memory, size_t size) {
    note();
    return __libc_realloc(memory, size);
}

void free(void *memory) {
    if (memory) note();
    __libc_free(memory);
}

void *memalign(size_t alignment, size_t size) {
    note();
    return __libc_memalign(alignment, size);
}

void *aligned_alloc(size_t alignment, size_t size) {
    note();
    return __libc_memalign(alignment, size);
}

int posix_memalign(void **memory, size_t alignment, size_t size) {
    note();
    *memory = __libc_memalign(alignment, size);
    return *memory ? 0 : ENOMEM;
}

int pthread_mutex_lock(pthread_mutex_t *mutex) {
    static int (*lock)(pthread_mutex_t *);
    note();
    if (!lock) lock = (int (*)(pthread_mutex_t *))dlsym(RTLD_NEXT, "pthread_mutex_lock");
    return lock(mutex);
}

void loa_watch_begin(void) {
    count = 0;
    depth = 0;
    watching = 1;
}

void loa_watch_pause(void) { watching = 0; }

void loa_watch_go_on(void) { watching = 1; }

long loa_watch_end(void) {
    watching = 0;
    return count;
}

const char *loa_watch_culprit(void) {
    static __thread char text[2048];
    int length = 0;
    text[0] = 0;
    // The first two are this hook itself.
    for (int index = 2; index < depth; index++) {
        Dl_info info;
        int known = dladdr(calls[index], &info);
        const char *between = index > 2 ? " < " : "";
        // Without a name: the place in its program, for addr2line.
        length += known && info.dli_sname
            ? snprintf(text + length, sizeof text - length, "%s%s", between, info.dli_sname)
            : snprintf(text + length, sizeof text - length, "%s%#tx", between,
                       (char *)calls[index] - (known ? (char *)info.dli_fbase : (char *)0));
        if (length >= (int)sizeof text) break;
    }
    return text;
}
