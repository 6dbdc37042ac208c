// The part of libgpiod 2's interface that we use. `gpiod_check.c` compares it with the library's own header.
#pragma once
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#ifndef LOA_GPIOD_HEADER
struct gpiod_chip;
struct gpiod_chip_info;
struct gpiod_line_info;
struct gpiod_line_settings;
struct gpiod_line_config;
struct gpiod_request_config;
struct gpiod_line_request;
struct gpiod_edge_event;
struct gpiod_edge_event_buffer;

enum gpiod_line_value { GPIOD_LINE_VALUE_ERROR = -1, GPIOD_LINE_VALUE_INACTIVE = 0, GPIOD_LINE_VALUE_ACTIVE = 1 };
enum gpiod_line_direction { GPIOD_LINE_DIRECTION_INPUT = 2, GPIOD_LINE_DIRECTION_OUTPUT = 3 };
enum gpiod_line_edge { GPIOD_LINE_EDGE_BOTH = 4 };
enum gpiod_line_bias { GPIOD_LINE_BIAS_AS_IS = 1, GPIOD_LINE_BIAS_PULL_UP = 4, GPIOD_LINE_BIAS_PULL_DOWN = 5 };
enum gpiod_edge_event_type { GPIOD_EDGE_EVENT_RISING_EDGE = 1, GPIOD_EDGE_EVENT_FALLING_EDGE = 2 };
#endif

/// The values again, for the comparison.
#define LOA_GPIOD_CONSTANTS(same)                                                                                     \
    same(GPIOD_LINE_VALUE_ERROR, -1)                                                                                  \
    same(GPIOD_LINE_VALUE_INACTIVE, 0)                                                                                \
    same(GPIOD_LINE_VALUE_ACTIVE, 1)                                                                                  \
    same(GPIOD_LINE_DIRECTION_INPUT, 2)                                                                               \
    same(GPIOD_LINE_DIRECTION_OUTPUT, 3)                                                                              \
    same(GPIOD_LINE_EDGE_BOTH, 4)                                                                                     \
    same(GPIOD_LINE_BIAS_AS_IS, 1)                                                                                    \
    same(GPIOD_LINE_BIAS_PULL_UP, 4)                                                                                  \
    same(GPIOD_LINE_BIAS_PULL_DOWN, 5)                                                                                \
    same(GPIOD_EDGE_EVENT_RISING_EDGE, 1)

#define LOA_GPIOD_FUNCTIONS(declare)                                                                                  \
    declare(struct gpiod_chip *, gpiod_chip_open, (const char *path))                                                 \
    declare(void, gpiod_chip_close, (struct gpiod_chip *chip))                                                        \
    declare(struct gpiod_chip_info *, gpiod_chip_get_info, (struct gpiod_chip *chip))                                 \
    declare(void, gpiod_chip_info_free, (struct gpiod_chip_info *info))                                               \
    declare(const char *, gpiod_chip_info_get_name, (struct gpiod_chip_info *info))                                   \
    declare(const char *, gpiod_chip_info_get_label, (struct gpiod_chip_info *info))                                  \
    declare(size_t, gpiod_chip_info_get_num_lines, (struct gpiod_chip_info *info))                                    \
    declare(struct gpiod_line_info *, gpiod_chip_get_line_info, (struct gpiod_chip *chip, unsigned int offset))       \
    declare(void, gpiod_line_info_free, (struct gpiod_line_info *info))                                               \
    declare(const char *, gpiod_line_info_get_name, (struct gpiod_line_info *info))                                   \
    declare(const char *, gpiod_line_info_get_consumer, (struct gpiod_line_info *info))                               \
    declare(bool, gpiod_line_info_is_used, (struct gpiod_line_info *info))                                            \
    declare(bool, gpiod_line_info_is_active_low, (struct gpiod_line_info *info))                                      \
    declare(enum gpiod_line_direction, gpiod_line_info_get_direction, (struct gpiod_line_info *info))                 \
    declare(struct gpiod_line_settings *, gpiod_line_settings_new, (void))                                            \
    declare(void, gpiod_line_settings_free, (struct gpiod_line_settings *settings))                                   \
    declare(int, gpiod_line_settings_set_direction,                                                                   \
            (struct gpiod_line_settings *settings, enum gpiod_line_direction direction))                              \
    declare(int, gpiod_line_settings_set_edge_detection,                                                              \
            (struct gpiod_line_settings *settings, enum gpiod_line_edge edge))                                        \
    declare(int, gpiod_line_settings_set_bias, (struct gpiod_line_settings *settings, enum gpiod_line_bias bias))     \
    declare(void, gpiod_line_settings_set_active_low, (struct gpiod_line_settings *settings, bool active_low))        \
    declare(void, gpiod_line_settings_set_debounce_period_us,                                                         \
            (struct gpiod_line_settings *settings, unsigned long period))                                             \
    declare(int, gpiod_line_settings_set_output_value,                                                                \
            (struct gpiod_line_settings *settings, enum gpiod_line_value value))                                      \
    declare(struct gpiod_line_config *, gpiod_line_config_new, (void))                                                \
    declare(void, gpiod_line_config_free, (struct gpiod_line_config *config))                                         \
    declare(int, gpiod_line_config_add_line_settings,                                                                 \
            (struct gpiod_line_config *config, const unsigned int *offsets, size_t num_offsets,                       \
             struct gpiod_line_settings *settings))                                                                   \
    declare(struct gpiod_request_config *, gpiod_request_config_new, (void))                                          \
    declare(void, gpiod_request_config_free, (struct gpiod_request_config *config))                                   \
    declare(void, gpiod_request_config_set_consumer, (struct gpiod_request_config *config, const char *consumer))     \
    declare(void, gpiod_request_config_set_event_buffer_size,                                                         \
            (struct gpiod_request_config *config, size_t event_buffer_size))                                          \
    declare(struct gpiod_line_request *, gpiod_chip_request_lines,                                                    \
            (struct gpiod_chip *chip, struct gpiod_request_config *request, struct gpiod_line_config *lines))         \
    declare(void, gpiod_line_request_release, (struct gpiod_line_request *request))                                   \
    declare(int, gpiod_line_request_get_fd, (struct gpiod_line_request *request))                                     \
    declare(enum gpiod_line_value, gpiod_line_request_get_value,                                                      \
            (struct gpiod_line_request *request, unsigned int offset))                                                \
    declare(int, gpiod_line_request_set_value,                                                                        \
            (struct gpiod_line_request *request, unsigned int offset, enum gpiod_line_value value))                   \
    declare(int, gpiod_line_request_read_edge_events,                                                                 \
            (struct gpiod_line_request *request, struct gpiod_edge_event_buffer *buffer, size_t max_events))          \
    declare(struct gpiod_edge_event_buffer *, gpiod_edge_event_buffer_new, (size_t capacity))                         \
    declare(void, gpiod_edge_event_buffer_free, (struct gpiod_edge_event_buffer *buffer))                             \
    declare(struct gpiod_edge_event *, gpiod_edge_event_buffer_get_event,                                             \
            (struct gpiod_edge_event_buffer *buffer, unsigned long index))                                            \
    declare(enum gpiod_edge_event_type, gpiod_edge_event_get_event_type, (struct gpiod_edge_event *event))            \
    declare(uint64_t, gpiod_edge_event_get_timestamp_ns, (struct gpiod_edge_event *event))
