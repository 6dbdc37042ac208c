#pragma once
#include <alsa/asoundlib.h>

// libasound writes what fails to stderr from inside, through a variadic handler that Swift cannot define. Every
// failure reaches the daemon as an error number and is told there once, not once a retry.
static inline void loa_alsa_ignore(const char *file, int line, const char *function, int error, const char *format, ...) {
    (void)file, (void)line, (void)function, (void)error, (void)format;
}

static inline void loa_alsa_be_quiet(void) {
    snd_lib_error_set_handler(loa_alsa_ignore);
}
