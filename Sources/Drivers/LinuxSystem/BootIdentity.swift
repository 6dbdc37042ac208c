/// Names this boot of the kernel: tells monotonic times of different boots apart.
public enum BootIdentity {
    /// 32 hexadecimal digits; "unknown" where /proc is not mounted.
    public static func read() -> String {
        let text = readSmallFile("/proc/sys/kernel/random/boot_id") ?? "unknown"
        return String(text.filter { $0.isHexDigit || $0.isLetter })
    }
}
