import Foundation
import Frontdesk
import Testing

@Suite struct StoreTests {
    private func mode(_ url: URL) throws -> Int? {
        try FileManager.default.attributesOfItem(atPath: url.path())[.posixPermissions] as? Int
    }

    @Test func nobodyElseReadsIt() throws {
        let folder = try TemporaryFolder()
        let state = folder.url.appending(path: ".frontdesk", directoryHint: .isDirectory)
        _ = try Store(folder: state)
        #expect(try mode(state) == 0o700)
        #expect(try mode(state.appending(path: "store.sqlite")) == 0o600)
    }

    @Test func opensAgainAndBesideItself() throws {
        let folder = try TemporaryFolder()
        let first = try Store(folder: folder.url)
        let second = try Store(folder: folder.url)
        #expect(try KnowledgeIndex(first).entries().isEmpty)
        #expect(try KnowledgeIndex(second).entries().isEmpty)
        let names = try FileManager.default.contentsOfDirectory(atPath: folder.url.path())
        #expect(!names.contains { $0.hasSuffix("-wal") })
    }

    @Test func manyOpenAnEmptyFolderAtOnce() async throws {
        let folder = try TemporaryFolder()
        let url = folder.url
        try await withThrowingTaskGroup { group in
            for _ in 0..<8 {
                group.addTask { _ = try KnowledgeIndex(Store(folder: url)).generation() }
            }
            try await group.waitForAll()
        }
    }

    @Test func whatIsNoDatabaseIsBadData() throws {
        let folder = try TemporaryFolder()
        try folder.write(String(repeating: "This is no database. ", count: 100), to: "store.sqlite")
        let error = #expect(throws: BotError.self) { try Store(folder: folder.url) }
        #expect(error?.kind == .badData)
        #expect(error?.problem == "this is not a database")
    }

    @Test func aDamagedRowIsBadData() throws {
        let folder = try TemporaryFolder()
        let store = ConversationStore(try Store(folder: folder.url))
        try store.add(Correction(text: "hello", label: .nothing, conversation: "c", confirmed: false))
        let file = folder.url.appending(path: "store.sqlite")
        #expect(try RawSQLite.execute("UPDATE corrections SET label = 'damaged'", in: file) == nil)
        let error = #expect(throws: BotError.self) { try store.corrections() }
        #expect(
            error.map { "\($0)" }
                == ".frontdesk/store.sqlite: a row of the store is damaged. Restore the store from a backup")
        #expect(error?.kind == .badData)
    }

    @Test func aFolderThatIsAFileCannotBeMade() throws {
        let folder = try TemporaryFolder()
        try folder.write("x", to: "state")
        let error = #expect(throws: BotError.self) { try Store(folder: folder.url.appending(path: "state")) }
        #expect(error?.kind == .cannotCreate)
    }

    @Test func oneJobAtATime() throws {
        let folder = try TemporaryFolder()
        let lock = try JobLock.acquire(folder: folder.url, job: "train")
        let error = #expect(throws: BotError.self) { try JobLock.acquire(folder: folder.url, job: "import") }
        #expect(error?.kind == .locked)
        #expect(error?.problem == "'train' is running (process \(getpid()))")
        lock.release()
        try JobLock.acquire(folder: folder.url, job: "import").release()
    }
}
