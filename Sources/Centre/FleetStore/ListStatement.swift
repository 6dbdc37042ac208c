import Fleet
import GRDB

/// A list, the latest first, read page by page. The selection names two columns `mark` and `row`.
struct ListStatement: Sendable {
    private let selection: String
    private var terms = ["1"]
    private var values: [any DatabaseValueConvertible & Sendable] = []

    init(_ selection: String) { self.selection = selection }

    /// - Parameter value: nil adds nothing.
    mutating func add(_ term: String, _ value: (any DatabaseValueConvertible & Sendable)?) {
        if let value { add(term, [value]) }
    }

    mutating func add(_ term: String, _ more: [any DatabaseValueConvertible & Sendable]) {
        terms.append(term)
        values += more
    }

    mutating func continueAfter(_ after: String?, value: String, row: String) throws(FleetStoreError) {
        guard let after else { return }
        guard let mark = PageMark(after) else { throw FleetStoreError.badMark }
        add("(\(value), \(row)) < (?, ?)", [mark.value, mark.row])
    }

    func page<Element: Sendable>(
        _ limit: Int, in database: Database, _ read: (Row) throws -> Element?
    ) throws -> Page<Element> {
        let sql = """
            SELECT \(selection) WHERE \(terms.joined(separator: " AND ")) ORDER BY mark DESC, row DESC LIMIT \(limit &+ 1)
            """
        let rows = try Row.fetchAll(database, sql: sql, arguments: StatementArguments(values))
        let shown = rows.prefix(limit)
        let more = rows.count > limit ? shown.last : nil
        return Page(
            elements: try shown.compactMap(read),
            next: more.map { PageMark(value: $0["mark"], row: $0["row"]).text })
    }
}
