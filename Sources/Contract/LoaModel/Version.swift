/// The version of all of Loa's programs.
public enum Version {
    public static let current = "0.1.0"
}
