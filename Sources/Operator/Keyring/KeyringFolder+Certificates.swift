public import LoaModel

extension KeyringFolder {
    /// The local certificate authority; made at its first use.
    public func certificateAuthority(at now: Timestamp) throws -> CertificateAuthority {
        try locked {
            let certificatePath = "\(path)/tls/ca.pem"
            let keyPath = "\(path)/tls/ca.key"
            if WholeFile.exists(keyPath) {
                let certificate = String(decoding: try WholeFile.read(certificatePath), as: UTF8.self)
                let key = String(decoding: try WholeFile.readSecret(keyPath), as: UTF8.self)
                do {
                    return try CertificateAuthority(certificatePEM: certificate, keyPEM: key)
                } catch let problem as ModelError {
                    throw OperationFailure(problem, in: "\(path)/tls")
                }
            }
            let made = try CertificateAuthority.make(name: "loa link \(now.seconds)", at: now)
            try WholeFile.makeFolder("\(path)/tls", mode: 0o700)
            // The key last: an authority is there when its key is.
            try WholeFile.write(Array(made.certificatePEM.utf8), to: certificatePath, readers: .everybody)
            try WholeFile.write(Array(made.keyPEM.utf8), to: keyPath, readers: .owner)
            return made
        }
    }
}
