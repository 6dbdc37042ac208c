public import LoaModel
public import Trust

extension KeyringFolder {
    /// Makes a key and keeps the authority with it.
    /// - Parameter authority: as the trust list will hold it; its keys are those made here.
    /// - Throws: `notPermitted` where the authority exists.
    public func add(_ authority: TrustList.Authority) throws -> TrustList.Authority {
        try locked {
            guard !WholeFile.exists(recordPath(authority.id)) else {
                throw OperationFailure(
                    .notPermitted,
                    "the authority '\(authority.id)' exists in \(path); choose another id, or see loa authority list")
            }
            _ = try rootKeyWhileLocked()
            try WholeFile.makeFolder("\(path)/authorities", mode: 0o700)
            let key = SigningKey()
            var kept = authority
            kept.keys = [key.publicKey]
            try save(key, at: keyPath(authority.id))
            try write(kept, to: recordPath(authority.id), readers: .owner)
            return kept
        }
    }

    /// Every authority of the keyring, by id.
    public func authorities() throws -> [TrustList.Authority] {
        try names(in: "authorities", suffix: ".json").map { name in
            try read(TrustList.Authority.self, at: "\(path)/authorities/\(name).json")
        }
    }

    /// The key with which the authority signs.
    /// - Throws: `noInput` where this keyring has no such authority.
    public func key(of authority: AuthorityID) throws -> SigningKey {
        guard WholeFile.exists(keyPath(authority)) else {
            let known = names(in: "authorities", suffix: ".json")
            let hint =
                known.isEmpty
                ? "it has none; make one with loa authority new" : "it has \(known.joined(separator: ", "))"
            throw OperationFailure(.noInput, "the keyring \(path) has no authority '\(authority)'; \(hint)")
        }
        return try key(at: keyPath(authority))
    }

    private func recordPath(_ id: AuthorityID) -> String { "\(path)/authorities/\(id).json" }
    private func keyPath(_ id: AuthorityID) -> String { "\(path)/authorities/\(id).key" }
}
