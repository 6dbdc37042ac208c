import CivilCalendar
import LoaModel

extension DeviceSettings {
    /// Lays the files over the defaults, the later wins, and checks everything.
    /// - Parameters:
    ///   - files: the names and contents of board.toml and site.toml, in this order.
    ///   - folder: where relative paths begin.
    ///   - knowsZone: whether this system has an IANA zone.
    public init(
        files: [(name: String, entries: [SettingsNode.Entry])], folder: String,
        knowsZone: @escaping (String) -> Bool
    ) throws(SettingsError) {
        var reader = SettingsReader(SettingDefinition.device, knowsZone: knowsZone)
        for file in files { reader.lay(file.entries) }
        let site = files.last?.name ?? folder
        reader.finish(in: site)
        let broker = Self.broker(&reader, folder: folder, site: site)
        guard reader.problems.isEmpty, let broker,
            let device = reader.text("device.id").flatMap({ try? DeviceID($0) }),
            let area = reader.text("device.area").flatMap({ try? Area($0) }),
            let from = reader.time("quiet_hours.from"), let until = reader.time("quiet_hours.until")
        else { throw SettingsError(problems: reader.problems) }
        func path(_ key: String) -> String { Self.path(reader.text(key) ?? "", in: folder) }
        self.init(
            device: device, area: area, dataFolder: path("device.data"), trustFile: path("device.trust"),
            rootKeyFile: path("device.root_key"), broker: broker,
            media: Media(
                url: reader.text("media.url"), quotaBytes: reader.integer("media.quota_mib") << 20,
                aheadSeconds: Double(reader.integer("media.ahead_hours")) * 3_600,
                spreadSeconds: Double(reader.integer("media.spread_seconds"))),
            output: Output(
                pcm: reader.text("output.pcm") ?? "default", rate: reader.integer("output.rate"),
                channels: reader.integer("output.channels"),
                periodMilliseconds: reader.integer("output.period_ms"),
                bufferMilliseconds: reader.integer("output.buffer_ms"),
                leadMilliseconds: reader.integer("output.lead_ms"),
                tailMilliseconds: reader.integer("output.tail_ms"),
                delayMilliseconds: reader.integer("output.delay_ms"),
                soundsOn: reader.text("output.sounds_on").flatMap(SettingsReader.channels) ?? [],
                zones: reader.text("output.zones").flatMap(HornZone.parse) ?? []),
            loudness: Loudness(
                levelsMedia: reader.text("output.level_media") != "off",
                target: reader.integer("output.loudness_target"),
                alertTarget: reader.integer("output.alert_loudness_target"),
                unmeasuredGain: reader.integer("output.unmeasured_gain"), ceiling: reader.integer("output.ceiling"),
                softHours: reader.text("output.soft_hours").flatMap { try? VolumeHours.parse($0) } ?? []),
            mixer: reader.text("output.mixer").map {
                Mixer(control: $0, decibels: reader.integer("output.mixer_volume"))
            },
            amplifier: Self.amplifier(reader),
            microphone: reader.text("microphone.pcm").map {
                Microphone(pcm: $0, rate: reader.integer("microphone.rate"))
            },
            line: reader.text("line.pcm").map { Line(name: reader.text("line.name") ?? "line", pcm: $0) },
            speech: Speech(
                command: reader.text("speech.command") ?? "", voice: reader.text("speech.voice") ?? "",
                limitSeconds: reader.integer("speech.limit_seconds")),
            streamBufferMilliseconds: reader.integer("stream.buffer_ms"),
            alertToneSeconds: reader.integer("alert.tone_seconds"),
            watchdog: reader.text("watchdog.device").map {
                Watchdog(device: $0, seconds: reader.integer("watchdog.seconds"))
            },
            quietHours: QuietHours(from: from, until: until, zone: reader.text("quiet_hours.zone") ?? "UTC"),
            assumesClock: reader.text("clock.source") == "assume",
            healthSeconds: reader.integer("report.health_seconds"), logLevel: reader.text("log.level") ?? "info")
    }

    private static func amplifier(_ reader: SettingsReader) -> Amplifier? {
        reader.text("amplifier.line").map {
            Amplifier(
                line: $0, isActiveLow: reader.text("amplifier.active") == "low",
                leadMilliseconds: reader.integer("amplifier.lead_ms"),
                tailMilliseconds: reader.integer("amplifier.tail_ms"),
                maximumMinutes: reader.integer("amplifier.max_on_minutes"))
        }
    }

    /// TLS needs all of its three files; without it the broker must be on this machine.
    private static func broker(_ reader: inout SettingsReader, folder: String, site: String) -> Broker? {
        let files = ["broker.ca", "broker.certificate", "broker.key"].map { ($0, reader.text($0)) }
        let host = reader.text("broker.host") ?? ""
        let given = files.compactMap(\.1)
        if given.isEmpty, !["localhost", "127.0.0.1", "::1"].contains(host) {
            reader.refuse(
                "broker.host", "'\(host)' is another machine, so ca, certificate and key are needed", in: site)
        }
        if !given.isEmpty {
            for (key, value) in files where value == nil {
                reader.refuse(key, "is missing; ca, certificate and key go together", in: site)
            }
        }
        checkChannels(&reader, site: site)
        if reader.integer("output.buffer_ms") < 2 * reader.integer("output.period_ms") {
            reader.refuse("output.buffer_ms", "must hold at least two periods (period_ms)", in: site)
        }
        let tls =
            given.count == 3
            ? Broker.TLS(
                authority: path(given[0], in: folder), certificate: path(given[1], in: folder),
                key: path(given[2], in: folder)) : nil
        return Broker(
            host: host, port: reader.integer("broker.port"), tls: tls,
            keepAliveSeconds: reader.integer("broker.keep_alive_seconds"))
    }

    /// What sounds stands on channels of the card, and each zone on channels that sound.
    private static func checkChannels(_ reader: inout SettingsReader, site: String) {
        let channels = reader.integer("output.channels")
        let sounding = reader.text("output.sounds_on").flatMap(SettingsReader.channels) ?? []
        if let last = sounding.max(), last >= channels {
            reader.refuse("output.sounds_on", "names channel \(last + 1), but the card has fewer (channels)", in: site)
        }
        let allowed = sounding.isEmpty ? Array(0..<channels) : sounding
        for zone in reader.text("output.zones").flatMap(HornZone.parse) ?? [] {
            guard let channel = zone.channels.first(where: { !allowed.contains($0) }) else { continue }
            let why = channel < channels ? "none that sounds (sounds_on)" : "more than the card has (channels)"
            reader.refuse("output.zones", "'\(zone.name)' stands on channel \(channel + 1), \(why)", in: site)
        }
    }

    private static func path(_ text: String, in folder: String) -> String {
        text.hasPrefix("/") ? text : "\(folder)/\(text)"
    }
}

extension SettingsReader {
    fileprivate func time(_ key: String) -> CivilTime? { text(key).flatMap { try? CivilTime(parsing: $0) } }
}
