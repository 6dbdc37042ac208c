import Foundation
import Settings
import Testing

struct SettingsDocumentTests {
    private var page: String {
        URL(fileURLWithPath: #filePath).deletingLastPathComponent().appending(path: "../../docs/settings.md").path
    }

    /// `LOA_WRITE_DOCS=1 swift test --filter SettingsDocumentTests` writes the page.
    @Test func `docs/settings.md says what the definitions say`() throws {
        let document = SettingsDocument.markdown()
        if ProcessInfo.processInfo.environment["LOA_WRITE_DOCS"] != nil {
            try Data(document.utf8).write(to: URL(fileURLWithPath: page))
        }
        #expect(try String(contentsOfFile: page, encoding: .utf8) == document)
    }

    @Test func `every setting has a row with its range and both sentences`() {
        let lines = SettingsDocument.markdown().split(separator: "\n")
        for definition in SettingDefinition.device {
            let name = definition.key.split(separator: ".")[1]
            #expect(
                lines.contains {
                    $0.hasPrefix("| `\(name)` | \(definition.allowed) |") && $0.contains(definition.english)
                        && $0.contains(definition.vietnamese)
                }, "\(definition.key)")
        }
    }

    @Test func `no setting is defined twice`() {
        let keys = SettingDefinition.device.map(\.key)
        #expect(Set(keys).count == keys.count)
    }
}
