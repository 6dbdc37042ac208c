import ArgumentParser
import Keyring
import LoaModel

struct ScheduleCheckCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "check", abstract: "Say all that is wrong with a schedule file.",
        discussion: """
            Names each problem by its place in the file. Exit status 0: it can be sent,
            whatever the warnings say; 65: it cannot.

            Example: loa schedule check week.json
            """)

    @Argument(help: ArgumentHelp("The schedule.", valueName: "file"))
    var file: String

    @OptionGroup var format: FormatOptions

    private struct Finding: Encodable {
        var path: String
        var problem: String
        init(_ error: ModelError) {
            path = error.path
            problem = error.problem
        }
    }

    private struct Result: Encodable {
        var file: String
        var ok: Bool
        var bulletins: Int
        var media: Int
        var problems: [Finding]
        var warnings: [Finding]
    }

    func run() throws {
        let schedule = try ScheduleFile(file)
        let inspection = ScheduleInspection(schedule, at: WallClock.now)
        let bulletins = schedule.tree["bulletins"]?.list?.count ?? 0
        if format.json {
            try Terminal.say(
                json: Result(
                    file: file, ok: inspection.problems.isEmpty, bulletins: bulletins, media: schedule.media.count,
                    problems: inspection.problems.map(Finding.init), warnings: inspection.warnings.map(Finding.init)))
        } else {
            inspection.report(on: file)
        }
        guard inspection.problems.isEmpty else { throw ExitCode(OperationFailure.Status.data.rawValue) }
        if !format.json {
            Terminal.say("\(file): can be sent: \(bulletins) bulletins, \(schedule.media.count) media files")
        }
    }
}

extension ScheduleInspection {
    /// Problems and warnings, a line each, on the standard error.
    func report(on file: String) {
        for problem in problems { Terminal.complain("\(file): \(problem)") }
        for warning in warnings { Terminal.complain("\(file): warning: \(warning)") }
        if !problems.isEmpty {
            Terminal.complain("loa: \(file) cannot be sent: \(problems.count) problems; correct them in the file")
        }
    }
}
