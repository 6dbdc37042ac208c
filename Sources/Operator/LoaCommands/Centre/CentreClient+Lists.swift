import Keyring

extension CentreClient {
    /// A whole list, page by page.
    /// - Parameters:
    ///   - key: under which the pages hold it.
    ///   - most: where to stop.
    func all(
        _ path: String, of key: String, query: [(name: String, value: String?)], most: Int = 100_000
    ) async throws -> [JSONTree] {
        var found: [JSONTree] = []
        var after: String?
        repeat {
            let size = min(1_000, most - found.count)
            let page = try await get(path, query: query + [("limit", "\(size)"), ("after", after)])
            guard let values = page[key]?.list else {
                throw OperationFailure(.data, "the centre's answer has no '\(key)'; is it of another version?")
            }
            found += values
            // A page that brings nothing ends it, whatever it says of a next one.
            after = values.isEmpty ? nil : page["next"]?.text
        } while after != nil && found.count < most
        return Array(found.prefix(most))
    }
}
