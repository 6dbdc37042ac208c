import CALSA

/// One volume control of a card, for as long as the card's output is open: set and switched on when it opens, switched
/// off when it closes, where it has a switch. So a card that nobody plays on gives no hum and no click.
struct CardMixer: ~Copyable {
    private let mixer: OpaquePointer
    private let element: OpaquePointer

    /// Why a control could not be set.
    struct Failure: Error, CustomStringConvertible {
        let description: String
    }

    /// Sets a control of the card that a PCM plays on.
    static func set(_ volume: CardVolume, ofCardOf pcm: OpaquePointer) throws(Failure) -> CardMixer {
        let card = try card(of: pcm)
        var opened: OpaquePointer?
        let number = snd_mixer_open(&opened, 0)
        guard number >= 0, let opened else { throw failure("snd_mixer_open", number) }
        let found: OpaquePointer
        do throws(Failure) {
            try check("the mixer of \(card)", snd_mixer_attach(opened, card))
            try check("snd_mixer_selem_register", snd_mixer_selem_register(opened, nil, nil))
            try check("snd_mixer_load", snd_mixer_load(opened))
            found = try element(volume.control, of: opened, card: card)
        } catch {
            snd_mixer_close(opened)
            throw error
        }
        let mixer = CardMixer(owning: opened, element: found)
        try mixer.set(volume)
        return mixer
    }

    private init(owning mixer: OpaquePointer, element: OpaquePointer) {
        self.mixer = mixer
        self.element = element
    }

    deinit {
        if snd_mixer_selem_has_playback_switch(element) != 0 { snd_mixer_selem_set_playback_switch_all(element, 0) }
        snd_mixer_close(mixer)
    }

    private func set(_ volume: CardVolume) throws(Failure) {
        if snd_mixer_selem_has_playback_volume(element) != 0 {
            switch range.setting(for: volume.decibels) {
            // Where it falls between two steps, the softer.
            case .decibels(let hundredths):
                try Self.check("\(volume.control)", snd_mixer_selem_set_playback_dB_all(element, hundredths, -1))
            case .step(let step):
                try Self.check("\(volume.control)", snd_mixer_selem_set_playback_volume_all(element, step))
            }
        }
        if snd_mixer_selem_has_playback_switch(element) != 0 {
            try Self.check("\(volume.control)", snd_mixer_selem_set_playback_switch_all(element, 1))
        }
    }

    private var range: VolumeRange {
        var (low, high) = (0, 0)
        var steps = 0...0
        if snd_mixer_selem_get_playback_volume_range(element, &low, &high) >= 0, low <= high { steps = low...high }
        let knowsDecibels = snd_mixer_selem_get_playback_dB_range(element, &low, &high) >= 0 && low <= high
        return VolumeRange(decibels: knowsDecibels ? low...high : nil, steps: steps)
    }

    private static func card(of pcm: OpaquePointer) throws(Failure) -> String {
        var info: OpaquePointer?
        snd_pcm_info_malloc(&info)
        defer { snd_pcm_info_free(info) }
        guard snd_pcm_info(pcm, info) >= 0 else { throw Failure(description: "the output is of no card") }
        let number = snd_pcm_info_get_card(info)
        guard number >= 0 else { throw Failure(description: "the output is of no card") }
        return "hw:\(number)"
    }

    private static func element(
        _ name: String, of mixer: OpaquePointer, card: String
    ) throws(Failure) -> OpaquePointer {
        var id: OpaquePointer?
        snd_mixer_selem_id_malloc(&id)
        defer { snd_mixer_selem_id_free(id) }
        snd_mixer_selem_id_set_name(id, name)
        if let element = snd_mixer_find_selem(mixer, id) { return element }
        var known: [String] = []
        var next = snd_mixer_first_elem(mixer)
        while let element = next {
            if let name = snd_mixer_selem_get_name(element) { known.append(String(cString: name)) }
            next = snd_mixer_elem_next(element)
        }
        let list = known.isEmpty ? "none" : known.joined(separator: ", ")
        throw Failure(description: "\(card) has no control '\(name)'; it has \(list)")
    }

    private static func check(_ what: String, _ number: Int32) throws(Failure) {
        guard number >= 0 else { throw failure(what, number) }
    }

    private static func failure(_ what: String, _ number: Int32) -> Failure {
        let text = snd_strerror(number).map { String(cString: $0) } ?? "error \(number)"
        return Failure(description: "\(what): \(text)")
    }
}
