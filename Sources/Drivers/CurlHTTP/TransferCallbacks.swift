import CCurl

// What libcurl calls: functions, because a closure would inherit the isolation of where it stands.

private func transfer(_ context: UnsafeMutableRawPointer?) -> Transfer? {
    context.map { Unmanaged<Transfer>.fromOpaque($0).takeUnretainedValue() }
}

func didReceiveHeader(
    _ bytes: UnsafeMutablePointer<CChar>?, _ size: Int, _ count: Int, _ context: UnsafeMutableRawPointer?
) -> Int {
    let length = size &* count
    let taken = transfer(context)?.received(header: UnsafeRawBufferPointer(start: bytes, count: length)) ?? false
    return taken ? length : 0
}

func didReceiveBody(
    _ bytes: UnsafeMutablePointer<CChar>?, _ size: Int, _ count: Int, _ context: UnsafeMutableRawPointer?
) -> Int {
    let length = size &* count
    let taken = transfer(context)?.received(body: UnsafeRawBufferPointer(start: bytes, count: length)) ?? false
    // For nothing, any other number says that we give up.
    return taken ? length : (length == 0 ? 1 : 0)
}

func wantsBody(
    _ bytes: UnsafeMutablePointer<CChar>?, _ size: Int, _ count: Int, _ context: UnsafeMutableRawPointer?
) -> Int {
    let space = UnsafeMutableRawBufferPointer(start: bytes, count: size &* count)
    return transfer(context)?.fill(space) ?? Int(CURL_READFUNC_ABORT)
}

func didProgress(
    _ context: UnsafeMutableRawPointer?, _ downloadTotal: curl_off_t, _ downloaded: curl_off_t,
    _ uploadTotal: curl_off_t, _ uploaded: curl_off_t
) -> Int32 {
    let goesOn =
        transfer(context)?.progressed(
            downloadTotal: Int(clamping: downloadTotal), downloaded: Int(clamping: downloaded),
            uploadTotal: Int(clamping: uploadTotal), uploaded: Int(clamping: uploaded)) ?? false
    return goesOn ? 0 : 1
}
