import CivilCalendar
import LoaModel
import Trust
import ZoneFiles

/// Reads a tree as a schedule, with the zones of this machine.
struct ScheduleReader {
    let zones = ZoneFiles()

    /// - Throws: the first problem, with its path.
    func schedule(_ tree: JSONTree) throws(ModelError) -> Schedule {
        let schedule = try JSON.decode(Schedule.self, from: try JSON.encode(tree))
        do {
            try schedule.check { (try? zones.rules(named: $0)) != nil }
        } catch {
            throw withNearestZone(error, schedule)
        }
        return schedule
    }

    func firstProblem(_ tree: JSONTree) -> ModelError? {
        do {
            _ = try schedule(tree)
            return nil
        } catch {
            return error
        }
    }

    /// The reader of the zones knows which name was meant.
    private func withNearestZone(_ problem: ModelError, _ schedule: Schedule) -> ModelError {
        guard problem.path == "zone" || problem.path.hasSuffix(".zone") else { return problem }
        let names = problem.path == "zone" ? [schedule.zone] : schedule.bulletins.compactMap(\.zone)
        for name in names {
            do {
                _ = try zones.rules(named: name)
            } catch {
                return ModelError(path: problem.path, error.message)
            }
        }
        return problem
    }
}
