// The part of libgpiod 1's interface that we use. `gpiod_check.c` compares it with the library's own header.
#pragma once
#include <stdbool.h>
#include <stddef.h>
#include <time.h>

#ifndef LOA_GPIOD_HEADER
struct gpiod_chip;
struct gpiod_line;

enum { GPIOD_LINE_DIRECTION_OUTPUT = 2 };
enum { GPIOD_LINE_ACTIVE_STATE_LOW = 2 };
enum {
    GPIOD_LINE_REQUEST_DIRECTION_INPUT = 2,
    GPIOD_LINE_REQUEST_DIRECTION_OUTPUT = 3,
    GPIOD_LINE_REQUEST_EVENT_BOTH_EDGES = 6,
};
enum {
    GPIOD_LINE_REQUEST_FLAG_ACTIVE_LOW = 4,
    GPIOD_LINE_REQUEST_FLAG_BIAS_PULL_DOWN = 16,
    GPIOD_LINE_REQUEST_FLAG_BIAS_PULL_UP = 32,
};
enum { GPIOD_LINE_EVENT_RISING_EDGE = 1 };

struct gpiod_line_request_config {
    const char *consumer;
    int request_type;
    int flags;
};
struct gpiod_line_event {
    struct timespec ts;
    int event_type;
};
#endif

/// The values again, for the comparison.
#define LOA_GPIOD_CONSTANTS(same)                                                                                     \
    same(GPIOD_LINE_DIRECTION_OUTPUT, 2)                                                                              \
    same(GPIOD_LINE_ACTIVE_STATE_LOW, 2)                                                                              \
    same(GPIOD_LINE_REQUEST_DIRECTION_INPUT, 2)                                                                       \
    same(GPIOD_LINE_REQUEST_DIRECTION_OUTPUT, 3)                                                                      \
    same(GPIOD_LINE_REQUEST_EVENT_BOTH_EDGES, 6)                                                                      \
    same(GPIOD_LINE_REQUEST_FLAG_ACTIVE_LOW, 4)                                                                       \
    same(GPIOD_LINE_REQUEST_FLAG_BIAS_PULL_DOWN, 16)                                                                  \
    same(GPIOD_LINE_REQUEST_FLAG_BIAS_PULL_UP, 32)                                                                    \
    same(GPIOD_LINE_EVENT_RISING_EDGE, 1)                                                                             \
    same(sizeof(struct gpiod_line_request_config), sizeof(void *) + 8)                                                \
    same(offsetof(struct gpiod_line_request_config, request_type), sizeof(void *))                                    \
    same(offsetof(struct gpiod_line_request_config, flags), sizeof(void *) + 4)                                       \
    same(sizeof(struct gpiod_line_event), sizeof(struct timespec) + 8)                                                \
    same(offsetof(struct gpiod_line_event, event_type), sizeof(struct timespec))

#define LOA_GPIOD_FUNCTIONS(declare)                                                                                  \
    declare(struct gpiod_chip *, gpiod_chip_open, (const char *path))                                                 \
    declare(void, gpiod_chip_close, (struct gpiod_chip *chip))                                                        \
    declare(const char *, gpiod_chip_name, (struct gpiod_chip *chip))                                                 \
    declare(const char *, gpiod_chip_label, (struct gpiod_chip *chip))                                                \
    declare(unsigned int, gpiod_chip_num_lines, (struct gpiod_chip *chip))                                            \
    declare(struct gpiod_line *, gpiod_chip_get_line, (struct gpiod_chip *chip, unsigned int offset))                 \
    declare(const char *, gpiod_line_name, (struct gpiod_line *line))                                                 \
    declare(const char *, gpiod_line_consumer, (struct gpiod_line *line))                                             \
    declare(int, gpiod_line_direction, (struct gpiod_line *line))                                                     \
    declare(int, gpiod_line_active_state, (struct gpiod_line *line))                                                  \
    declare(bool, gpiod_line_is_used, (struct gpiod_line *line))                                                      \
    declare(int, gpiod_line_request,                                                                                  \
            (struct gpiod_line *line, const struct gpiod_line_request_config *config, int value))                     \
    declare(void, gpiod_line_release, (struct gpiod_line *line))                                                      \
    declare(int, gpiod_line_get_value, (struct gpiod_line *line))                                                     \
    declare(int, gpiod_line_set_value, (struct gpiod_line *line, int value))                                          \
    declare(int, gpiod_line_event_get_fd, (struct gpiod_line *line))                                                  \
    declare(int, gpiod_line_event_read_multiple,                                                                      \
            (struct gpiod_line *line, struct gpiod_line_event *events, unsigned int count))
