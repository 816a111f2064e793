extension KnowledgeIndex {
    /// Runs `body`, which reads files of the bot and writes them, while no import and no other review does so.
    ///
    /// An import removes what it finds half-written, since with the lock nobody else writes.
    func whileNobodyWrites<Value>(_ body: () throws -> Value) throws -> Value {
        guard let lock = try lock(.seconds(60)) else { throw Self.locked }
        defer { lock.release() }
        return try body()
    }
}
