public import LoaModel

extension KeyringFolder {
    /// Whether the device has been given an identity by this keyring.
    public func isEnrolled(_ device: DeviceID) -> Bool { WholeFile.exists(enrolmentPath(device)) }

    public func keep(_ enrolment: Enrolment) throws {
        try locked {
            try WholeFile.makeFolder("\(path)/enrolled", mode: 0o700)
            try write(enrolment, to: enrolmentPath(enrolment.device), readers: .owner)
        }
    }

    /// Every enrolled device, by id.
    public func enrolments() throws -> [Enrolment] {
        try names(in: "enrolled", suffix: ".json").map { name in
            try read(Enrolment.self, at: "\(path)/enrolled/\(name).json")
        }
    }

    private func enrolmentPath(_ device: DeviceID) -> String { "\(path)/enrolled/\(device).json" }
}
