// Compares what CGPIO declares of libgpiod with the library's own header: compiled only, never run.
//   cc -fsyntax-only -I <folder of gpiod.h> -I Sources/Drivers/CGPIO -DDECLARED='"version2.h"' gpiod_check.c
#include <gpiod.h>
#define LOA_GPIOD_HEADER
#include DECLARED

#define SAME_VALUE(name, value) _Static_assert((long)(name) == (long)(value), #name " has another value");
LOA_GPIOD_CONSTANTS(SAME_VALUE)

#define SAME_TYPE(result, name, arguments)                                                                            \
    _Static_assert(__builtin_types_compatible_p(__typeof__(&name), result(*) arguments), #name " has another type");
LOA_GPIOD_FUNCTIONS(SAME_TYPE)
