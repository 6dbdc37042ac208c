// heap_witness.so, preloaded into loa-device: counts what the thread that writes to the card takes from the heap, gives
// back, and locks between two writes. (libasound locks a card's handle for each call; one thread uses ours, so that lock
// is free and does not count.) What it does from the last write to a closing, and from there to the first write
// after the next opening, does not count. At the end of the program HEAP_WITNESS gets a line: writes, doings, and the
// place in the program from which the first one came (for addr2line).
#define _GNU_SOURCE
#include <dlfcn.h>
#include <execinfo.h>
#include <pthread.h>
#include <stdatomic.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

extern void *__libc_malloc(size_t);
extern void *__libc_calloc(size_t, size_t);
extern void *__libc_realloc(void *, size_t);
extern void *__libc_memalign(size_t, size_t);
extern void __libc_free(void *);

static __thread int writing __attribute__((tls_model("initial-exec")));
static __thread long since_write __attribute__((tls_model("initial-exec")));
static __thread void *calls[10];
static __thread int depth;
static atomic_long writes, doings;
static char culprit[600];

static void note(void) {
    if (!writing || since_write++) return;
    writing = 0;
    depth = backtrace(calls, 10);
    writing = 1;
}

void *malloc(size_t size) { note(); return __libc_malloc(size); }
void *calloc(size_t number, size_t size) { note(); return __libc_calloc(number, size); }
void *realloc(void *memory, size_t size) { note(); return __libc_realloc(memory, size); }
void free(void *memory) { if (memory) note(); __libc_free(memory); }
void *aligned_alloc(size_t alignment, size_t size) { note(); return __libc_memalign(alignment, size); }
int posix_memalign(void **memory, size_t alignment, size_t size) {
    note();
    *memory = __libc_memalign(alignment, size);
    return *memory ? 0 : 12;
}

int pthread_mutex_lock(pthread_mutex_t *mutex) {
    static int (*lock)(pthread_mutex_t *);
    if (!lock) lock = dlsym(RTLD_NEXT, "pthread_mutex_lock");
    Dl_info caller;
    int is_library = writing && dladdr(__builtin_return_address(0), &caller) && strstr(caller.dli_fname, "libasound");
    if (!is_library) note();
    return lock(mutex);
}

static void keep(void) {
    if (!since_write) return;
    if (!atomic_fetch_add(&doings, since_write)) {
        int length = 0;
        for (int index = 2; index < depth; index++) {
            Dl_info info;
            int known = dladdr(calls[index], &info);
            length += snprintf(culprit + length, sizeof culprit - length, " %s+%#tx",
                               known && info.dli_sname ? info.dli_sname : "",
                               (char *)calls[index] - (known ? (char *)info.dli_fbase : (char *)0));
            if (length >= (int)sizeof culprit) break;
        }
    }
    since_write = 0;
}

// The two calls of libasound by which it is known when the card runs; no header, so that any compiler finds its way.
long snd_pcm_writei(void *pcm, const void *buffer, unsigned long frames) {
    static long (*write)(void *, const void *, unsigned long);
    writing = 0;
    if (!write) write = dlsym(RTLD_NEXT, "snd_pcm_writei");
    long taken = write(pcm, buffer, frames);
    if (taken > 0) {
        atomic_fetch_add(&writes, 1);
        keep();
    }
    writing = 1;
    return taken;
}

int snd_pcm_close(void *pcm) {
    static int (*close)(void *);
    writing = 0;
    since_write = 0;
    if (!close) close = dlsym(RTLD_NEXT, "snd_pcm_close");
    return close(pcm);
}

__attribute__((destructor)) static void tell(void) {
    const char *name = getenv("HEAP_WITNESS");
    FILE *file = name ? fopen(name, "w") : NULL;
    if (!file) return;
    fprintf(file, "%ld %ld%s\n", atomic_load(&writes), atomic_load(&doings), culprit);
    fclose(file);
}
