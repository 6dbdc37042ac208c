// libgpiod 1.6 (libgpiod.so.2): chips and lines. It debounces nothing, and needs a kernel with the old interface (all
// Debian kernels up to 6.12; 7.2 has none).
#include "library.h"
#include "version1.h"

#include <errno.h>

LOA_GPIOD_FUNCTIONS(LOA_GPIO_POINTER)
static const struct loa_gpio_function functions[] = {LOA_GPIOD_FUNCTIONS(LOA_GPIO_PLACE){NULL, NULL}};

static int visit_chip(const char *path, void *context, loa_gpio_visitor visit) {
    struct gpiod_chip *chip = gpiod_chip_open(path);
    if (!chip) return loa_gpio_error();
    int result = 0;
    unsigned int count = gpiod_chip_num_lines(chip);
    for (unsigned int offset = 0; offset < count; offset++) {
        struct gpiod_line *info = gpiod_chip_get_line(chip, offset);
        if (!info) {
            result = loa_gpio_error();
            break;
        }
        struct loa_gpio_line line = {
            .chip = loa_gpio_text(gpiod_chip_name(chip)),
            .label = loa_gpio_text(gpiod_chip_label(chip)),
            .name = loa_gpio_text(gpiod_line_name(info)),
            .consumer = loa_gpio_text(gpiod_line_consumer(info)),
            .offset = offset,
            .is_used = gpiod_line_is_used(info),
            .is_output = gpiod_line_direction(info) == GPIOD_LINE_DIRECTION_OUTPUT,
            .is_active_low = gpiod_line_active_state(info) == GPIOD_LINE_ACTIVE_STATE_LOW,
        };
        visit(context, &line);
    }
    gpiod_chip_close(chip);
    return result;
}

static struct gpiod_line_request_config config_of(const struct loa_gpio_wish *wish) {
    struct gpiod_line_request_config config = {.consumer = wish->consumer};
    config.request_type = wish->is_output     ? GPIOD_LINE_REQUEST_DIRECTION_OUTPUT
                          : wish->wants_edges ? GPIOD_LINE_REQUEST_EVENT_BOTH_EDGES
                                              : GPIOD_LINE_REQUEST_DIRECTION_INPUT;
    if (wish->is_active_low) config.flags |= GPIOD_LINE_REQUEST_FLAG_ACTIVE_LOW;
    if (wish->bias == LOA_GPIO_PULL_UP) config.flags |= GPIOD_LINE_REQUEST_FLAG_BIAS_PULL_UP;
    if (wish->bias == LOA_GPIO_PULL_DOWN) config.flags |= GPIOD_LINE_REQUEST_FLAG_BIAS_PULL_DOWN;
    return config;
}

static int request_line(const char *path, uint32_t offset, const struct loa_gpio_wish *wish,
                        struct loa_gpio_request *request) {
    struct gpiod_chip *chip = gpiod_chip_open(path);
    if (!chip) return loa_gpio_error();
    struct gpiod_line_request_config config = config_of(wish);
    struct gpiod_line *line = gpiod_chip_get_line(chip, offset);
    if (!line || gpiod_line_request(line, &config, 0) < 0) {
        int result = loa_gpio_error();
        gpiod_chip_close(chip);
        return result;
    }
    request->chip = chip;
    request->line = line;
    if (wish->wants_edges) request->descriptor = gpiod_line_event_get_fd(line);
    return 0;
}

static int level(struct loa_gpio_request *request) {
    int value = gpiod_line_get_value(request->line);
    return value < 0 ? loa_gpio_error() : value;
}

static int drive(struct loa_gpio_request *request, bool is_active) {
    return gpiod_line_set_value(request->line, is_active) < 0 ? loa_gpio_error() : 0;
}

static int read_edges(struct loa_gpio_request *request, struct loa_gpio_edge *edges, int room) {
    struct gpiod_line_event events[LOA_GPIO_EDGES];
    int count = gpiod_line_event_read_multiple(request->line, events, (unsigned int)room);
    if (count < 0) return loa_gpio_error();
    for (int index = 0; index < count; index++) {
        edges[index].nanoseconds = (int64_t)events[index].ts.tv_sec * 1000000000 + events[index].ts.tv_nsec;
        edges[index].is_rising = events[index].event_type == GPIOD_LINE_EVENT_RISING_EDGE;
    }
    return count;
}

static void release(struct loa_gpio_request *request) {
    gpiod_line_release(request->line);
    gpiod_chip_close(request->chip);
}

const struct loa_gpio_library loa_gpio_version1 = {
    .version = 1, .file = "libgpiod.so.2", .functions = functions, .visit_chip = visit_chip, .request = request_line,
    .level = level, .drive = drive, .read = read_edges, .release = release,
};
