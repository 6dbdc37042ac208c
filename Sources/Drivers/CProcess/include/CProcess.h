// Starting a child process as posix_spawn does, without copying the parent's memory, but with limits on what the child
// may use, which posix_spawn cannot set.
// May go when posix_spawn takes resource limits and a process group with closed descriptors in one call.
#pragma once
#include <stdint.h>
#include <sys/types.h>

struct loa_child {
    const char *program;       // absolute path
    char *const *words;        // argv, ends with NULL
    char *const *environment;  // ends with NULL
    int input, output, errors; // descriptors that become 0, 1 and 2; all others are closed
    int niceness;
    int64_t memory_bytes;      // address space
    int64_t file_bytes;        // the longest file it may write
    int64_t cpu_seconds;       // 0: no limit
};

// Starts the child in a process group of its own, with default signals and none blocked, and first in line when memory
// runs out. Returns its id, or the negative error number.
pid_t loa_child_start(const struct loa_child *child);

// 0 while it runs, 1 when it has ended (`status` is waitpid's), or the negative error number. Does not block.
int loa_child_poll(pid_t child, int *status);

// Kills the whole group.
void loa_child_kill(pid_t child);

// Waits until a descriptor can be read or closed, at most so many milliseconds; < 0 is "not this one". The answer is a
// sum: 1 for the first, 2 for the second.
int loa_child_wait(int first, int second, int milliseconds);

// How waitpid's status reads: the exit status, or minus the signal.
int loa_child_verdict(int status);
