import ArgumentParser
import CivilCalendar
import Keyring
import LoaModel
import ZoneFiles

struct ScheduleExpandCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "expand", abstract: "The dates that a recurrence rule means.",
        discussion: """
            Examples:
              loa schedule expand "FREQ=WEEKLY;BYDAY=MO,FR" --start 2026-01-01T05:00
              loa schedule expand "FREQ=MONTHLY;BYDAY=-1SU" --start 2026-01-01T17:30 \\
                --exdate 2026-02-22T17:30 --language vi
            """)

    @Argument(help: "A rule of RFC 5545, like FREQ=DAILY. In quotes: the shell reads ';'.", transform: Self.rule)
    var rule: RecurrenceRule

    @Option(help: "First day and time, local: 2026-01-01T05:00.", transform: Self.moment)
    var start: CivilDateTime

    @Option(help: "The IANA time zone.")
    var zone = "Asia/Ho_Chi_Minh"

    @Option(help: ArgumentHelp("How many dates, 1 to 10000.", valueName: "n"))
    var count = 50

    @Option(name: .customLong("rdate"), help: "A time added. May be given again.", transform: Self.moment)
    var added: [CivilDateTime] = []

    @Option(name: .customLong("exdate"), help: "A time taken out. May be given again.", transform: Self.moment)
    var excluded: [CivilDateTime] = []

    @Option(help: "The words' language: vi or en; that of the session if not given.", transform: Self.language)
    var language: CalendarLanguage?

    @OptionGroup var format: FormatOptions

    private static func rule(_ text: String) throws -> RecurrenceRule { try RecurrenceRule(parsing: text) }
    private static func moment(_ text: String) throws -> CivilDateTime { try CivilDateTime(parsing: text) }

    private static func language(_ text: String) throws -> CalendarLanguage {
        guard let language = CalendarLanguage(rawValue: text) else { throw ValidationError("write vi or en") }
        return language
    }

    func validate() throws {
        guard (1...10_000).contains(count) else { throw ValidationError("--count allows 1 to 10000") }
    }

    func run() throws {
        let expansion: RuleExpansion
        do {
            expansion = RuleExpansion(
                of: Recurrence(start: start, rule: rule, additional: added, excluded: excluded),
                in: try ZoneFiles().rules(named: zone), count: count)
        } catch {
            throw OperationFailure(.data, error.message)
        }
        let language = language ?? .ofSession
        if format.json { return try Terminal.say(json: expansion.record(in: language)) }
        Terminal.say(expansion.sentence(in: language))
        for time in expansion.times { Terminal.say(expansion.line(for: time, in: language)) }
        if expansion.times.isEmpty { Terminal.say("(never in the hundred years from \(start.date))") }
        if expansion.hasMore { Terminal.say("...") }
    }
}
