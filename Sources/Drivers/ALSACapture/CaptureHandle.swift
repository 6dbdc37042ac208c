import CALSA
import Glibc
import Hardware

/// A PCM of libasound open for capture, closed when the value ends. Calls on it never block: it is opened that way.
struct CaptureHandle: ~Copyable {
    let name: String
    let pcm: OpaquePointer

    static func open(_ name: String) throws(AudioInputFailure) -> CaptureHandle {
        loa_alsa_be_quiet()
        var pcm: OpaquePointer?
        let number = snd_pcm_open(&pcm, name, SND_PCM_STREAM_CAPTURE, Int32(SND_PCM_NONBLOCK))
        guard number >= 0, let pcm else {
            throw AudioInputFailure(alsa: number, call: "snd_pcm_open", input: name, isOpen: false)
        }
        return CaptureHandle(owning: pcm, name: name)
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
    func check(_ call: String, _ body: (OpaquePointer) -> Int32) throws(AudioInputFailure) -> Int32 {
        let number = body(pcm)
        guard number >= 0 else { throw AudioInputFailure(alsa: number, call: call, input: name, isOpen: true) }
        return number
    }
}

extension AudioInputFailure {
    /// What an error number of libasound means for an input; `call` is the function that gave it.
    init(alsa number: Int32, call: String, input: String, isOpen: Bool) {
        let code: Code =
            switch -number {
            case ENODEV, ENXIO, EBADFD: isOpen ? .disappeared : .notFound
            case ENOENT: .notFound
            case EBUSY, EAGAIN: .busy
            case EACCES, EPERM: .notPermitted
            case EINVAL: .unsupported
            default: .system
            }
        let text = snd_strerror(number).map { String(cString: $0) } ?? "error \(number)"
        self.init(code, input: input, detail: "\(call): \(text)")
    }
}
