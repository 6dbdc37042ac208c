#define TOML_HEADER_ONLY 1
#define TOML_EXCEPTIONS 1
#define TOML_ENABLE_FORMATTERS 0
#define TOML_ENABLE_WINDOWS_COMPAT 0
// The reader asserts that a key begins with a letter and stops the process where a file does not ("= 3"); in a release
// build it goes on with undefined behaviour. A file's mistake is an error like any other.
#undef NDEBUG
#include <stdexcept>
#define TOML_ASSERT(expr) \
    do { if (!(expr)) throw std::runtime_error("a key is missing or begins with a wrong character"); } while (false)
#include "CTOML.h"

#include <algorithm>
#include <cstring>
#include <string_view>
#include <vector>

#include <toml++/toml.h>

namespace {

using Visit = void (*)(void *, const loa_toml_node *);

void walk(const toml::table &table, void *context, Visit visit) {
    // toml++ sorts keys; people read files from the top.
    std::vector<std::pair<const toml::key *, const toml::node *>> entries;
    for (auto &&[key, value] : table) entries.emplace_back(&key, &value);
    std::sort(entries.begin(), entries.end(), [](const auto &left, const auto &right) {
        auto a = left.first->source().begin, b = right.first->source().begin;
        return a.line != b.line ? a.line < b.line : a.column < b.column;
    });
    for (auto &[key, value] : entries) {
        loa_toml_node node = {};
        std::string_view name = key->str();
        node.key = name.data();
        node.key_length = name.size();
        node.line = key->source().begin.line;
        node.column = key->source().begin.column;
        if (auto *inner = value->as_table()) {
            node.kind = LOA_TOML_TABLE;
            visit(context, &node);
            walk(*inner, context, visit);
            loa_toml_node end = {};
            end.kind = LOA_TOML_END;
            visit(context, &end);
            continue;
        }
        node.kind = LOA_TOML_OTHER;
        if (auto *text = value->as_string()) {
            node.kind = LOA_TOML_STRING;
            node.text = text->get().data();
            node.text_length = text->get().size();
        } else if (auto *integer = value->as_integer()) {
            node.kind = LOA_TOML_INTEGER;
            node.integer = integer->get();
        } else if (auto *number = value->as_floating_point()) {
            node.kind = LOA_TOML_FLOAT;
            node.number = number->get();
        } else if (auto *boolean = value->as_boolean()) {
            node.kind = LOA_TOML_BOOLEAN;
            node.integer = boolean->get();
        }
        visit(context, &node);
    }
}

void tell(loa_toml_problem *problem, std::string_view message, uint32_t line, uint32_t column) {
    size_t length = std::min(message.size(), sizeof problem->message - 1);
    std::memcpy(problem->message, message.data(), length);
    problem->message[length] = 0;
    problem->line = line;
    problem->column = column;
}

}  // namespace

int loa_toml_read(const char *bytes, uint64_t length, void *context,
                  void (*visit)(void *context, const loa_toml_node *node), loa_toml_problem *problem) {
    try {
        toml::table document = toml::parse(std::string_view(bytes, length));
        walk(document, context, visit);
        return 0;
    } catch (const toml::parse_error &error) {
        tell(problem, error.description(), error.source().begin.line, error.source().begin.column);
    } catch (const std::exception &error) {
        tell(problem, error.what(), 0, 0);
    } catch (...) {
        tell(problem, "cannot be read", 0, 0);
    }
    return 1;
}
