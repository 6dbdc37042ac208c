import CALSA
import Hardware

/// An open PCM of libasound, closed when the value ends. Calls on it never block: it is opened that way.
struct PCMHandle: ~Copyable {
    let name: String
    let pcm: OpaquePointer

    static func open(_ name: String) throws(AudioOutputFailure) -> PCMHandle {
        loa_alsa_be_quiet()
        var pcm: OpaquePointer?
        let number = snd_pcm_open(&pcm, name, SND_PCM_STREAM_PLAYBACK, Int32(SND_PCM_NONBLOCK))
        guard number >= 0, let pcm else {
            throw AudioOutputFailure(alsa: number, call: "snd_pcm_open", output: name, isOpen: false)
        }
        return PCMHandle(owning: pcm, name: name)
    }

    private init(owning pcm: OpaquePointer, name: String) {
        self.pcm = pcm
        self.name = name
    }

    deinit {
        snd_pcm_close(pcm)
    }

    var state: snd_pcm_state_t { snd_pcm_state(pcm) }

    /// Calls a function of libasound and turns a negative answer into a failure.
    @discardableResult
    func check(_ call: String, _ body: (OpaquePointer) -> Int32) throws(AudioOutputFailure) -> Int32 {
        let number = body(pcm)
        guard number >= 0 else { throw AudioOutputFailure(alsa: number, call: call, output: name, isOpen: true) }
        return number
    }
}
