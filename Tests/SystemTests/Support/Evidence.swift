import Foundation

/// What the databases vouch for, read by another program than ours.
enum Evidence {
    struct Journal: Decodable {
        var epoch: String
        /// Numbers of the record lane that the centre has not acknowledged.
        var waiting: [Int64]
        /// Hashes of the last accepted order of each stream.
        var accepted: [String]
    }

    struct Centre: Decodable {
        struct Stored: Decodable, Hashable {
            var epoch: String
            var n: Int64
        }
        var stored: [Stored]
        /// Of each answer that accepts an order, its hash; one that came twice stands twice.
        var accepted: [String]
        var lost: Int
    }

    static func journal(of bed: Bed) throws -> Journal {
        try read("journal", "\(bed.folder)/data/journal.sqlite")
    }

    static func centre(of bed: Bed) throws -> Centre { try read("centre", "\(bed.folder)/centre/fleet.sqlite") }

    private static func read<Value: Decodable>(_ mode: String, _ file: String) throws -> Value {
        let script = Place.project + "Tests/SystemTests/Tools/evidence.py"
        let text = try Child.run(Place.python, [script, mode, file])
        return try JSONDecoder().decode(Value.self, from: Data(text.utf8))
    }
}
