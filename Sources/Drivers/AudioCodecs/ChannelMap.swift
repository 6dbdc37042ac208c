/// How the channels of a source become those of the output. The weights of an output channel sum to at most 1, so
/// that no mix can clip.
struct ChannelMap: Hashable, Sendable {
    let inputs: Int
    let outputs: Int
    /// Row by row: the weight of each input in each output.
    let weights: [Float]

    var isIdentity: Bool {
        inputs == outputs
            && weights.indices.allSatisfy { weights[$0] == ($0 / inputs == $0 % inputs ? 1 : 0) }
    }

    /// One input goes to every output. Two go to every pair of outputs. More are mixed down to two after ITU-R BS.775
    /// (centre and surround at -3 dB, no bass channel), unless the output has just as many.
    init(from roles: [ChannelRole], toChannels outputs: Int) {
        inputs = roles.count
        self.outputs = outputs
        if roles.count == 1 {
            weights = [Float](repeating: 1, count: outputs)
        } else if roles.count == outputs {
            weights = (0..<(outputs * outputs)).map { $0 / outputs == $0 % outputs ? 1 : 0 }
        } else {
            let left = Self.normalised(roles.map(Self.leftWeight))
            let right = Self.normalised(roles.map { Self.leftWeight($0.mirrored) })
            let both = zip(left, right).map { ($0 + $1) / 2 }
            weights = outputs == 1 ? both : (0..<outputs).flatMap { $0 % 2 == 0 ? left : right }
        }
    }

    private static func leftWeight(_ role: ChannelRole) -> Float {
        switch role {
        case .left: 1
        case .centre, .surroundLeft: 0.707_106_78
        case .other: 0.5
        case .right, .surroundRight, .bass: 0
        }
    }

    private static func normalised(_ weights: [Float]) -> [Float] {
        let sum = weights.reduce(0, +)
        return sum > 1 ? weights.map { $0 / sum } : weights
    }

    func apply(_ input: UnsafeBufferPointer<Float>, frames: Int, into output: UnsafeMutableBufferPointer<Float>) {
        for frame in 0..<frames {
            for channel in 0..<outputs {
                var sum: Float = 0
                for source in 0..<inputs { sum += weights[channel * inputs + source] * input[frame * inputs + source] }
                output[frame * outputs + channel] = sum
            }
        }
    }

    /// As `apply`, within one buffer; only for fewer outputs than inputs.
    func applyInPlace(_ samples: UnsafeMutableBufferPointer<Float>, frames: Int) {
        withUnsafeTemporaryAllocation(of: Float.self, capacity: outputs) { mixed in
            for frame in 0..<frames {
                for channel in 0..<outputs {
                    var sum: Float = 0
                    for source in 0..<inputs {
                        sum += weights[channel * inputs + source] * samples[frame * inputs + source]
                    }
                    mixed[channel] = sum
                }
                for channel in 0..<outputs { samples[frame * outputs + channel] = mixed[channel] }
            }
        }
    }
}

extension ChannelRole {
    /// The same place on the other side.
    var mirrored: ChannelRole {
        switch self {
        case .left: .right
        case .right: .left
        case .surroundLeft: .surroundRight
        case .surroundRight: .surroundLeft
        case .centre, .bass, .other: self
        }
    }
}
