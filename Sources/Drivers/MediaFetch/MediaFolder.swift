public import CurlHTTP
public import LoaModel
import OwnThread
public import Uplink

/// Media files in a folder, `<hash>` when whole and `<hash>.part` while they come, fetched over HTTP from the centre,
/// or from the address that the bulletin names besides.
///
/// A file gets its final name only after its bytes were read back, hashed and brought to the disk.
public final class MediaFolder: MediaCache {
    private let folder: String
    private let centre: String?
    private let centreClient: HTTPClient
    private let openClient = HTTPClient()
    private let limits: HTTPLimits

    /// What comes slower than this for a minute is given up; a line of 3 kbit/s still brings a bulletin over night.
    public static let patience = HTTPLimits(connectSeconds: 20, stallSeconds: 60, minimumBytesPerSecond: 200)

    /// - Parameters:
    ///   - folder: made where it is not there.
    ///   - centre: where the centre serves media: `https://centre.example:8443`, without `/media`. nil: bulletins' own
    ///     addresses alone.
    ///   - authorityFile: the certificate authorities trusted for the centre; nil trusts the system's.
    public init(
        folder: String, centre: String?, authorityFile: String? = nil, limits: HTTPLimits = MediaFolder.patience
    ) {
        self.folder = folder
        self.centre = centre.map { String($0.reversed().drop { $0 == "/" }.reversed()) }
        centreClient = HTTPClient(authorityFile: authorityFile)
        self.limits = limits
        MediaFile.makeFolder(folder)
    }

    public func path(of hash: MediaHash) -> String { "\(folder)/\(hash)" }

    public func list() async -> [MediaHash: Int] {
        let folder = folder
        return (try? await OwnThread.run("loa-media") { MediaFile.list(folder) }) ?? [:]
    }

    public func isIntact(_ hash: MediaHash) async -> Bool {
        let path = path(of: hash)
        return (try? await OwnThread.run("loa-media") { MediaFile.hash(of: path) == hash }) ?? false
    }

    public func remove(_ hash: MediaHash) async {
        let path = path(of: hash)
        try? await OwnThread.run("loa-media") {
            MediaFile.remove(path)
            MediaFile.remove(path + ".part")
        }
    }

    public func fetch(_ reference: MediaReference) async throws(MediaFault) {
        if await isIntact(reference.sha256) { return }
        var faults: [MediaFault] = []
        for source in sources(of: reference) {
            do throws(MediaFault) {
                return try await fetch(reference, from: source)
            } catch {
                faults.append(error)
                // A disk that takes nothing takes nothing from elsewhere either.
                if error.code == .storageFull || error.code == .storageReadOnly || Task.isCancelled { throw error }
            }
        }
        guard let first = faults.first else {
            throw MediaFault(
                .mediaMissing, "the bulletin names no address of \(reference.sha256), and no centre is configured",
                isTransient: false)
        }
        // Wrong bytes are worth more of a look than none.
        throw MediaFault(
            faults.contains { $0.code == .mediaRefused } ? .mediaRefused : first.code,
            faults.map(\.detail).joined(separator: "; "), isTransient: faults.contains(where: \.isTransient))
    }

    private struct Source {
        var url: String
        var client: HTTPClient
    }

    private func sources(of reference: MediaReference) -> [Source] {
        var sources: [Source] = []
        if let centre { sources.append(Source(url: "\(centre)/media/\(reference.sha256)", client: centreClient)) }
        if let url = reference.url { sources.append(Source(url: url, client: openClient)) }
        return sources
    }

    /// Takes up what is there; what does not fit the hash when it is whole was perhaps sewn together of two files, and
    /// is fetched once more from the beginning.
    private func fetch(_ reference: MediaReference, from source: Source) async throws(MediaFault) {
        let begun = await begun(reference)
        let wasRight = try await attempt(reference, source, from: begun)
        if wasRight { return }
        let isRight = begun > 0 ? try await attempt(reference, source, from: 0) : false
        guard isRight else {
            throw MediaFault(
                .mediaRefused, "'\(source.url)' gives other bytes than its hash says; it was thrown away",
                isTransient: false)
        }
    }

    /// How much has come already.
    private func begun(_ reference: MediaReference) async -> Int {
        let part = path(of: reference.sha256) + ".part"
        let limit = reference.bytes
        return (try? await OwnThread.run("loa-media") { MediaFile.begun(part, atMost: limit) }) ?? 0
    }

    /// - Returns: false when the whole file came and is not the right one, or the rest cannot be had.
    private func attempt(
        _ reference: MediaReference, _ source: Source, from offset: Int
    ) async throws(MediaFault) -> Bool {
        let path = path(of: reference.sha256)
        if offset < reference.bytes {
            guard try await download(reference, source, from: offset) else { return false }
        }
        let placed: Result<Bool, MediaFault>
        do throws(ThreadFailure) {
            placed = try await OwnThread.run("loa-media") {
                Result { () throws(MediaFault) in try MediaFile.place(path + ".part", as: path, reference.sha256) }
            }
        } catch {
            throw MediaFault(.mediaMissing, "\(error)", isTransient: true)
        }
        return try placed.get()
    }

    /// - Returns: false when the server has nothing behind `offset`.
    private func download(
        _ reference: MediaReference, _ source: Source, from offset: Int
    ) async throws(MediaFault) -> Bool {
        let part = path(of: reference.sha256) + ".part"
        var limits = limits
        limits.bodyBytes = reference.bytes
        let answer: HTTPResponse
        do throws(HTTPError) {
            answer = try await source.client.download(
                HTTPRequest("GET", source.url, limits: limits), to: part, from: offset)
        } catch {
            var keepsPart = true
            let fault = MediaFault(error, reference, url: source.url, keepsPart: &keepsPart)
            if !keepsPart { MediaFile.remove(part) }
            throw fault
        }
        if answer.status == 416, offset > 0 { return false }
        if let fault = MediaFault(answer, reference, url: source.url) {
            if fault.code == .mediaRefused { MediaFile.remove(part) }
            throw fault
        }
        guard MediaFile.size(of: part) == reference.bytes else {
            throw MediaFault(
                .mediaMissing, "'\(source.url)' ended before its \(reference.bytes) bytes", isTransient: true)
        }
        return true
    }
}
