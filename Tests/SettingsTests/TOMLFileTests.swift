import Settings
import TOMLFile
import Testing

struct TOMLFileTests {
    private func parse(_ bytes: [UInt8]) throws -> [SettingsNode.Entry] { try TOMLFile.parse(bytes, file: "x.toml") }

    @Test func `values keep their order, kinds and lines`() throws {
        let tree = try parse(Array("b = 1\na = \"loa\"\n\n[group]\nyes = true\nhalf = 0.5\nlist = [1]\n".utf8))
        #expect(tree.map(\.key) == ["b", "a", "group"])
        #expect(tree.map(\.place.line) == [1, 2, 4])
        guard case .group(let inner) = tree[2].node else { throw SettingsError(problems: []) }
        #expect(inner.map(\.node) == [.boolean(true), .number(0.5), .other])
    }

    @Test(arguments: [
        ("a = ", 1), ("a = 1\nb = \"open\n", 2), ("[a]\nx = 1\nx = 2\n", 3), ("a = 1\n[a]\n", 2), ("= 3", 1),
    ])
    func `what is no TOML is told with its line`(text: String, line: Int) throws {
        let error = #expect(throws: SettingsError.self) { try parse(Array(text.utf8)) }
        let place = try #require(error?.problems.first?.place)
        #expect(place.file == "x.toml")
        #expect(abs(place.line - line) <= 1)
    }

    @Test func `hostile files give an error, never more`() {
        let hostile: [[UInt8]] = [
            [0xff, 0xfe, 0x00], Array(repeating: UInt8(ascii: "["), count: 100_000), Array("a = \"\u{0}\"".utf8),
            Array(repeating: UInt8(ascii: "a"), count: 300_000), Array("a = {b = {c = {".utf8),
        ]
        for bytes in hostile { #expect(throws: SettingsError.self) { try parse(bytes) } }
    }

    @Test func `random bytes never trap`() {
        var state: UInt64 = 0x1234_5678_9abc_def0
        let letters = Array("[]{}=\"'.,#\n 01az-+_tT:e\\".utf8)
        for _ in 0..<3_000 {
            let bytes = (0..<40).map { _ in
                state = state &* 6_364_136_223_846_793_005 &+ 1_442_695_040_888_963_407
                return letters[Int(state >> 33) % letters.count]
            }
            _ = try? parse(bytes)
        }
    }

    @Test func `a file that is not there is told by its name`() {
        let error = #expect(throws: SettingsError.self) { try TOMLFile.read("/nonexistent/site.toml") }
        #expect(error?.description.contains("/nonexistent/site.toml: cannot be opened") == true)
    }
}
