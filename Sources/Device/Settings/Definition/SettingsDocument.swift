/// The settings as a page for people, written from their definitions.
public enum SettingsDocument {
    /// Markdown: one table a group, in the order of the definitions.
    public static func markdown(_ definitions: [SettingDefinition] = SettingDefinition.device) -> String {
        var lines = [
            "# Settings of a device / Thiết lập của cụm", "",
            "Written from the definitions in `Sources/Device/Settings`; a test holds this page to them.", "",
            "`board.toml` and `site.toml` lie in the folder that `loa-device --config` names. The site wins over the",
            "board, the board over what is built in. Relative paths begin at that folder. An unknown key, a wrong type",
            "or a value out of range is refused with file, line, key and what is allowed: `loa-device check-config`.",
        ]
        var group = ""
        for definition in definitions {
            if definition.group != group {
                group = definition.group
                lines += [
                    "", "## [\(group)]", "", "| key | allowed | default | meaning | ý nghĩa |", "|---|---|---|---|---|",
                ]
            }
            lines.append(row(definition))
        }
        return lines.joined(separator: "\n") + "\n"
    }

    private static func row(_ definition: SettingDefinition) -> String {
        let standard = definition.standard.map { "`\(definition.isQuoted ? "\"\($0)\"" : $0)`" }
        let cells = [
            "`\(definition.name)`", definition.allowed, standard ?? (definition.isRequired ? "required" : "unset"),
            definition.english, definition.vietnamese,
        ]
        return "| " + cells.map(escaped).joined(separator: " | ") + " |"
    }

    private static func escaped(_ cell: String) -> String {
        cell.split(separator: "|", omittingEmptySubsequences: false).joined(separator: "\\|")
    }
}

extension SettingDefinition {
    /// `output` of `output.rate`.
    var group: String { String(key.prefix { $0 != "." }) }

    /// `rate` of `output.rate`.
    var name: String { String(key.drop { $0 != "." }.dropFirst()) }

    /// Whether it is written in quotes.
    fileprivate var isQuoted: Bool {
        if case .integer = kind { false } else { true }
    }
}
