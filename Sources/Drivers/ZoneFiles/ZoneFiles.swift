public import CivilCalendar

/// The system's zones, from the TZif files that Debian's tzdata installs.
///
/// Blocks for one small file; safe from any thread; keeps nothing, so a tzdata update holds from the next call on.
public struct ZoneFiles: Sendable {
    private let directory: String

    public init(directory: String = "/usr/share/zoneinfo") {
        self.directory = directory
    }

    /// The rules of a zone by its IANA name, "Asia/Ho_Chi_Minh". "UTC" is known without any file.
    ///
    /// Throws `unknownZone` with the nearest known name, `unreadableZone`, or `badZone`.
    public func rules(named name: String) throws(CalendarError) -> ZoneRules {
        guard Self.isName(name) else {
            throw CalendarError(
                .unknownZone, "\"\(Self.shown(name))\" is not the name of a zone; write one as Asia/Ho_Chi_Minh")
        }
        do {
            let bytes = try SmallFile.read(directory + "/" + name, most: ZoneRules.largestFile)
            return try ZoneRules(parsing: bytes, name: name)
        } catch let fault as SmallFile.Fault {
            if fault == .missing && ["UTC", "Etc/UTC"].contains(name) { return .utc }
            throw error(fault, name)
        } catch let error as CalendarError {
            throw error
        } catch {
            throw CalendarError(.unreadableZone, "zone \"\(name)\" cannot be read: \(error)")
        }
    }

    private func error(_ fault: SmallFile.Fault, _ name: String) -> CalendarError {
        let path = directory + "/" + name
        switch fault {
        case .missing:
            let known = ZoneNames(directory: directory).all
            guard !known.isEmpty else {
                return CalendarError(
                    .unknownZone, "zone \"\(name)\" is unknown: there are no zones in \(directory); apt install tzdata")
            }
            let hint = ZoneNames.nearest(to: name, among: known).map { "; did you mean \($0)?" } ?? ""
            return CalendarError(.unknownZone, "zone \"\(name)\" is unknown: \(path) does not exist\(hint)")
        case .tooLarge:
            return CalendarError(.unreadableZone, "\(path) is too large for a zone; apt install --reinstall tzdata")
        case .notAFile:
            return CalendarError(.unknownZone, "\"\(name)\" is not a zone; write a zone below it, as Asia/Ho_Chi_Minh")
        case .failed(let reason):
            return CalendarError(.unreadableZone, "\(path) cannot be read: \(reason)")
        }
    }

    /// Words of letters, digits, `_`, `+` and `-` between slashes: nothing that could climb out of the directory.
    static func isName(_ name: String) -> Bool {
        guard name.utf8.count <= 64 else { return false }
        return name.split(separator: "/", omittingEmptySubsequences: false).allSatisfy { word in
            !word.isEmpty
                && word.utf8.allSatisfy {
                    (0x41...0x5A).contains($0 & 0xDF) || (0x30...0x39).contains($0) || [0x2B, 0x2D, 0x5F].contains($0)
                }
        }
    }

    private static func shown(_ name: String) -> String {
        String(String.UnicodeScalarView(name.unicodeScalars.prefix(64).filter { $0.value >= 0x20 && $0.value != 0x7F }))
    }
}
