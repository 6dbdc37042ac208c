import LoaModel

/// Everything that can be said about a schedule file before it is sent.
struct ScheduleInspection {
    /// For which it cannot be sent.
    let problems: [ModelError]
    /// What is allowed and may yet be a mistake.
    let warnings: [ModelError]
    /// The schedule itself; nil where there is a problem.
    let schedule: Schedule?

    /// - Parameter now: warnings speak of what comes after it.
    init(_ file: ScheduleFile, at now: Timestamp) {
        let reader = ScheduleReader()
        var problems = file.problems + Self.problemsOutside(of: file.tree, reader)
        for (index, bulletin) in (file.tree["bulletins"]?.list ?? []).enumerated() {
            problems += Self.problems(of: bulletin, reader).map { $0.under("bulletins[\(index)]") }
        }
        // What concerns several bulletins at once is looked at when each one is right.
        if problems.isEmpty, let problem = reader.firstProblem(file.tree) { problems = [problem] }
        let schedule = problems.isEmpty ? try? reader.schedule(file.tree) : nil
        self.problems = problems
        self.schedule = schedule
        warnings = schedule.map { ScheduleWarnings($0, zones: reader.zones, now: now).found } ?? []
    }

    private static func problemsOutside(of tree: JSONTree, _ reader: ScheduleReader) -> [ModelError] {
        PartInspector(known: ScheduleKeys.schedule, standIns: ScheduleKeys.goodSchedule) { tree in
            reader.firstProblem(tree["bulletins"]?.list == nil ? tree : tree.setting("bulletins", to: .list([])))
        }.problems(of: tree)
    }

    private static func problems(of bulletin: JSONTree, _ reader: ScheduleReader) -> [ModelError] {
        var problems: [ModelError] = []
        for (key, known) in [("source", ScheduleKeys.source), ("lateness", ScheduleKeys.lateness)] {
            for inner in (bulletin[key]?.object ?? [:]).keys.sorted() where !known.contains(inner) {
                problems.append(ModelError(path: "\(key).\(inner)", PartInspector.unknown(inner, among: known)))
            }
        }
        let inspector = PartInspector(known: ScheduleKeys.bulletin, standIns: ScheduleKeys.goodBulletin) { bulletin in
            let whole = JSONTree.object(ScheduleKeys.goodSchedule).setting("bulletins", to: .list([bulletin]))
            guard var problem = reader.firstProblem(whole) else { return nil }
            let prefix = "bulletins[0]"
            if problem.path.hasPrefix(prefix) { problem.path = String(problem.path.dropFirst(prefix.count + 1)) }
            if problem.problem.hasPrefix("Cannot initialize"), let words = ScheduleKeys.words[problem.path],
                let text = bulletin[problem.path]?.text
            {
                problem.problem = "'\(text.prefix(40))' is none of \(words.joined(separator: ", "))"
            }
            return problem
        }
        return problems + inspector.problems(of: bulletin)
    }
}
