// toml++ behind plain C: Swift cannot hold its exceptions and templates. Goes when a TOML reader in Swift comes without
// full Foundation (TOMLKit drags it in: docs/decisions).
#pragma once
#include <stdint.h>

#ifdef __cplusplus
extern "C" {
#endif

enum loa_toml_kind {
    LOA_TOML_TABLE,
    LOA_TOML_END,
    LOA_TOML_STRING,
    LOA_TOML_INTEGER,
    LOA_TOML_FLOAT,
    LOA_TOML_BOOLEAN,
    /// A value that no setting takes: a date, an array.
    LOA_TOML_OTHER,
};

/// One node, in the order of the document. A table is followed by its nodes and an end.
struct loa_toml_node {
    enum loa_toml_kind kind;
    /// UTF-8, not terminated; empty for an end.
    const char *key;
    uint64_t key_length;
    const char *text;
    uint64_t text_length;
    int64_t integer;
    double number;
    uint32_t line;
    uint32_t column;
};

struct loa_toml_problem {
    char message[256];
    uint32_t line;
    uint32_t column;
};

/// Reads a document and calls `visit` for each node. 0, or 1 with `problem` set. No exception leaves it.
int loa_toml_read(const char *bytes, uint64_t length, void *context,
                  void (*visit)(void *context, const struct loa_toml_node *node), struct loa_toml_problem *problem);

#ifdef __cplusplus
}
#endif
