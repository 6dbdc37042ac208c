import CentreLink
import DeviceApp
import FoundationEssentials
import Hardware
import LinuxSystem
import LinuxWorkers
import LoaModel
import Logging
import MQTTDriver
import MediaFetch
import Playback
import SQLiteJournal
import Settings
import Uplink

/// Names the drivers: the only place where a device's flows meet Linux.
struct Composition {
    private let folder: ConfigFolder
    let settings: DeviceSettings
    private let log: Logger

    init(_ folder: ConfigFolder, log: Logger) {
        self.folder = folder
        settings = folder.settings
        self.log = log
    }

    func parts() throws -> DeviceParts {
        let pause = try PauseClock.start()
        let clock = try LinuxClock(source: settings.assumesClock ? .assumed : .kernel)
        try? FileManager.default.createDirectory(atPath: settings.dataFolder, withIntermediateDirectories: true)
        let journal = SQLiteJournal(
            path: "\(settings.dataFolder)/journal.sqlite", device: settings.device, boot: BootIdentity.read())
        let media = MediaKeeper(
            cache: MediaFolder(
                folder: "\(settings.dataFolder)/media", centre: settings.media.url,
                authorityFile: settings.broker.tls?.authority),
            journal: journal, clock: clock, pause: pause, device: settings.device,
            quota: settings.media.quotaBytes, spread: settings.media.spreadSeconds)
        let (problems, tell) = AsyncStream.makeStream(of: String?.self, bufferingPolicy: .bufferingNewest(1))
        return DeviceParts(
            device: settings.device, area: settings.area, version: Version.current, trust: folder.trust,
            quietHours: try folder.quietHours(), volume: try folder.volume(), horns: settings.horns,
            lines: Set(settings.line.map { [$0.name] } ?? []),
            outputName: settings.output.pcm,
            healthSeconds: Double(settings.healthSeconds), aheadSeconds: settings.media.aheadSeconds,
            toneSeconds: Double(settings.alertToneSeconds),
            journal: journal, transport: transport(), player: try player { tell.yield($0) },
            volumeProblems: problems, media: media, speech: speech, clock: clock,
            gauges: LinuxGauges(dataFolder: settings.dataFolder),
            service: SystemdNotifier(environment: ProcessInfo.processInfo.environment), watchdog: try watchdog(),
            calibration: { [file = settings.calibrationFile] in file.read() }, zones: folder.zoneRules, pause: pause,
            log: log)
    }

    private func watchdog() throws -> LinuxWatchdog? {
        try settings.watchdog.map {
            try LinuxWatchdog(path: $0.device, limitSeconds: $0.seconds, workers: LinuxWorkers())
        }
    }

    private func transport() -> MosquittoTransport {
        let tls = settings.broker.tls.map {
            BrokerAddress.TLS(authorityFile: $0.authority, certificateFile: $0.certificate, keyFile: $0.key)
        }
        return MosquittoTransport(
            address: BrokerAddress(host: settings.broker.host, port: settings.broker.port, tls: tls),
            clientID: settings.device.text, keepAliveSeconds: settings.broker.keepAliveSeconds)
    }
}
