import Settings
import TOMLFile
import Testing

struct DeviceSettingsTests {
    private func settings(_ site: String, board: String = "") throws -> DeviceSettings {
        let files = try [("board.toml", board), ("site.toml", site)].map { name, text in
            (name: name, entries: try TOMLFile.parse(Array(text.utf8), file: name))
        }
        return try DeviceSettings(files: files, folder: "/etc/loa", knowsZone: { $0 == "Asia/Ho_Chi_Minh" })
    }

    private func problems(_ site: String) throws -> [String] {
        let error = #expect(throws: SettingsError.self) { try settings(site) }
        return error?.problems.map(\.description) ?? []
    }

    let minimal = "[device]\nid = \"loa-1\"\narea = \"vn/92/31528\"\n"

    @Test func `a site file with id and area is enough`() throws {
        let settings = try settings(minimal)
        #expect(settings.trustFile == "/etc/loa/trust.jws")
        #expect(settings.output.rate == 48_000)
        #expect("\(settings.quietHours.from)".hasPrefix("22:00"))
        #expect(settings.broker.tls == nil)
    }

    @Test func `the site wins over the board`() throws {
        let settings = try settings(
            minimal + "[output]\nrate = 44100\n", board: "[output]\nrate = 16000\nchannels = 1\n")
        #expect(settings.output.rate == 44_100)
        #expect(settings.output.channels == 1)
    }

    @Test func `how loud, with the hours that are softer`() throws {
        let plain = try settings(minimal).loudness
        #expect(plain.target == -16 && plain.alertTarget == -12 && plain.ceiling == -1)
        #expect(plain.unmeasuredGain == 0 && plain.softHours.isEmpty)
        let said = try settings(
            minimal + "[output]\nloudness_target = -23\nsoft_hours = \"04:30-06:00 -10, 21:00-22:00 3\"\n"
        ).loudness
        #expect(said.target == -23)
        #expect(said.softHours.map(\.decibels) == [-10, 3])
        #expect(said.softHours.first.map { "\($0.from) \($0.until)" } == "04:30:00 06:00:00")
    }

    @Test func `zones are names with channels of the card that sound`() throws {
        #expect(try settings(minimal).output.zones.isEmpty)
        let output = try settings(
            minimal + "[output]\nchannels = 4\nsounds_on = \"4,3,1\"\nzones = \"cho 1, truong-2 4 3\"\n"
        ).output
        #expect(output.zones.map(\.name) == ["cho", "truong-2"])
        #expect(output.zones.map(\.channels) == [[0], [3, 2]] && output.sounding == [3, 2, 0])
    }

    @Test(arguments: ["", "cho", "cho 0", "cho 9", "cho 1, cho 2", "Chợ 1", "cho 1,", "1", "cho 1 1", "cho 1;truong 2"])
    func `zones that are none are refused`(text: String) throws {
        let told = try problems(minimal + "[output]\nzones = \"\(text)\"\n")
        #expect(told.count == 1 && told[0].hasPrefix("site.toml:5: output.zones:"))
    }

    @Test(arguments: [
        ("zones = \"cho 3\"", "more than the card has"), ("sounds_on = \"1\"\nzones = \"cho 2\"", "none that sounds"),
    ])
    func `a zone stands on channels that sound`(lines: String, why: String) throws {
        let told = try problems(minimal + "[output]\n\(lines)\n")
        #expect(told.count == 1 && told[0].contains("output.zones: 'cho' stands on channel") && told[0].contains(why))
    }

    @Test func `the card's mixer is left alone unless it is named`() throws {
        #expect(try settings(minimal).mixer == nil)
        let named = try settings(minimal + "[output]\nmixer = \"PCM\"\nmixer_volume = -12\n").mixer
        #expect(named?.control == "PCM" && named?.decibels == -12)
    }

    @Test(arguments: [
        "", "04:30 -10", "04:30-06:00", "04:30-06:00 10 dB", "04:30-25:00 -10", "04:30-06:00 -41", "04:30-06:00 11",
        "04:30-06:00 -10,", "04:30-05:00-06:00 -1", "x", ",",
    ])
    func `soft hours that are none are refused`(text: String) throws {
        let told = try problems(minimal + "[output]\nsoft_hours = \"\(text)\"\n")
        #expect(told.count == 1 && told[0].hasPrefix("site.toml:5: output.soft_hours:"))
    }

    @Test func `all problems are told, with file, line, key and what is allowed`() throws {
        let told = try problems(
            minimal
                + "[output]\nrte = 44100\nchannels = \"two\"\nperiod_ms = 5000\n[quiet_hours]\nzone = \"Asia/Hanoi\"\n")
        #expect(told.count == 4)
        #expect(told.contains { $0.hasPrefix("site.toml:5: output.rte:") && $0.contains("'output.rate'") })
        #expect(
            told.contains { $0.hasPrefix("site.toml:6: output.channels: is not a whole number; allowed is 1 to 8") })
        #expect(told.contains { $0.hasPrefix("site.toml:7: output.period_ms: 5000 is out of range") })
        #expect(told.contains { $0.hasPrefix("site.toml:9: quiet_hours.zone:") })
    }

    @Test func `what must be said and was not is named`() throws {
        let told = try problems("[device]\nid = \"loa-1\"\n")
        #expect(told.count == 1 && told[0].contains("device.area: is missing"))
    }

    @Test func `a broker on another machine needs certificates`() throws {
        let told = try problems(minimal + "[broker]\nhost = \"broker.example\"\n")
        #expect(told.count == 1 && told[0].hasPrefix("site.toml:5: broker.host:"))
        let half = try problems(minimal + "[broker]\nca = \"ca.pem\"\n")
        #expect(half.count == 2 && half.allSatisfy { $0.contains("go together") })
    }

    @Test func `the channels that sound are numbers of the card's`() throws {
        #expect(try settings(minimal).output.soundsOn == [])
        #expect(try settings(minimal + "[output]\nsounds_on = \"2, 1\"\n").output.soundsOn == [1, 0])
        for text in ["", "0", "9", "1,1", "1,", "a", "1 2"] {
            let told = try problems(minimal + "[output]\nsounds_on = \"\(text)\"\n")
            #expect(told.count == 1 && told[0].hasPrefix("site.toml:5: output.sounds_on:"), "\(text): \(told)")
        }
        let told = try problems(minimal + "[output]\nsounds_on = \"3\"\n")
        #expect(told.count == 1 && told[0].contains("names channel 3, but the card has fewer"))
    }

    @Test func `each range ends where it says`() throws {
        for definition in SettingDefinition.device {
            guard case .integer(let range) = definition.kind else { continue }
            let parts = definition.key.split(separator: ".")
            // A period as long as allowed needs a buffer of two of it.
            let companion = definition.key == "output.period_ms" ? "buffer_ms = 1000\n" : ""
            let short = definition.key == "output.buffer_ms" ? "period_ms = 5\n" : ""
            for value in [range.lowerBound, range.upperBound] {
                _ = try settings(minimal + "[\(parts[0])]\n\(companion)\(short)\(parts[1]) = \(value)\n")
            }
            for value in [range.lowerBound - 1, range.upperBound + 1] {
                let told = try problems(minimal + "[\(parts[0])]\n\(parts[1]) = \(value)\n")
                #expect(told.contains { $0.contains("\(definition.key): \(value) is out of range") })
            }
        }
    }

    @Test func `every setting has a default that its own check takes, and a sentence in both languages`() throws {
        for definition in SettingDefinition.device {
            #expect(definition.english.hasSuffix(".") && definition.vietnamese.hasSuffix("."))
            if case .integer(let range) = definition.kind {
                let value = try #require(definition.standard.flatMap(Int64.init), "\(definition.key)")
                #expect(range.contains(value))
            }
        }
    }
}
