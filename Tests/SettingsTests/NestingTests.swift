import Settings
import TOMLFile
import Testing

/// Depth that would exhaust the stack of a reader that recurses.
struct NestingTests {
    private func parse(_ text: String) throws -> [SettingsNode.Entry] {
        try TOMLFile.parse(Array(text.utf8), file: "x.toml")
    }

    private static func deep(_ part: String, _ count: Int = 60_000) -> String { String(repeating: part, count: count) }

    @Test(arguments: [
        deep("a.") + "a = 1", "[" + deep("a.") + "a]\n", "[[" + deep("a.") + "a]]\n", "x = {" + deep("a.") + "a = 1}",
        "x = " + deep("["), "x = " + deep("{a="), deep("a . ") + "a = 1", deep("'a'.", 40_000) + "a = 1",
        "# " + deep("]", 30_000) + "\nx = " + deep("[", 30_000),
        "s = '''" + deep("]", 30_000) + "'''\nx = " + deep("[", 30_000),
        "x = {s = \"\"\"a\"\"\"\", " + deep("a.") + "a = 1}", "x = {s = \"\\\"\", " + deep("a.") + "a = 1}",
        "x = {s = \"\", " + deep("a.") + "a = 1}", "x = {'\"' = 1, " + deep("a.") + "a = 1}",
    ])
    func `is refused before it is read`(text: String) {
        let error = #expect(throws: SettingsError.self) { try parse(text) }
        #expect(error?.description.contains("nests deeper") == true)
    }

    @Test(arguments: [
        "a = \"" + String(repeating: ".[{", count: 500) + "\"", "# " + String(repeating: "[a.", count: 500),
        "a = '''\n" + String(repeating: "x.y\n", count: 500) + "'''",
        "a = [" + String(repeating: "1.5, ", count: 500) + "]",
        (0..<100).map { "a\($0).b.c = 1.5\n" }.joined(),
    ])
    func `what only looks deep is read`(text: String) throws {
        #expect(try !parse(text).isEmpty == !text.hasPrefix("#"))
    }
}
