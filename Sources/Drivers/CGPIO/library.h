// What gpio.c asks of either version.
#pragma once
#include "CGPIO.h"
#include <stddef.h>

struct loa_gpio_request {
    /// Becomes readable with an edge; -1 where none were asked for.
    int descriptor;
    uint32_t offset;
    /// Of the version: what it needs to give the line back, and for reading edges.
    void *chip;
    void *line;
    void *buffer;
};

enum { LOA_GPIO_EDGES = 64 };

struct loa_gpio_function {
    const char *name;
    void **place;
};

/// For a version's list of functions: a pointer to each, and where the loader finds that pointer.
#define LOA_GPIO_POINTER(result, name, arguments) static result(*name) arguments;
#define LOA_GPIO_PLACE(result, name, arguments) {#name, (void **)&name},

struct loa_gpio_library {
    int version;
    const char *file;
    /// All functions that it needs, ended by a name of NULL.
    const struct loa_gpio_function *functions;
    /// 0 or -errno.
    int (*visit_chip)(const char *path, void *context, loa_gpio_visitor visit);
    int (*request)(const char *path, uint32_t offset, const struct loa_gpio_wish *wish, struct loa_gpio_request *request);
    int (*level)(struct loa_gpio_request *request);
    int (*drive)(struct loa_gpio_request *request, bool is_active);
    int (*read)(struct loa_gpio_request *request, struct loa_gpio_edge *edges, int room);
    void (*release)(struct loa_gpio_request *request);
};

extern const struct loa_gpio_library loa_gpio_version1;
extern const struct loa_gpio_library loa_gpio_version2;

/// What went wrong last, negative; a library that forgot to say so gave EIO.
int loa_gpio_error(void);

/// What a library gives for a name; a line without one gives NULL.
static inline const char *loa_gpio_text(const char *given) {
    return given ? given : "";
}
