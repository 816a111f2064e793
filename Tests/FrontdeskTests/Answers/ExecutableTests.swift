import Foundation
import Frontdesk
import Testing

@Suite("Programs that answer, and those that do not")
struct ExecutableTests {
    @Test("What is sent comes back from a program that copies it, numbers as text")
    func values() throws {
        let values = try Executable(path: "/bin/cat", timeLimit: 30).run(Data(#"{"a": "x", "b": 12, "c": [1]}"#.utf8))
        #expect(values == ["a": "x", "b": "12"])
    }

    @Test("A program that prints without end is stopped at once, and told so")
    func endless() {
        #expect(throws: Executable.Failure.tooMuch) {
            try Executable(path: "/usr/bin/yes", timeLimit: 600).output(for: Data())
        }
    }

    @Test("Other ways to fail")
    func failures() {
        #expect(throws: Executable.Failure.exited(1)) {
            try Executable(path: "/bin/false", timeLimit: 30).output(for: Data())
        }
        #expect(throws: Executable.Failure.notJSON) {
            try Executable(path: "/bin/cat", timeLimit: 30).run(Data("no object".utf8))
        }
    }
}
