import Foundation
import FoundationNetworking

/// What the tests ask of the centre's API (docs/api.md).
extension Bed {
    struct Broadcasts: Decodable {
        struct Record: Decodable {
            struct Step: Decodable { var event: String }
            var broadcast: String
            var bulletin: String
            var outcome: String
            var reason: String?
            var events: [Step]
        }
        var as_run: [Record]
    }

    struct Answers: Decodable {
        struct Answer: Decodable {
            var order: String
            var outcome: String
            var code: String?
            var detail: String?
            var seq: Int64?
        }
        var answers: [Answer]
        var next: String?
    }

    struct Device: Decodable {
        struct Body: Decodable {
            struct Fault: Decodable {
                var code: String
                var detail: String
                var cleared: String?
            }
            struct Output: Decodable { var state: String }
            struct Health: Decodable {
                struct Outbox: Decodable { var depth: Int }
                var outbox: Outbox
            }
            var state: String
            var faults: [Fault]
            var output: Output?
            var health: Health?
            var lost_reports: Int?
        }
        var device: Body
    }

    func request(_ path: String, method: String = "GET") throws -> URLRequest {
        guard let url = URL(string: centreAddress + path) else { throw SystemFailure("'\(path)' is no path") }
        var request = URLRequest(url: url, timeoutInterval: 10)
        request.httpMethod = method
        request.setValue("Bearer a-token-for-this-test-alone", forHTTPHeaderField: "Authorization")
        return request
    }

    func ask<Value: Decodable>(_ path: String, as type: Value.Type) async throws -> Value {
        let (data, response) = try await URLSession.shared.data(for: request(path))
        guard (response as? HTTPURLResponse)?.statusCode == 200 else {
            throw SystemFailure("\(path): \(String(decoding: data, as: UTF8.self))")
        }
        return try JSONDecoder().decode(type, from: data)
    }

    func asRun(_ bulletin: String) async throws -> Broadcasts.Record? {
        try await ask("/api/v1/asrun?device=\(Self.device)&limit=1000", as: Broadcasts.self).as_run
            .first { $0.bulletin == bulletin }
    }

    /// nil while the centre has not heard of it.
    func shown() async throws -> Device.Body? {
        try? await ask("/api/v1/devices/\(Self.device)", as: Device.self).device
    }

    func answers() async throws -> [Answers.Answer] {
        var all: [Answers.Answer] = []
        var page = ""
        while true {
            let answers = try await ask("/api/v1/answers?device=\(Self.device)&limit=1000\(page)", as: Answers.self)
            all += answers.answers
            guard let next = answers.next else { return all }
            page = "&after=\(next.addingPercentEncoding(withAllowedCharacters: .alphanumerics) ?? next)"
        }
    }

    func isOnline() async throws -> Bool { try await shown()?.state == "online" }

    func put(media bytes: Data, named hash: String) async throws {
        let (data, response) = try await URLSession.shared.upload(
            for: request("/media/\(hash)", method: "PUT"), from: bytes)
        guard let status = (response as? HTTPURLResponse)?.statusCode, status == 200 || status == 201 else {
            throw SystemFailure("PUT of media: \(String(decoding: data, as: UTF8.self))")
        }
    }
}
