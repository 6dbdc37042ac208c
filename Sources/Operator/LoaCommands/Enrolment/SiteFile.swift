import LoaModel

/// The settings of a device as `loa-device` reads them.
struct SiteFile {
    var device: DeviceID
    var area: Area
    var data: String
    var broker: HostPort
    var plain: Bool
    var mediaAddress: String
    var output: String

    /// TOML. Files without a folder are looked for beside it.
    var text: String {
        var lines = [
            "# Written by loa enrol. Every key is explained by: loa-device check-config --help",
            "",
            "[device]",
            "id = \(quoted(device.text))",
            "area = \(quoted(area.description))",
            "data = \(quoted(data))",
            "trust = \(quoted(DeviceFolder.trust))",
            "root_key = \(quoted(DeviceFolder.root))",
            "",
            "[broker]",
            "host = \(quoted(broker.host))",
            "port = \(broker.port)",
        ]
        if !plain {
            lines += [
                "ca = \(quoted(DeviceFolder.authority))",
                "certificate = \(quoted(DeviceFolder.certificate))",
                "key = \(quoted(DeviceFolder.key))",
            ]
        }
        lines += ["", "[media]", "url = \(quoted(mediaAddress))", "", "[output]", "pcm = \(quoted(output))"]
        return lines.joined(separator: "\n") + "\n"
    }

    /// A basic string of TOML.
    private func quoted(_ text: String) -> String {
        var result = "\""
        for scalar in text.unicodeScalars {
            switch scalar {
            case "\"": result += "\\\""
            case "\\": result += "\\\\"
            case _ where scalar.value < 0x20 || scalar.value == 0x7f:
                let digits = String(scalar.value, radix: 16)
                result += "\\u" + String(repeating: "0", count: 4 - digits.count) + digits
            default: result.unicodeScalars.append(scalar)
            }
        }
        return result + "\""
    }
}
