/// Numbers of things, as a person says them: "1 case", "2 cases".
package enum Count {
    /// The number with the word for one thing or for several, which takes an "s" unless told otherwise.
    package static func of(_ count: Int, _ one: String, _ many: String? = nil) -> String {
        "\(count) \(count == 1 ? one : many ?? one + "s")"
    }
}
