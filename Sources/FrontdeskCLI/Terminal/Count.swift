/// Numbers of things, as a person says them: "1 case", "2 cases".
enum Count {
    static func of(_ count: Int, _ one: String, _ many: String? = nil) -> String {
        "\(count) \(count == 1 ? one : many ?? one + "s")"
    }
}
