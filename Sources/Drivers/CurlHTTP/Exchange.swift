import CCurl

/// One request with its redirects, on the transfer's thread.
struct Exchange {
    let request: HTTPRequest
    let authorityFile: String?
    let transfer: Transfer

    /// Blocks until the answer is whole.
    func run() throws(HTTPError) -> HTTPResponse {
        guard request.headers.allSatisfy(\.isSafe) else {
            throw HTTPError(.invalidRequest, "a header holds characters that no header may hold")
        }
        var handle = try CurlHandle.make(context: Unmanaged.passUnretained(transfer).toOpaque())
        transfer.raw = handle.raw
        defer { transfer.raw = nil }
        try configure(&handle)
        var url = request.url
        for _ in 0...request.limits.redirects {
            guard Self.isHTTP(url) else {
                throw HTTPError(.invalidRequest, "'\(url.prefix(200))' is no http or https address; correct it")
            }
            try perform(handle, url)
            guard let next = redirect(handle) else {
                return HTTPResponse(status: transfer.status, headers: transfer.headers, body: transfer.sink.memory)
            }
            guard Self.isHTTP(next), !(Self.isSecure(url) && !Self.isSecure(next)) else {
                throw HTTPError(
                    .redirects, "'\(url.prefix(200))' redirects to '\(next.prefix(200))', which is not safe")
            }
            url = next
        }
        throw HTTPError(
            .redirects, "'\(request.url.prefix(200))' redirects more than \(request.limits.redirects) times; correct it"
        )
    }

    private func redirect(_ handle: borrowing CurlHandle) -> String? {
        guard request.method == "GET" || request.method == "HEAD", Transfer.redirects.contains(transfer.status) else {
            return nil
        }
        return loa_curl_redirect(handle.raw).map { String(cString: $0) }
    }

    private func configure(_ handle: inout CurlHandle) throws(HTTPError) {
        let limits = request.limits
        try handle.set(CURLOPT_CONNECTTIMEOUT, limits.connectSeconds)
        try handle.set(CURLOPT_LOW_SPEED_LIMIT, limits.minimumBytesPerSecond)
        try handle.set(CURLOPT_LOW_SPEED_TIME, limits.stallSeconds)
        if let authorityFile {
            try handle.set(CURLOPT_CAINFO, authorityFile)
            // Debian's libcurl trusts this folder besides.
            try handle.set(CURLOPT_CAPATH, String?.none)
        }
        var lines = request.headers.map { "\($0.name): \($0.value)" }
        if let uploadLength = transfer.uploadLength {
            try handle.set(CURLOPT_UPLOAD, 1)
            try handle.set(CURLOPT_INFILESIZE_LARGE, length: uploadLength)
            // A short body is sent at once; a long one waits for the server's consent, so that a refusal costs nothing.
            if uploadLength < 1 << 20 { lines.append("Expect:") }
        }
        if request.method == "HEAD" { try handle.set(CURLOPT_NOBODY, 1) }
        try handle.set(CURLOPT_CUSTOMREQUEST, request.method == "HEAD" ? String?.none : request.method)
        try handle.set(headers: lines)
    }

    private func perform(_ handle: borrowing CurlHandle, _ url: String) throws(HTTPError) {
        try handle.set(CURLOPT_URL, url)
        let detail = UnsafeMutablePointer<CChar>.allocate(capacity: Int(CURL_ERROR_SIZE))
        detail.initialize(repeating: 0, count: Int(CURL_ERROR_SIZE))
        defer { detail.deallocate() }
        try handle.set(CURLOPT_ERRORBUFFER, pointer: UnsafeMutableRawPointer(detail))
        let code = curl_easy_perform(handle.raw)
        try handle.set(CURLOPT_ERRORBUFFER, pointer: nil)
        if let failure = transfer.failure { throw failure }
        // A server that answers before it has read all of the body has answered.
        if code == CURLE_SEND_ERROR, transfer.status >= 400 { return }
        guard code == CURLE_OK else {
            throw HTTPError(
                code, detail: String(cString: detail), url: url, limits: request.limits, authorityFile: authorityFile)
        }
    }

    private static func isHTTP(_ url: String) -> Bool { scheme(url) == "http" || isSecure(url) }
    private static func isSecure(_ url: String) -> Bool { scheme(url) == "https" }

    private static func scheme(_ url: String) -> String {
        url.firstIndex(of: ":").map { url[..<$0].lowercased() } ?? ""
    }
}
