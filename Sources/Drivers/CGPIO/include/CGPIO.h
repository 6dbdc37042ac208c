// libgpiod behind one face. Debian 12 has its version 1 (libgpiod.so.2), Debian 13 its version 2 (libgpiod.so.3), with
// the same names for other things; one program must run on both, and a board without lines pays nothing: the library
// is loaded when it is first asked for. Goes when the oldest Debian we run on has version 2: then a system library
// target does.
#pragma once
#include <stdbool.h>
#include <stdint.h>

/// Loads libgpiod once: version 2 where there is one, else 1. LOA_GPIOD=2 or 3 (the number of the .so) takes that one
/// only. Any thread. The version, or -ENOENT: `loa_gpio_problem` then says what was looked for.
int loa_gpio_load(void);
const char *loa_gpio_problem(void);

/// One line as the kernel shows it. Texts live as long as the call; "" for none.
struct loa_gpio_line {
    const char *chip;
    const char *label;
    const char *name;
    const char *consumer;
    uint32_t offset;
    bool is_used;
    bool is_output;
    bool is_active_low;
};
typedef void (*loa_gpio_visitor)(void *context, const struct loa_gpio_line *line);

/// Shows every line of every chip. The number of chips that could be opened; -errno where one is there and none opens.
int loa_gpio_visit(void *context, loa_gpio_visitor visit);

enum loa_gpio_bias { LOA_GPIO_AS_IS, LOA_GPIO_PULL_UP, LOA_GPIO_PULL_DOWN };

struct loa_gpio_wish {
    const char *consumer;
    bool is_output;
    bool is_active_low;
    bool wants_edges;
    enum loa_gpio_bias bias;
    /// Asked of the kernel, which can do it with version 2 only.
    uint32_t debounce_us;
};

/// A line that this process holds.
struct loa_gpio_request;

/// Takes a line; an output is inactive from the request itself on. `chip` is its name below /dev. 0 or -errno.
int loa_gpio_request(const char *chip, uint32_t offset, const struct loa_gpio_wish *wish,
                     struct loa_gpio_request **request);
/// 1 active, 0 inactive, or -errno.
int loa_gpio_level(struct loa_gpio_request *request);
/// 0 or -errno.
int loa_gpio_drive(struct loa_gpio_request *request, bool is_active);
void loa_gpio_release(struct loa_gpio_request *request);

struct loa_gpio_edge {
    /// CLOCK_MONOTONIC, taken by the kernel.
    int64_t nanoseconds;
    bool is_rising;
};

/// Waits for an edge, at most so long. 1 there is one, 0 there is none or a signal came, or -errno.
int loa_gpio_wait(struct loa_gpio_request *request, int64_t nanoseconds);
/// Reads edges that are there; blocks where there is none. How many, or -errno.
int loa_gpio_read(struct loa_gpio_request *request, struct loa_gpio_edge *edges, int room);
