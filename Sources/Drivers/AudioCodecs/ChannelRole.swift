import CSndFile

/// What a channel of a source is for, as far as mixing down needs to know.
enum ChannelRole: Hashable, Sendable {
    case left, right, centre, surroundLeft, surroundRight, bass, other

    init(soundFile number: Int32) {
        switch Int(number) {
        case Int(SF_CHANNEL_MAP_LEFT), Int(SF_CHANNEL_MAP_FRONT_LEFT): self = .left
        case Int(SF_CHANNEL_MAP_RIGHT), Int(SF_CHANNEL_MAP_FRONT_RIGHT): self = .right
        case Int(SF_CHANNEL_MAP_MONO), Int(SF_CHANNEL_MAP_CENTER), Int(SF_CHANNEL_MAP_FRONT_CENTER): self = .centre
        case Int(SF_CHANNEL_MAP_LFE): self = .bass
        case Int(SF_CHANNEL_MAP_REAR_LEFT), Int(SF_CHANNEL_MAP_SIDE_LEFT): self = .surroundLeft
        case Int(SF_CHANNEL_MAP_REAR_RIGHT), Int(SF_CHANNEL_MAP_SIDE_RIGHT): self = .surroundRight
        default: self = .other
        }
    }

    /// The usual order where a file states none.
    static func usual(channels: Int) -> [ChannelRole] {
        switch channels {
        case 1: [.centre]
        case 2: [.left, .right]
        case 3: [.left, .right, .centre]
        case 4: [.left, .right, .surroundLeft, .surroundRight]
        case 5: [.left, .right, .centre, .surroundLeft, .surroundRight]
        case 6: [.left, .right, .centre, .bass, .surroundLeft, .surroundRight]
        case 7: [.left, .right, .centre, .bass, .other, .surroundLeft, .surroundRight]
        default: [.left, .right, .centre, .bass] + [ChannelRole](repeating: .other, count: max(0, channels - 4))
        }
    }
}
