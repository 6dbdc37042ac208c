import CentreLink
import CentreWeb
import Foundation

/// The options of `serve`, checked: what is wrong is said before anything is begun.
struct ServeSettings {
    var data: String
    var listen: ListenAddress
    var broker: BrokerAddress
    var trust: TrustFile
    var token: AccessToken?
    var silentAfterSeconds: Int64
    var keepDays: Int
    var mediaQuotaBytes: Int64

    init(_ options: ServeOptions) throws(Complaint) {
        data = options.data
        guard let listen = ListenAddress(options.listen) else {
            throw Complaint("--listen '\(options.listen)' is no address; write it like 127.0.0.1:8080")
        }
        self.listen = listen
        broker = try Self.broker(options)
        token = try options.tokenFile.map(Self.token)
        guard token != nil || listen.isLoopback else {
            throw Complaint(
                "--listen \(listen) can be reached by others, and there is no --token-file: anybody could send alerts and "
                    + "media; write a token (head -c 32 /dev/urandom | base64) to a file and name it, or listen on 127.0.0.1"
            )
        }
        trust = TrustFile(list: options.trust, rootKey: options.rootKey)
        do { _ = try trust.read() } catch { throw Complaint("\(error)") }
        silentAfterSeconds =
            Int64(
                try Self.check(options.silentMinutes, in: 1...1_440, "--silent-minutes")) * 60
        keepDays = try Self.check(options.keepDays, in: 1...3_660, "--keep-days")
        mediaQuotaBytes = Int64(try Self.check(options.mediaQuotaMib, in: 1...10_485_760, "--media-quota-mib")) << 20
    }

    private static func check(_ value: Int, in range: ClosedRange<Int>, _ name: String) throws(Complaint) -> Int {
        guard range.contains(value) else {
            throw Complaint("\(name) is \(value); allowed are \(range.lowerBound) to \(range.upperBound)")
        }
        return value
    }

    private static func broker(_ options: ServeOptions) throws(Complaint) -> BrokerAddress {
        guard let address = ListenAddress(options.broker), address.port > 0 else {
            throw Complaint("--broker '\(options.broker)' is no address; write it like 127.0.0.1:1883")
        }
        var tls: BrokerAddress.TLS?
        switch (options.brokerCa, options.brokerCert, options.brokerKey) {
        case (nil, nil, nil): break
        case (let authority?, let certificate?, let key?):
            for file in [authority, certificate, key] where !FileManager.default.isReadableFile(atPath: file) {
                throw Complaint("\(file) cannot be read; 'loa broker init' makes the certificates")
            }
            tls = BrokerAddress.TLS(authorityFile: authority, certificateFile: certificate, keyFile: key)
        default: throw Complaint("--broker-ca, --broker-cert and --broker-key are given together or not at all")
        }
        let broker = BrokerAddress(host: address.host, port: address.port, tls: tls)
        guard broker.isPermitted else {
            throw Complaint(
                "--broker \(options.broker) is another machine: name --broker-ca, --broker-cert and --broker-key, "
                    + "plain TCP is for a broker on this machine alone")
        }
        return broker
    }

    private static func token(_ path: String) throws(Complaint) -> AccessToken {
        guard let text = try? String(contentsOfFile: path, encoding: .utf8) else {
            throw Complaint(
                "--token-file \(path) cannot be read; write one: head -c 32 /dev/urandom | base64")
        }
        let mode = (try? FileManager.default.attributesOfItem(atPath: path))?[.posixPermissions] as? Int ?? 0
        guard mode & 0o007 == 0 else {
            throw Complaint("--token-file \(path) is open to everybody on this machine; chmod 600 \(path)")
        }
        guard let token = AccessToken(text) else {
            throw Complaint("--token-file \(path) holds no token: 16 to 512 visible characters on one line")
        }
        return token
    }
}
