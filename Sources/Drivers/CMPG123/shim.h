// mpg123_param is a macro from 1.32 on, which Swift does not see.
#pragma once
#include <mpg123.h>

static inline int loa_mpg123_set(mpg123_handle *handle, enum mpg123_parms what, long value) {
    return mpg123_param(handle, what, value, 0);
}
