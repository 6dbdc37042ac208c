import Glibc
import Hardware
import Synchronization

/// The file behind the output, which outlives its openings.
///
/// `@unchecked Sendable`: `inUse` lets one opening in at a time, and only that one touches the rest.
final class WaveTape: @unchecked Sendable {
    let path: String
    private let inUse = Atomic<Bool>(false)
    private var file: WaveFile?
    private var origin = MonotonicTime(nanoseconds: 0)
    /// Where the next frame goes, counted from the file's start.
    private var position = 0

    init(path: String) {
        self.path = path
    }

    /// Takes the tape for one opening and makes the file if there is none yet.
    func acquire(_ format: AudioFormat) throws(AudioOutputFailure) {
        guard !inUse.exchange(true, ordering: .acquiring) else {
            throw AudioOutputFailure(.busy, output: path, detail: "already open")
        }
        do {
            if file?.format.carriesSame(as: format) != true { try startFile(format) }
        } catch {
            release()
            throw error
        }
    }

    func release() {
        inUse.store(false, ordering: .releasing)
    }

    /// The card starts: what is written next belongs to this instant.
    func begin(at now: MonotonicTime, format: AudioFormat) throws(AudioOutputFailure) {
        let behind = format.frames(inNanoseconds: now.since(origin)) - position
        let longest = format.frames(inSeconds: WaveFileOutput.longestGap)
        if position == 0 || behind > longest {
            // The time axis moves: the first start of all, or a gap too long to record.
            if position > 0 { position += longest }
            origin = now.advanced(byNanoseconds: -format.nanoseconds(ofFrames: position))
        } else if behind > 0 {
            position += behind
        }
    }

    func skip(frames: Int) {
        position += frames
    }

    /// Frames thrown away were never played: the tape goes back, and silence takes their place.
    func unwind(frames: Int) {
        position = max(0, position - frames)
        file?.cut(toFrames: position)
    }

    func append(_ samples: Span<Int16>, frames: Int) throws(AudioOutputFailure) {
        guard let format = file?.format else { return }
        if (position + frames) * format.channels * 2 > WaveFileOutput.largestFile {
            let now = origin.advanced(byNanoseconds: format.nanoseconds(ofFrames: position))
            try startFile(format)
            origin = now
        }
        let number = file?.write(samples, atFrame: position) ?? EBADF
        guard number == 0 else {
            throw AudioOutputFailure(number == ENOSPC ? .full : .system, output: path, detail: systemText(number))
        }
        position += frames
    }

    /// Begins the file, setting a full one aside.
    private func startFile(_ format: AudioFormat) throws(AudioOutputFailure) {
        if file != nil { rename(path, path + ".old") }
        file = nil
        position = 0
        let descriptor = open(path, O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC, 0o644)
        guard descriptor >= 0 else {
            let number = errno
            let code: AudioOutputFailure.Code =
                switch number {
                case ENOENT, ENOTDIR: .notFound
                case EACCES, EPERM, EROFS, EISDIR: .notPermitted
                case ENOSPC: .full
                default: .system
                }
            throw AudioOutputFailure(code, output: path, detail: "cannot create: \(systemText(number))")
        }
        file = WaveFile(owning: descriptor, format: format)
    }
}

func systemText(_ number: Int32) -> String {
    String(cString: strerror(number))
}
