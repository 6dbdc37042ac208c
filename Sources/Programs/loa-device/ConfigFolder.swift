import ArgumentParser
import CivilCalendar
import FoundationEssentials
import LoaModel
import Settings
import TOMLFile
import Trust
import ZoneFiles

/// What the settings' folder holds, checked.
struct ConfigFolder {
    var settings: DeviceSettings
    var trust: TrustList
    let zones: ZoneFiles

    /// EX_CONFIG of sysexits.h: the settings must be mended; starting again does not help.
    static let exitCode = ExitCode(78)

    /// Reads everything; all that is wrong goes to standard error, with where and what to do.
    static func read(_ folder: String) throws -> ConfigFolder {
        let settings = try settings(folder)
        do {
            return ConfigFolder(settings: settings, trust: try trust(settings), zones: ZoneFiles())
        } catch {
            complain("\(error)")
            throw exitCode
        }
    }

    /// The settings alone, for what must work on a device that is not enrolled.
    static func settings(_ folder: String) throws -> DeviceSettings {
        let zones = ZoneFiles()
        do {
            let board = "\(folder)/board.toml"
            let files = try ([FileManager.default.fileExists(atPath: board) ? board : nil, "\(folder)/site.toml"])
                .compactMap { $0 }
                .map { (name: $0, entries: try TOMLFile.read($0)) }
            return try DeviceSettings(
                files: files, folder: folder, knowsZone: { (try? zones.rules(named: $0)) != nil })
        } catch {
            complain("\(error)")
            throw exitCode
        }
    }

    private static func trust(_ settings: DeviceSettings) throws -> TrustList {
        let root = try JSON.decode(TrustList.Key.self, from: try bytes(settings.rootKeyFile, "the root key"))
        do {
            return try TrustList(verifying: try bytes(settings.trustFile, "the trust list"), root: root)
        } catch let refusal as Refusal {
            throw ModelError(path: settings.trustFile, "\(refusal.detail); enrol the device again")
        }
    }

    private static func bytes(_ path: String, _ kind: String) throws -> [UInt8] {
        guard let data = FileManager.default.contents(atPath: path) else {
            throw ModelError(path: path, "\(kind) cannot be read; enrol the device with 'loa enrol'")
        }
        return [UInt8](data)
    }

    /// The rules of a zone; nil where this system does not know it.
    var zoneRules: @Sendable (String) -> ZoneRules? { { [zones] in try? zones.rules(named: $0) } }
}
