import CurlHTTP
import Foundation
import Glibc
import LoaModel
import MediaFetch
import TestSupport
import Testing
import Uplink

@Suite struct `Media over TLS` {
    @Test func `the centre is trusted by its authority, and by nothing else`() async throws {
        let scratch = try MediaScratch()
        let file = Sample(bytes: 40_000)
        let certificates = try TestCertificates()
        let server = try SecureServer(certificates, serving: file)
        await #expect(throws: Expected(.mediaMissing, isTransient: false), "the system does not know the authority") {
            try await fault { try await scratch.media(server.url).fetch(file.reference) }
        }
        let missing = scratch.media(server.url, authorityFile: "/no/such/ca.crt")
        await #expect(throws: Expected(.mediaMissing, isTransient: false)) {
            try await fault { try await missing.fetch(file.reference) }
        }
        try await scratch.media(server.url, authorityFile: certificates.authority).fetch(file.reference)
        #expect(scratch.content(of: file) == file.bytes)
    }

    @Test func `a certificate for another name is refused`() async throws {
        let scratch = try MediaScratch()
        let file = Sample(bytes: 40_000)
        let certificates = try TestCertificates(serverNames: "DNS:another.example")
        let server = try SecureServer(certificates, serving: file)
        let media = scratch.media(server.url, authorityFile: certificates.authority)
        await #expect(throws: Expected(.mediaMissing, isTransient: false)) {
            try await fault { try await media.fetch(file.reference) }
        }
    }

    @Test func `nothing leads from https back to http`() async throws {
        let certificates = try TestCertificates()
        let plain = try ScriptedServer { $0.answer("200 OK") }
        let server = try SecureServer(certificates, redirectingTo: plain.url)
        do {
            _ = try await HTTPClient(authorityFile: certificates.authority).send(HTTPRequest("GET", server.url + "/"))
            Issue.record("followed")
        } catch {
            #expect(error.kind == .redirects)
        }
        #expect(plain.requests.isEmpty)
    }
}

/// An https server of Python's standard library. Stopped by its pid.
final class SecureServer {
    let url: String
    private let process = Process()

    convenience init(_ certificates: TestCertificates, serving file: Sample) throws {
        let folder = "\(certificates.folder)/media"
        try FileManager.default.createDirectory(atPath: folder, withIntermediateDirectories: true)
        try Data(file.bytes).write(to: URL(fileURLWithPath: "\(folder)/\(file.hash)"))
        try self.init(certificates, redirectingTo: "")
    }

    init(_ certificates: TestCertificates, redirectingTo target: String) throws {
        let port = try FreePort.find()
        url = "https://127.0.0.1:\(port)"
        process.executableURL = URL(fileURLWithPath: "/usr/bin/python3")
        process.currentDirectoryURL = URL(fileURLWithPath: certificates.folder)
        process.arguments = [
            "-c", Self.program, "\(port)", certificates.server.certificate, certificates.server.key, target,
        ]
        process.standardError = FileHandle.nullDevice
        try process.run()
        for _ in 0..<1_000 {
            if FreePort.isListening(port) { return }
            usleep(10_000)
        }
        throw FreePort.Failure()
    }

    deinit {
        kill(process.processIdentifier, SIGKILL)
        process.waitUntilExit()
    }

    private static let program = """
        import http.server, ssl, sys
        port, certificate, key, target = sys.argv[1:]
        class Handler(http.server.SimpleHTTPRequestHandler):
            def do_GET(self):
                if not target:
                    return super().do_GET()
                self.send_response(302)
                self.send_header("Location", target)
                self.send_header("Content-Length", "0")
                self.end_headers()
        server = http.server.ThreadingHTTPServer(("127.0.0.1", int(port)), Handler)
        context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
        context.load_cert_chain(certificate, key)
        server.socket = context.wrap_socket(server.socket, server_side=True, do_handshake_on_connect=False)
        server.serve_forever()
        """
}
