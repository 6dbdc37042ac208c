import CALSA
import Hardware

extension CaptureHandle {
    /// Sound that the card gives at a time, and that it keeps for a reader that is late, seconds.
    private static let period = 0.05
    private static let buffer = 0.5

    /// Asks for one channel of 16 bits and takes the nearest the PCM can do; says also whether samples are 32 bits wide.
    func negotiate(rate wanted: Int) throws(AudioInputFailure) -> (format: AudioFormat, isWide: Bool) {
        var parameters: OpaquePointer?
        snd_pcm_hw_params_malloc(&parameters)
        defer { snd_pcm_hw_params_free(parameters) }
        try check("snd_pcm_hw_params_any") { snd_pcm_hw_params_any($0, parameters) }
        try check("interleaved access") {
            snd_pcm_hw_params_set_access($0, parameters, SND_PCM_ACCESS_RW_INTERLEAVED)
        }
        let isWide = snd_pcm_hw_params_test_format(pcm, parameters, SND_PCM_FORMAT_S16) != 0
        let sample = isWide ? SND_PCM_FORMAT_S32 : SND_PCM_FORMAT_S16
        try check("16- or 32-bit samples") { snd_pcm_hw_params_set_format($0, parameters, sample) }
        var channels: UInt32 = 1
        try check("1 channel") { snd_pcm_hw_params_set_channels_near($0, parameters, &channels) }
        var rate = UInt32(wanted)
        try check("\(rate) Hz") { snd_pcm_hw_params_set_rate_near($0, parameters, &rate, nil) }
        var period = snd_pcm_uframes_t(Double(rate) * Self.period)
        try check("period size") { snd_pcm_hw_params_set_period_size_near($0, parameters, &period, nil) }
        var buffer = max(snd_pcm_uframes_t(Double(rate) * Self.buffer), 2 * period)
        try check("buffer size") { snd_pcm_hw_params_set_buffer_size_near($0, parameters, &buffer) }
        try check("snd_pcm_hw_params") { snd_pcm_hw_params($0, parameters) }
        guard period > 0, (1...8).contains(channels), (8_000...192_000).contains(rate) else {
            let detail = "\(channels) channels at \(rate) Hz, period \(period)"
            throw AudioInputFailure(.unsupported, input: name, detail: detail)
        }
        let format = AudioFormat(
            rate: Int(rate), channels: Int(channels), periodFrames: Int(period), bufferFrames: Int(buffer))
        return (format, isWide)
    }

    /// Wakes a reader for each period and takes time stamps of the monotonic clock.
    func arm(_ format: AudioFormat) throws(AudioInputFailure) {
        var parameters: OpaquePointer?
        snd_pcm_sw_params_malloc(&parameters)
        defer { snd_pcm_sw_params_free(parameters) }
        try check("snd_pcm_sw_params_current") { snd_pcm_sw_params_current($0, parameters) }
        let period = snd_pcm_uframes_t(format.periodFrames)
        try check("period wake-up") { snd_pcm_sw_params_set_avail_min($0, parameters, period) }
        // Plugins may know no time stamps; sound is then dated when it is read.
        snd_pcm_sw_params_set_tstamp_mode(pcm, parameters, SND_PCM_TSTAMP_ENABLE)
        snd_pcm_sw_params_set_tstamp_type(pcm, parameters, SND_PCM_TSTAMP_TYPE_MONOTONIC)
        try check("snd_pcm_sw_params") { snd_pcm_sw_params($0, parameters) }
    }
}
