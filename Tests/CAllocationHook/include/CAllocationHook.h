// Counts what a thread takes from and gives back to the heap while it is watched. It stands in the place of the C
// library's functions in the whole test program, and hands everything on to them.
#pragma once

/// From now on this thread is watched, and its count begins at 0.
void loa_watch_begin(void);
/// What follows on this thread does not count, until `loa_watch_go_on`.
void loa_watch_pause(void);
void loa_watch_go_on(void);
/// This thread is watched no more. How often it allocated, freed or locked a mutex.
long loa_watch_end(void);
/// The functions that led to the first of them since `loa_watch_begin`, the innermost first; "" where there was none.
const char *loa_watch_culprit(void);
