extension SettingDefinition {
    /// Every setting of a device, in the order of the documentation.
    public static let device: [SettingDefinition] =
        identity + link + media + output + loudness + amplifier + microphone + speech + timing + watchdog

    private static let identity: [SettingDefinition] = [
        SettingDefinition(
            "device.id", .text(.deviceID), isRequired: true,
            english: "The device's own name for ever; part of its certificate.",
            vietnamese: "Tên riêng, không đổi của cụm; có trong chứng thư."),
        SettingDefinition(
            "device.area", .text(.area), isRequired: true, english: "Where the device stands.",
            vietnamese: "Địa bàn nơi đặt cụm."),
        SettingDefinition(
            "device.data", .text(.any), standard: "/var/lib/loa",
            english: "Folder of the journal and the media; must survive a reboot.",
            vietnamese: "Thư mục lưu nhật ký và tệp âm thanh; phải còn sau khi khởi động lại."),
        SettingDefinition(
            "device.trust", .text(.any), standard: "trust.jws",
            english: "File of the signed trust list: who may give which orders.",
            vietnamese: "Tệp danh sách tin cậy đã ký: ai được ra lệnh gì."),
        SettingDefinition(
            "device.root_key", .text(.any), standard: "root.pub",
            english: "File of the root key that signs the trust list.",
            vietnamese: "Tệp khóa gốc dùng để ký danh sách tin cậy."),
    ]

    private static let link: [SettingDefinition] = [
        SettingDefinition(
            "broker.host", .text(.any), standard: "127.0.0.1", english: "Name or address of the broker.",
            vietnamese: "Tên hoặc địa chỉ máy trung chuyển (broker)."),
        SettingDefinition(
            "broker.port", .integer(1...65_535), standard: "8883", english: "The broker's port.",
            vietnamese: "Cổng của broker."),
        SettingDefinition(
            "broker.ca", .text(.any), english: "Certificate of the authority that signed the broker's (PEM).",
            vietnamese: "Chứng thư của nơi ký chứng thư broker (PEM)."),
        SettingDefinition(
            "broker.certificate", .text(.any), english: "The device's certificate (PEM).",
            vietnamese: "Chứng thư của cụm (PEM)."),
        SettingDefinition(
            "broker.key", .text(.any), english: "The device's private key (PEM); the daemon's user alone may read it.",
            vietnamese: "Khóa riêng của cụm (PEM); chỉ người dùng của dịch vụ được đọc."),
        SettingDefinition(
            "broker.keep_alive_seconds", .integer(10...1_200), standard: "60", unit: "seconds",
            english: "How often the link shows that it lives when nothing else is said.",
            vietnamese: "Bao lâu thì báo kết nối còn sống khi không có tin nào khác."),
    ]

    private static let media: [SettingDefinition] = [
        SettingDefinition(
            "media.url", .text(.address), english: "The centre's address; media is fetched from /media/<hash> there.",
            vietnamese: "Địa chỉ hệ thống nguồn; tệp âm thanh tải ở /media/<mã băm> tại đó."),
        SettingDefinition(
            "media.quota_mib", .integer(16...1_048_576), standard: "1024", unit: "MiB",
            english: "The most that the media folder may hold.",
            vietnamese: "Dung lượng tối đa của thư mục âm thanh."),
        SettingDefinition(
            "media.ahead_hours", .integer(1...720), standard: "48", unit: "hours",
            english: "How long before its use media is fetched.",
            vietnamese: "Tải tệp trước khi phát bao lâu."),
        SettingDefinition(
            "media.spread_seconds", .integer(0...86_400), standard: "300", unit: "seconds",
            english: "Over how long the devices of a province spread their fetching.",
            vietnamese: "Các cụm trong tỉnh chia nhau tải trong khoảng thời gian này."),
    ]

    private static let output: [SettingDefinition] = [
        SettingDefinition(
            "output.pcm", .text(.any), standard: "default",
            english: "ALSA's name of the card, such as hw:CARD=Device; or file: and a WAV file.",
            vietnamese: "Tên ALSA của cạc âm thanh, ví dụ hw:CARD=Device; hoặc file: và tên tệp WAV."),
        SettingDefinition(
            "output.rate", .integer(8_000...192_000), standard: "48000", unit: "frames per second",
            english: "The rate that is asked of the card.", vietnamese: "Tần số lấy mẫu yêu cầu ở cạc."),
        SettingDefinition(
            "output.channels", .integer(1...8), standard: "2", english: "Channels of the card.",
            vietnamese: "Số kênh của cạc."),
        SettingDefinition(
            "output.period_ms", .integer(2...100), standard: "10", unit: "ms",
            english: "How much is given to the card at a time.", vietnamese: "Mỗi lần đưa cho cạc bao nhiêu."),
        SettingDefinition(
            "output.buffer_ms", .integer(10...1_000), standard: "60", unit: "ms",
            english: "How much the card holds: more bears more load, less starts an alert sooner.",
            vietnamese: "Cạc giữ bao nhiêu: nhiều thì chịu tải tốt, ít thì cảnh báo phát nhanh hơn."),
        SettingDefinition(
            "output.lead_ms", .integer(50...10_000), standard: "500", unit: "ms",
            english: "How long before a start the card is opened and runs on silence.",
            vietnamese: "Mở cạc và chạy im lặng trước giờ phát bao lâu."),
        SettingDefinition(
            "output.sounds_on", .text(.channels),
            english:
                "The card's channels that amplifiers stand on, left first: \"2,1\" swaps two, \"3\" mixes all sound into the third; unset: all.",
            vietnamese:
                "Các kênh của cạc có nối tăng âm, kênh trái trước: \"2,1\" đổi hai kênh, \"3\" trộn tất cả vào kênh thứ ba; không đặt nghĩa là mọi kênh."
        ),
        SettingDefinition(
            "output.zones", .text(.hornZones),
            english:
                "Parts of the site that orders can speak to alone, with the card's channels that they stand on, left first: \"cho 1, truong 2\" for two amplifiers; unset: none.",
            vietnamese:
                "Các khu loa mà lệnh có thể gọi riêng, kèm kênh của cạc, kênh trái trước: \"cho 1, truong 2\" cho hai tăng âm; không đặt nghĩa là không chia khu."
        ),
        SettingDefinition(
            "output.delay_ms", .integer(-200...1_000), standard: "0", unit: "ms",
            english:
                "How much later than planned sound leaves the card: 3 ms a metre by which this horn stands nearer to the listeners than the next; negative for an amplifier that delays.",
            vietnamese:
                "Tiếng ra khỏi cạc chậm hơn giờ định bao nhiêu: 3 ms cho mỗi mét loa này gần người nghe hơn loa kia; số âm nếu tăng âm làm trễ."
        ),
        SettingDefinition(
            "output.tail_ms", .integer(0...3_600_000), standard: "200", unit: "ms",
            english: "How long the card runs on silence after the last sound; longer spares clicks between bulletins.",
            vietnamese: "Sau tiếng cuối cạc chạy im lặng bao lâu; lâu hơn thì đỡ tiếng lụp bụp giữa các bản tin."),
    ]

    private static let loudness: [SettingDefinition] = [
        SettingDefinition(
            "output.level_media", .choice(["on", "off"]), standard: "on",
            english: "Whether media, speech and streams are brought to one loudness; off: as loud as they come.",
            vietnamese: "Có đưa tệp, giọng đọc và luồng về cùng độ to không; off: giữ nguyên."),
        SettingDefinition(
            "output.loudness_target", .integer(-40 ... -8), standard: "-16", unit: "LUFS",
            english: "The loudness that measured media is brought to (EBU R 128), as far as its peaks allow.",
            vietnamese: "Độ to mà tệp đã đo được đưa về (EBU R 128), trong mức đỉnh cho phép."),
        SettingDefinition(
            "output.alert_loudness_target", .integer(-40 ... -8), standard: "-12", unit: "LUFS",
            english: "The same for the messages of alerts, whose peaks may be limited by up to 6 dB.",
            vietnamese: "Như trên cho lời cảnh báo; đỉnh được phép nén đến 6 dB."),
        SettingDefinition(
            "output.unmeasured_gain", .integer(-40...10), standard: "0", unit: "dB",
            english: "Gain of media whose loudness nobody measured.",
            vietnamese: "Độ khuếch đại cho tệp chưa ai đo độ to."),
        SettingDefinition(
            "output.ceiling", .integer(-30...0), standard: "-1", unit: "dBTP",
            english: "The true peak that no sound passes: a limiter holds it.",
            vietnamese: "Mức đỉnh thực không âm thanh nào vượt qua; bộ hạn mức giữ mức này."),
        SettingDefinition(
            "output.soft_hours", .text(.volumeHours),
            english: "Hours at which bulletins are softer or louder, on the clocks of quiet_hours.zone; not alerts.",
            vietnamese: "Các giờ phát nhỏ hoặc to hơn, theo múi giờ quiet_hours.zone; không áp dụng cho cảnh báo."),
        SettingDefinition(
            "output.mixer", .text(.any),
            english:
                "The card's volume control, such as Master (amixer scontrols lists them); unset: the mixer is left alone.",
            vietnamese:
                "Núm âm lượng của cạc, ví dụ Master (xem bằng amixer scontrols); không đặt nghĩa là không chạm đến."),
        SettingDefinition(
            "output.mixer_volume", .integer(-80...20), standard: "0", unit: "dB",
            english:
                "What that control is set to whenever the card is opened; it is switched off when the card is closed.",
            vietnamese: "Mức đặt cho núm đó mỗi khi mở cạc; khi đóng cạc thì tắt tiếng."),
    ]

    private static let amplifier: [SettingDefinition] = [
        SettingDefinition(
            "amplifier.line", .text(.line),
            english: "The line that switches the amplifier; unset: it is always on.",
            vietnamese: "Chân điều khiển bật tắt tăng âm; không đặt nghĩa là luôn bật."),
        SettingDefinition(
            "amplifier.active", .choice(["high", "low"]), standard: "high",
            english: "Which voltage switches it on.", vietnamese: "Mức điện áp nào thì bật."),
        SettingDefinition(
            "amplifier.lead_ms", .integer(0...1_500), standard: "300", unit: "ms",
            english: "How long it needs from switching on until sound is heard in full.",
            vietnamese: "Từ lúc bật đến lúc nghe đủ tiếng mất bao lâu."),
        SettingDefinition(
            "amplifier.tail_ms", .integer(0...60_000), standard: "1000", unit: "ms",
            english: "How long after the last sound it is switched off.",
            vietnamese: "Sau tiếng cuối bao lâu thì tắt."),
        SettingDefinition(
            "amplifier.max_on_minutes", .integer(1...1_440), standard: "240", unit: "minutes",
            english: "The longest it may be on without a break; then it is off until the next broadcast begins.",
            vietnamese: "Được bật liên tục lâu nhất bao lâu; quá thì tắt đến lượt phát sau."),
    ]

    private static let microphone: [SettingDefinition] = [
        SettingDefinition(
            "microphone.pcm", .text(.any),
            english:
                "ALSA's name of the card of a microphone near the horn; unset: nobody listens whether it is heard.",
            vietnamese: "Tên ALSA của cạc có micrô gần loa; không đặt nghĩa là không nghe lại xem loa có phát không."),
        SettingDefinition(
            "microphone.rate", .integer(8_000...192_000), standard: "48000", unit: "frames per second",
            english: "The rate that is asked of it; 8000 is enough.",
            vietnamese: "Tần số lấy mẫu yêu cầu ở micrô; 8000 là đủ."),
        SettingDefinition(
            "line.name", .text(.deviceID), standard: "line",
            english: "The name by which orders may play what is plugged into the site's input, such as a tuner.",
            vietnamese: "Tên mà lệnh dùng để phát thiết bị cắm vào đầu vào, ví dụ máy thu thanh."),
        SettingDefinition(
            "line.pcm", .text(.any),
            english:
                "ALSA's name of that input's card, at the output's rate or with plughw:; unset: no order plays an input here.",
            vietnamese:
                "Tên ALSA của cạc có đầu vào, cùng tần số với đầu ra hoặc dùng plughw:; không đặt nghĩa là không lệnh nào được phát đầu vào."
        ),
    ]

    private static let speech: [SettingDefinition] = [
        SettingDefinition(
            "speech.command", .text(.any), standard: "espeak-ng -b 1 -s 150 -v {voice} -w {output} --stdin",
            english:
                "The program that speaks texts: words apart by spaces, {voice} and {output} filled in, the text on its standard input; without {output} it writes the WAV file to its standard output.",
            vietnamese:
                "Chương trình đọc văn bản: các từ cách nhau bằng dấu cách, thay {voice} và {output}, văn bản ở đầu vào chuẩn; không có {output} thì ghi WAV ra đầu ra chuẩn."
        ),
        SettingDefinition(
            "speech.voice", .text(.voice), standard: "vi", english: "The voice of texts that name none.",
            vietnamese: "Giọng đọc của văn bản không nêu giọng."),
        SettingDefinition(
            "speech.limit_seconds", .integer(1...600), standard: "60", unit: "seconds",
            english: "A text that takes longer to render is given up, and tried again later.",
            vietnamese: "Văn bản đọc thành tiếng lâu hơn thì bỏ, sau thử lại."),
        SettingDefinition(
            "stream.buffer_ms", .integer(100...2_000), standard: "1000", unit: "ms",
            english: "Depth of the jitter buffer: so much of a stream is held back before it sounds.",
            vietnamese: "Độ sâu bộ đệm: giữ lại bấy nhiêu của luồng trước khi phát."),
        SettingDefinition(
            "alert.tone_seconds", .integer(3...10), standard: "3", unit: "seconds",
            english: "The attention tone before the message of an alert that does not say how long.",
            vietnamese: "Tiếng báo hiệu trước cảnh báo không nêu độ dài."),
    ]

    private static let watchdog: [SettingDefinition] = [
        SettingDefinition(
            "watchdog.device", .text(.any),
            english: "The board's watchdog, such as /dev/watchdog; unset: nothing resets the board.",
            vietnamese: "Mạch canh của bo, ví dụ /dev/watchdog; không đặt nghĩa là không có gì khởi động lại bo."),
        SettingDefinition(
            "watchdog.seconds", .integer(3...3_600), standard: "60", unit: "seconds",
            english:
                "After how long without proof of work the board is reset; longer than the unit's WatchdogSec. The hardware may round it.",
            vietnamese:
                "Bao lâu không có bằng chứng làm việc thì khởi động lại bo; dài hơn WatchdogSec của dịch vụ. Phần cứng có thể làm tròn."
        ),
    ]

    private static let timing: [SettingDefinition] = [
        SettingDefinition(
            "quiet_hours.from", .text(.timeOfDay), standard: "22:00",
            english: "From then on only emergencies sound.", vietnamese: "Từ giờ này chỉ phát tin khẩn cấp."),
        SettingDefinition(
            "quiet_hours.until", .text(.timeOfDay), standard: "05:00",
            english: "The quiet hours end; the same time as from means none.",
            vietnamese: "Hết giờ yên lặng; trùng với giờ bắt đầu nghĩa là không có."),
        SettingDefinition(
            "quiet_hours.zone", .text(.zone), standard: "Asia/Ho_Chi_Minh",
            english: "On which zone's clocks the quiet hours are.", vietnamese: "Giờ yên lặng tính theo múi giờ nào."),
        SettingDefinition(
            "clock.source", .choice(["kernel", "assume"]), standard: "kernel",
            english: "Who vouches for the clock: the kernel (NTP), or this setting itself (tests only).",
            vietnamese: "Ai bảo đảm đồng hồ đúng: nhân hệ điều hành (NTP), hay chính thiết lập này (chỉ để thử)."),
        SettingDefinition(
            "report.health_seconds", .integer(10...86_400), standard: "300", unit: "seconds",
            english: "How often the health report is sent.", vietnamese: "Bao lâu gửi báo cáo tình trạng một lần."),
        SettingDefinition(
            "log.level", .choice(["trace", "debug", "info", "notice", "warning", "error", "critical"]),
            standard: "info", english: "The least important messages that are logged.",
            vietnamese: "Mức tin nhật ký thấp nhất được ghi."),
    ]
}
