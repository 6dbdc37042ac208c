import CCurl

/// One libcurl transfer. Belongs to the thread that makes it.
struct CurlHandle: ~Copyable {
    let raw: UnsafeMutableRawPointer
    private var lists: [UnsafeMutablePointer<curl_slist>] = []

    /// Once for the process; never torn down.
    private static let library: CURLcode = curl_global_init(Int(CURL_GLOBAL_ALL))

    private init(owning raw: UnsafeMutableRawPointer) { self.raw = raw }

    deinit {
        curl_easy_cleanup(raw)
        for list in lists { curl_slist_free_all(list) }
    }

    /// - Parameter context: what the callbacks are given; must outlive the handle.
    static func make(context: UnsafeMutableRawPointer) throws(HTTPError) -> CurlHandle {
        guard library == CURLE_OK, let raw = curl_easy_init() else {
            throw HTTPError(.resources, "libcurl cannot be started; free memory and try again")
        }
        let handle = CurlHandle(owning: raw)
        // Signals would reach other threads; names are resolved on a thread of libcurl's own.
        try handle.set(CURLOPT_NOSIGNAL, 1)
        try handle.set(CURLOPT_PROTOCOLS_STR, "http,https")
        try handle.set(CURLOPT_HTTP_VERSION, CURL_HTTP_VERSION_1_1)
        try handle.set(CURLOPT_SSLVERSION, CURL_SSLVERSION_TLSv1_2)
        // This machine itself is never behind the proxy that the environment may name.
        try handle.set(CURLOPT_NOPROXY, "localhost,127.0.0.1,::1")
        try handle.listen(context)
        return handle
    }

    private borrowing func listen(_ context: UnsafeMutableRawPointer) throws(HTTPError) {
        try check(loa_curl_on_bytes(raw, CURLOPT_WRITEFUNCTION, didReceiveBody))
        try check(loa_curl_on_bytes(raw, CURLOPT_HEADERFUNCTION, didReceiveHeader))
        try check(loa_curl_on_bytes(raw, CURLOPT_READFUNCTION, wantsBody))
        try check(loa_curl_on_progress(raw, didProgress))
        for option in [CURLOPT_WRITEDATA, CURLOPT_HEADERDATA, CURLOPT_READDATA, CURLOPT_XFERINFODATA] {
            try check(loa_curl_set_pointer(raw, option, context))
        }
        try set(CURLOPT_NOPROGRESS, 0)
    }

    borrowing func set(_ option: CURLoption, _ value: Int) throws(HTTPError) {
        try check(loa_curl_set_number(raw, option, value))
    }

    borrowing func set(_ option: CURLoption, _ value: some BinaryInteger) throws(HTTPError) {
        try set(option, Int(clamping: value))
    }

    borrowing func set(_ option: CURLoption, _ value: String?) throws(HTTPError) {
        try check(loa_curl_set_text(raw, option, value))
    }

    /// - Parameter value: bytes.
    borrowing func set(_ option: CURLoption, length value: Int) throws(HTTPError) {
        try check(loa_curl_set_length(raw, option, curl_off_t(value)))
    }

    borrowing func set(_ option: CURLoption, pointer: UnsafeMutableRawPointer?) throws(HTTPError) {
        try check(loa_curl_set_pointer(raw, option, pointer))
    }

    /// Header lines as they are sent.
    mutating func set(headers lines: [String]) throws(HTTPError) {
        var list: UnsafeMutablePointer<curl_slist>?
        for line in lines {
            guard let longer = curl_slist_append(list, line) else {
                curl_slist_free_all(list)
                throw HTTPError(.resources, "no memory for the headers")
            }
            list = longer
        }
        guard let list else { return }
        lists.append(list)
        try set(CURLOPT_HTTPHEADER, pointer: UnsafeMutableRawPointer(list))
    }

    private borrowing func check(_ code: CURLcode) throws(HTTPError) {
        guard code == CURLE_OK else {
            throw HTTPError(.resources, "libcurl does not take a setting: \(String(cString: curl_easy_strerror(code)))")
        }
    }
}
