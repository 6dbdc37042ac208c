// libgpiod 2 (libgpiod.so.3): settings, a configuration and a request; the kernel debounces.
#include "library.h"
#include "version2.h"

#include <errno.h>

LOA_GPIOD_FUNCTIONS(LOA_GPIO_POINTER)
static const struct loa_gpio_function functions[] = {LOA_GPIOD_FUNCTIONS(LOA_GPIO_PLACE){NULL, NULL}};

static int visit_chip(const char *path, void *context, loa_gpio_visitor visit) {
    struct gpiod_chip *chip = gpiod_chip_open(path);
    if (!chip) return loa_gpio_error();
    int result = 0;
    struct gpiod_chip_info *about = gpiod_chip_get_info(chip);
    if (!about) result = loa_gpio_error();
    size_t count = about ? gpiod_chip_info_get_num_lines(about) : 0;
    for (size_t offset = 0; offset < count; offset++) {
        struct gpiod_line_info *info = gpiod_chip_get_line_info(chip, (unsigned int)offset);
        if (!info) {
            result = loa_gpio_error();
            break;
        }
        struct loa_gpio_line line = {
            .chip = loa_gpio_text(gpiod_chip_info_get_name(about)),
            .label = loa_gpio_text(gpiod_chip_info_get_label(about)),
            .name = loa_gpio_text(gpiod_line_info_get_name(info)),
            .consumer = loa_gpio_text(gpiod_line_info_get_consumer(info)),
            .offset = (uint32_t)offset,
            .is_used = gpiod_line_info_is_used(info),
            .is_output = gpiod_line_info_get_direction(info) == GPIOD_LINE_DIRECTION_OUTPUT,
            .is_active_low = gpiod_line_info_is_active_low(info),
        };
        visit(context, &line);
        gpiod_line_info_free(info);
    }
    if (about) gpiod_chip_info_free(about);
    gpiod_chip_close(chip);
    return result;
}

static enum gpiod_line_bias bias_of(const struct loa_gpio_wish *wish) {
    switch (wish->bias) {
    case LOA_GPIO_PULL_UP: return GPIOD_LINE_BIAS_PULL_UP;
    case LOA_GPIO_PULL_DOWN: return GPIOD_LINE_BIAS_PULL_DOWN;
    default: return GPIOD_LINE_BIAS_AS_IS;
    }
}

/// What fails here fails for want of memory: the values are our own.
static bool fill(struct gpiod_line_settings *settings, const struct loa_gpio_wish *wish) {
    gpiod_line_settings_set_active_low(settings, wish->is_active_low);
    if (gpiod_line_settings_set_bias(settings, bias_of(wish)) < 0) return false;
    if (wish->is_output)
        return gpiod_line_settings_set_direction(settings, GPIOD_LINE_DIRECTION_OUTPUT) == 0
            && gpiod_line_settings_set_output_value(settings, GPIOD_LINE_VALUE_INACTIVE) == 0;
    if (gpiod_line_settings_set_direction(settings, GPIOD_LINE_DIRECTION_INPUT) < 0) return false;
    gpiod_line_settings_set_debounce_period_us(settings, wish->debounce_us);
    return !wish->wants_edges || gpiod_line_settings_set_edge_detection(settings, GPIOD_LINE_EDGE_BOTH) == 0;
}

static int take(struct gpiod_chip *chip, uint32_t offset, const struct loa_gpio_wish *wish,
                struct loa_gpio_request *request) {
    struct gpiod_line_settings *settings = gpiod_line_settings_new();
    struct gpiod_line_config *lines = gpiod_line_config_new();
    struct gpiod_request_config *config = gpiod_request_config_new();
    errno = ENOMEM;
    if (settings && lines && config && fill(settings, wish)
        && gpiod_line_config_add_line_settings(lines, &offset, 1, settings) == 0) {
        gpiod_request_config_set_consumer(config, wish->consumer);
        gpiod_request_config_set_event_buffer_size(config, LOA_GPIO_EDGES);
        request->line = gpiod_chip_request_lines(chip, config, lines);
    }
    int result = request->line ? 0 : loa_gpio_error();
    if (config) gpiod_request_config_free(config);
    if (lines) gpiod_line_config_free(lines);
    if (settings) gpiod_line_settings_free(settings);
    return result;
}

static int request_line(const char *path, uint32_t offset, const struct loa_gpio_wish *wish,
                        struct loa_gpio_request *request) {
    struct gpiod_chip *chip = gpiod_chip_open(path);
    if (!chip) return loa_gpio_error();
    int result = take(chip, offset, wish, request);
    gpiod_chip_close(chip);
    if (result < 0 || !wish->wants_edges) return result;
    request->descriptor = gpiod_line_request_get_fd(request->line);
    request->buffer = gpiod_edge_event_buffer_new(LOA_GPIO_EDGES);
    if (request->buffer) return 0;
    gpiod_line_request_release(request->line);
    return -ENOMEM;
}

static int level(struct loa_gpio_request *request) {
    enum gpiod_line_value value = gpiod_line_request_get_value(request->line, request->offset);
    return value == GPIOD_LINE_VALUE_ERROR ? loa_gpio_error() : value == GPIOD_LINE_VALUE_ACTIVE;
}

static int drive(struct loa_gpio_request *request, bool is_active) {
    enum gpiod_line_value value = is_active ? GPIOD_LINE_VALUE_ACTIVE : GPIOD_LINE_VALUE_INACTIVE;
    return gpiod_line_request_set_value(request->line, request->offset, value) < 0 ? loa_gpio_error() : 0;
}

static int read_edges(struct loa_gpio_request *request, struct loa_gpio_edge *edges, int room) {
    int count = gpiod_line_request_read_edge_events(request->line, request->buffer, (size_t)room);
    if (count < 0) return loa_gpio_error();
    for (int index = 0; index < count; index++) {
        struct gpiod_edge_event *event = gpiod_edge_event_buffer_get_event(request->buffer, (unsigned long)index);
        edges[index].nanoseconds = (int64_t)gpiod_edge_event_get_timestamp_ns(event);
        edges[index].is_rising = gpiod_edge_event_get_event_type(event) == GPIOD_EDGE_EVENT_RISING_EDGE;
    }
    return count;
}

static void release(struct loa_gpio_request *request) {
    if (request->buffer) gpiod_edge_event_buffer_free(request->buffer);
    gpiod_line_request_release(request->line);
}

const struct loa_gpio_library loa_gpio_version2 = {
    .version = 2, .file = "libgpiod.so.3", .functions = functions, .visit_chip = visit_chip, .request = request_line,
    .level = level, .drive = drive, .read = read_edges, .release = release,
};
