#define _GNU_SOURCE
#include "library.h"

#include <dirent.h>
#include <dlfcn.h>
#include <errno.h>
#include <poll.h>
#include <pthread.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

static const struct loa_gpio_library *library;
static char problem[256];
static pthread_once_t loading = PTHREAD_ONCE_INIT;

int loa_gpio_error(void) {
    return errno ? -errno : -EIO;
}

static bool find_functions(void *handle, const struct loa_gpio_function *function) {
    for (; function->name; function++) {
        *function->place = dlsym(handle, function->name);
        if (!*function->place) return false;
    }
    return true;
}

static void load(void) {
    const struct loa_gpio_library *known[] = {&loa_gpio_version2, &loa_gpio_version1};
    const char *only = getenv("LOA_GPIOD");
    for (size_t index = 0; index < 2 && !library; index++) {
        const char *number = strrchr(known[index]->file, '.') + 1;
        if (only && strcmp(only, number) != 0) continue;
        void *handle = dlopen(known[index]->file, RTLD_NOW | RTLD_LOCAL);
        if (handle && find_functions(handle, known[index]->functions)) library = known[index];
        if (library) return;
        const char *detail = dlerror();
        snprintf(problem, sizeof problem, "%s", detail ? detail : known[index]->file);
        if (handle) dlclose(handle);
    }
    if (!library && !problem[0]) snprintf(problem, sizeof problem, "LOA_GPIOD=%s is none of 2 and 3", only);
}

int loa_gpio_load(void) {
    pthread_once(&loading, load);
    return library ? library->version : -ENOENT;
}

const char *loa_gpio_problem(void) {
    return problem;
}

static int is_chip(const struct dirent *entry) {
    return strncmp(entry->d_name, "gpiochip", 8) == 0;
}

int loa_gpio_visit(void *context, loa_gpio_visitor visit) {
    struct dirent **entries;
    int count = scandir("/dev", &entries, is_chip, versionsort);
    if (count < 0) return loa_gpio_error();
    int opened = 0, failure = 0;
    for (int index = 0; index < count; index++) {
        char path[300];
        snprintf(path, sizeof path, "/dev/%s", entries[index]->d_name);
        int result = library->visit_chip(path, context, visit);
        if (result == 0) opened++;
        else failure = result;
        free(entries[index]);
    }
    free(entries);
    return opened || !failure ? opened : failure;
}

int loa_gpio_request(const char *chip, uint32_t offset, const struct loa_gpio_wish *wish,
                     struct loa_gpio_request **request) {
    char path[300];
    snprintf(path, sizeof path, "/dev/%s", chip);
    *request = calloc(1, sizeof **request);
    if (!*request) return -ENOMEM;
    (*request)->offset = offset;
    (*request)->descriptor = -1;
    int result = library->request(path, offset, wish, *request);
    if (result < 0) {
        free(*request);
        *request = NULL;
    }
    return result;
}

int loa_gpio_level(struct loa_gpio_request *request) {
    return library->level(request);
}

int loa_gpio_drive(struct loa_gpio_request *request, bool is_active) {
    return library->drive(request, is_active);
}

void loa_gpio_release(struct loa_gpio_request *request) {
    library->release(request);
    free(request);
}

int loa_gpio_wait(struct loa_gpio_request *request, int64_t nanoseconds) {
    struct timespec limit = {.tv_sec = nanoseconds / 1000000000, .tv_nsec = nanoseconds % 1000000000};
    struct pollfd line = {.fd = request->descriptor, .events = POLLIN};
    int count = ppoll(&line, 1, nanoseconds < 0 ? NULL : &limit, NULL);
    if (count < 0) return errno == EINTR ? 0 : -errno;
    if (count == 0) return 0;
    return line.revents & POLLIN ? 1 : -ENODEV;
}

int loa_gpio_read(struct loa_gpio_request *request, struct loa_gpio_edge *edges, int room) {
    return library->read(request, edges, room < LOA_GPIO_EDGES ? room : LOA_GPIO_EDGES);
}
