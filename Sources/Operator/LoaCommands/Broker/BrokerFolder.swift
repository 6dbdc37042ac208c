/// The files of a broker, all in one folder.
struct BrokerFolder {
    /// Absolute, because mosquitto looks from where it was started.
    let path: String

    init(_ path: String) throws { self.path = try absolute(path) }

    var configuration: String { "\(path)/mosquitto.conf" }
    var acl: String { "\(path)/acl" }
    var authority: String { "\(path)/ca.pem" }
    var certificate: String { "\(path)/broker.pem" }
    var key: String { "\(path)/broker.key" }
    var centreCertificate: String { "\(path)/centre.pem" }
    var centreKey: String { "\(path)/centre.key" }
    var data: String { "\(path)/data" }
    var processID: String { "\(path)/mosquitto.pid" }
}
