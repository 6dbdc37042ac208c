import ArgumentParser

struct ScheduleCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "schedule", abstract: "Timetables: check them, send them, see what a rule means.",
        discussion: """
            A schedule file is the JSON of docs/protocol.md (schedule). A bulletin may
            name a media file beside the schedule, which is then uploaded:
              {"version": 1, "zone": "Asia/Ho_Chi_Minh", "bulletins": [
                {"id": "sang", "title": "Bản tin sáng", "class": "normal",
                 "start": "2026-01-01T05:00", "rrule": "FREQ=DAILY",
                 "max_seconds": 900, "source": {"kind": "media", "file": "sang.mp3"}}]}
            """,
        subcommands: [
            ScheduleCheckCommand.self, SchedulePushCommand.self, ScheduleShowCommand.self, ScheduleExpandCommand.self,
        ])
}
