import Foundation
import Testing

/// A folder of its own for one case of a test, made before it and removed after it by the trait `.scratch`.
struct Scratch: Sendable {
    @TaskLocal static var current = Scratch(path: "/nonexistent/no-scratch-trait")

    let path: String

    static func / (scratch: Scratch, name: String) -> String { scratch.path + "/" + name }

    /// The names in it, sorted.
    var names: [String] { ((try? FileManager.default.contentsOfDirectory(atPath: path)) ?? []).sorted() }
}

struct ScratchTrait: TestTrait, SuiteTrait, TestScoping {
    var isRecursive: Bool { true }

    @concurrent func provideScope(
        for test: Test, testCase: Test.Case?, performing function: @concurrent @Sendable () async throws -> Void
    ) async throws {
        let folder = FileManager.default.temporaryDirectory.appending(path: "loa-\(UUID().uuidString)")
        try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
        defer { try? FileManager.default.removeItem(at: folder) }
        try await Scratch.$current.withValue(Scratch(path: folder.path)) { try await function() }
    }
}

extension Trait where Self == ScratchTrait {
    static var scratch: ScratchTrait { ScratchTrait() }
}
