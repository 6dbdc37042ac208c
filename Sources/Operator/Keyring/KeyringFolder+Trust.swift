public import LoaModel
public import Trust

/// A trust list as devices take it, with the key that they check it with.
public struct SignedTrust: Sendable {
    public var list: TrustList
    /// The compact JWS.
    public var signed: [UInt8]
    public var root: TrustList.Key
}

extension KeyringFolder {
    /// The trust list of all authorities of the keyring. Its version rises each time that what it says has changed,
    /// and only then, so that devices enrolled on one day hold one list.
    public func trust(at now: Timestamp) throws -> SignedTrust {
        try locked {
            let authorities = try authorities()
            let root = try rootKeyWhileLocked()
            let path = "\(path)/trust.jws"
            let last = WholeFile.exists(path) ? try WholeFile.read(path) : nil
            let lastList = try last.map { try verified($0, root.publicKey, path) }
            if let last, let lastList, lastList.authorities == authorities {
                return SignedTrust(list: lastList, signed: last, root: root.publicKey)
            }
            let issued = Timestamp(seconds: now.seconds)
            let list = TrustList(version: (lastList?.version ?? 0) + 1, issued: issued, authorities: authorities)
            let signed = try root.sign(list)
            try WholeFile.write(signed, to: path, readers: .owner)
            return SignedTrust(list: list, signed: signed, root: root.publicKey)
        }
    }

    private func verified(_ signed: [UInt8], _ root: TrustList.Key, _ path: String) throws -> TrustList {
        do {
            return try TrustList(verifying: signed, root: root)
        } catch {
            throw OperationFailure(
                .data, "\(path): \(error); was root.key exchanged? devices that know the old root refuse a new list")
        }
    }
}
