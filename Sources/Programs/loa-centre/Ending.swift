import ArgumentParser
import Foundation

/// What is wrong and what to do, one sentence.
struct Complaint: Error, CustomStringConvertible {
    var description: String

    init(_ description: String) { self.description = description }
}

/// Why the program ends other than in good order, by sysexits.h.
enum Ending: Int32 {
    case listening = 69
    case data = 74
    case settings = 78

    /// Says why on stderr.
    func saying(_ reason: Any) -> ExitCode {
        FileHandle.standardError.write(Data("loa-centre: \(reason)\n".utf8))
        return ExitCode(rawValue)
    }
}
