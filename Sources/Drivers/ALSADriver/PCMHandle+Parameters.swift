import CALSA
import Hardware

extension PCMHandle {
    /// Asks for a format and takes the nearest the PCM can do; says also how it takes its samples, and how many frames
    /// before its place are not to be touched.
    func negotiate(
        _ wanted: AudioFormat
    ) throws(AudioOutputFailure) -> (format: AudioFormat, form: SampleForm, margin: Int) {
        var parameters: OpaquePointer?
        snd_pcm_hw_params_malloc(&parameters)
        defer { snd_pcm_hw_params_free(parameters) }
        try check("snd_pcm_hw_params_any") { snd_pcm_hw_params_any($0, parameters) }
        try check("interleaved access") {
            snd_pcm_hw_params_set_access($0, parameters, SND_PCM_ACCESS_RW_INTERLEAVED)
        }
        let form = SampleForm.allCases.first { snd_pcm_hw_params_test_format(pcm, parameters, $0.format) == 0 }
        let sample = (form ?? .bits16).format
        try check("samples of 16, 24 or 32 bits") { snd_pcm_hw_params_set_format($0, parameters, sample) }
        var channels = UInt32(wanted.channels)
        try check("\(channels) channels") { snd_pcm_hw_params_set_channels_near($0, parameters, &channels) }
        var rate = UInt32(wanted.rate)
        try check("\(rate) Hz") { snd_pcm_hw_params_set_rate_near($0, parameters, &rate, nil) }
        // Sizes are times: at another rate they are other numbers of frames.
        let scale = Double(rate) / Double(wanted.rate)
        var period = snd_pcm_uframes_t(max(1, Double(wanted.periodFrames) * scale))
        try check("period size") { snd_pcm_hw_params_set_period_size_near($0, parameters, &period, nil) }
        var buffer = max(snd_pcm_uframes_t(Double(wanted.bufferFrames) * scale), 2 * period)
        try check("buffer size") { snd_pcm_hw_params_set_buffer_size_near($0, parameters, &buffer) }
        try check("snd_pcm_hw_params") { snd_pcm_hw_params($0, parameters) }
        guard period > 0, buffer >= 2 * period, (1...8).contains(channels), (8_000...192_000).contains(rate) else {
            let detail = "\(channels) channels at \(rate) Hz, period \(period), buffer \(buffer)"
            throw AudioOutputFailure(.unsupported, output: name, detail: detail)
        }
        let format = AudioFormat(
            rate: Int(rate), channels: Int(channels), periodFrames: Int(period), bufferFrames: Int(buffer))
        // What tells its place by the period may be one further.
        let unseen = snd_pcm_hw_params_is_batch(parameters) == 1 ? Int(period) : 0
        return (format, form ?? .bits16, max(2 * Int(period), Int(rate) / 100) + unseen)
    }

    /// Starts with the first period, wakes a writer for each, and takes time stamps of the monotonic clock.
    func arm(_ format: AudioFormat) throws(AudioOutputFailure) {
        var parameters: OpaquePointer?
        snd_pcm_sw_params_malloc(&parameters)
        defer { snd_pcm_sw_params_free(parameters) }
        try check("snd_pcm_sw_params_current") { snd_pcm_sw_params_current($0, parameters) }
        let period = snd_pcm_uframes_t(format.periodFrames)
        try check("start threshold") { snd_pcm_sw_params_set_start_threshold($0, parameters, period) }
        try check("period wake-up") { snd_pcm_sw_params_set_avail_min($0, parameters, period) }
        // Plugins may know no time stamps; the position is then asked for without.
        snd_pcm_sw_params_set_tstamp_mode(pcm, parameters, SND_PCM_TSTAMP_ENABLE)
        snd_pcm_sw_params_set_tstamp_type(pcm, parameters, SND_PCM_TSTAMP_TYPE_MONOTONIC)
        try check("snd_pcm_sw_params") { snd_pcm_sw_params($0, parameters) }
    }
}
