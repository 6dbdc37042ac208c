import LoaModel

/// Finds all that is wrong with one object of a file, not the first thing alone: what is wrong is recorded, set right
/// with a stand-in, and the object is read again.
struct PartInspector {
    /// The keys it may have.
    var known: [String]
    /// A good value for each key that it must have.
    var standIns: [String: JSONTree]
    /// Reads the object as what it should be; the first problem, with its path in the object.
    var read: (JSONTree) -> ModelError?

    func problems(of tree: JSONTree) -> [ModelError] {
        guard let members = tree.object else { return [ModelError("is not a JSON object")] }
        var problems: [ModelError] = []
        var tree = tree
        for key in members.keys.sorted() where !known.contains(key) {
            problems.append(ModelError(path: key, Self.unknown(key, among: known)))
            tree = tree.setting(key, to: nil)
        }
        var repaired: Set<String> = []
        while let problem = read(tree) {
            problems.append(problem)
            let key = String(problem.path.prefix { $0 != "." && $0 != "[" })
            guard !key.isEmpty, repaired.insert(key).inserted else { break }
            tree = tree.setting(key, to: standIns[key])
        }
        return problems
    }

    static func unknown(_ key: String, among known: [String]) -> String {
        let nearest = NearestWord.find(key, among: known).map { "; did you mean \($0)?" }
        return "is no key here" + (nearest ?? "; known are \(known.joined(separator: ", "))")
    }
}
