import Hardware

/// The links of a chain, one after another.
extension DecodeAhead where Audio: ~Copyable {
    /// Seconds without sound in which a stream may yet begin; the engine gives an item up after ten.
    private static var silence: Double { 7 }

    /// What is to be left out is left out of a file; a tone that stands for one sounds whole.
    func advance(inChain links: [PlaybackLink]) -> Progress {
        if let tone = chainTone {
            let count = min(Self.blockFrames, tone.length - tone.done)
            if count > 0 { make(count, from: tone.done, of: tone.length, .tone) }
            chainTone = count > 0 ? (tone.length, tone.done + count) : nil
            return .went
        }
        guard let step = walk?.next(links, ahead: voice.readableFrames, now: now()) else { return .over }
        switch step {
        case .tone(let frames):
            chainTone = (frames, 0)
            skip = 0
        case .wait: return .waits
        case .failed(let link, let failure): tell(.linkFailed(id: voice.item.id, link: link, failure))
        case .over(let failure):
            if let failure { return .failed(failure) }
            nextPiece(length: position)
        case .file(let path, let gain):
            do throws(DecodingFailure) {
                try advance(inFile: path, isAlone: false, gain: gain)
            } catch {
                fail(links, error)
            }
        case .stream(let address):
            do throws(DecodingFailure) {
                return try advance(inStream: address, links)
            } catch {
                fail(links, error)
            }
        }
        return .went
    }

    /// A file of a chain is over: so is the chain, unless it is live.
    func endOfLink() {
        guard walk?.isLive == true else { return nextPiece(length: position) }
        audio = nil
        position = 0
        walk?.played()
    }

    private func advance(inStream address: String, _ links: [PlaybackLink]) throws(DecodingFailure) -> Progress {
        // Live sound has no past to join and no place to go back to.
        skip = 0
        var open: Audio
        if let kept = audio.take() {
            open = kept
        } else {
            streamed = 0
            if LineAddress.isOne(address), !isLineDue() { return .waits }
            open = try decoder.open(address, for: voice.format)
        }
        var span = block.mutableSpan
        let frames = try open.read(into: &span)
        guard frames > 0 else {
            let code: DecodingFailure.Code = LineAddress.isOne(address) ? .noInput : .unreachable
            guard open.isWaiting else { throw DecodingFailure(code, path: address, detail: "has ended") }
            guard streamed > 0 || mayWait(links) else {
                throw DecodingFailure(code, path: address, detail: "gives no sound before silence is too long")
            }
            audio = consume open
            return .waits
        }
        if streamed == 0, let link = walk?.link(links) { tell(.linkSounds(id: voice.item.id, link: link)) }
        streamed += frames
        if LineAddress.isOne(address) { addLive(frames) } else { add(frames) }
        audio = consume open
        return .went
    }

    /// Whether a stream that has not begun may yet begin. Where something sounded before and something else can sound
    /// again, no hole is made for it.
    private func mayWait(_ links: [PlaybackLink]) -> Bool {
        if hasSounded, links.count > 1 {
            return voice.readableFrames > voice.format.frames(inSeconds: ChainWalk.reserve)
        }
        let begin = lastSound ?? now()
        lastSound = begin
        return now() < begin.advanced(bySeconds: Self.silence)
    }

    private func fail(_ links: [PlaybackLink], _ failure: DecodingFailure) {
        audio = nil
        guard let link = walk?.link(links) else { return }
        if case .stream = link {
            _ = walk?.fail(stream: link, .media(failure), after: streamed, now: now())
        } else {
            _ = walk?.fail(link, .media(failure))
        }
        tell(.linkFailed(id: voice.item.id, link: link, .media(failure)))
    }
}
