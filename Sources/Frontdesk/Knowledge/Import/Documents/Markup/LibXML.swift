internal import Foundation

/// The few functions of the system's libxml2 by which documents are read, opened with the first document.
///
/// Linked to the command, the library and the ICU that it brings would cost every start a tenth of its time. All its
/// structures stay behind pointers, so that no header is needed.
struct LibXML: Sendable {
    /// A walk over nodes, as text is parsed or over a parsed page.
    typealias Walk = OpaquePointer
    /// A page that was parsed.
    typealias Page = OpaquePointer
    typealias Text = UnsafePointer<UInt8>
    typealias ReadCallback = @convention(c) (UnsafeMutableRawPointer?, UnsafeMutablePointer<CChar>?, CInt) -> CInt
    typealias CloseCallback = @convention(c) (UnsafeMutableRawPointer?) -> CInt
    typealias ErrorCallback = @convention(c) (UnsafeMutableRawPointer?, OpaquePointer?) -> Void
    typealias Number = @convention(c) (Walk) -> CInt
    typealias Characters = @convention(c) (Walk) -> Text?

    let open:
        @convention(c) (
            ReadCallback, CloseCallback?, UnsafeMutableRawPointer?, UnsafePointer<CChar>?, UnsafePointer<CChar>?, CInt
        ) -> Walk?
    let close: @convention(c) (Walk) -> Void
    let setErrorHandler: @convention(c) (Walk, ErrorCallback?, UnsafeMutableRawPointer?) -> Void
    let parsePage:
        @convention(c) (UnsafePointer<CChar>?, CInt, UnsafePointer<CChar>?, UnsafePointer<CChar>?, CInt) -> Page?
    let freePage: @convention(c) (Page) -> Void
    let walk: @convention(c) (Page) -> Walk?
    let read: Number
    let kind: Number
    let isEmptyElement: Number
    let parserLine: Number
    let nextAttribute: Number
    let backToElement: Number
    let name: Characters
    let value: Characters
    let node: @convention(c) (Walk) -> OpaquePointer?
    let lineOfNode: @convention(c) (OpaquePointer?) -> CLong

    /// The library, opened once; throws where the system lacks it.
    static func loaded() throws -> LibXML {
        try library.get()
    }

    private static let library = Result { try LibXML() }

    private init() throws {
        // The second name is the one since release 2.14.
        guard let handle = dlopen("libxml2.so.2", RTLD_NOW | RTLD_LOCAL) ?? dlopen("libxml2.so.16", RTLD_NOW) else {
            throw BotError(
                .configuration, "documents are read by libxml2, which this system lacks",
                mend: "Install it; on Debian: apt-get install libxml2")
        }
        func function<Signature>(_ name: String, _: Signature.Type = Signature.self) throws -> Signature {
            guard let symbol = dlsym(handle, name) else {
                throw BotError(
                    .configuration, "this system's libxml2 has no '\(name)'", mend: "Install release 2.9 or newer")
            }
            return unsafeBitCast(symbol, to: Signature.self)
        }
        let start: @convention(c) () -> Void = try function("xmlInitParser")
        open = try function("xmlReaderForIO")
        close = try function("xmlFreeTextReader")
        setErrorHandler = try function("xmlTextReaderSetStructuredErrorHandler")
        parsePage = try function("htmlReadMemory")
        freePage = try function("xmlFreeDoc")
        walk = try function("xmlReaderWalker")
        read = try function("xmlTextReaderRead")
        kind = try function("xmlTextReaderNodeType")
        isEmptyElement = try function("xmlTextReaderIsEmptyElement")
        parserLine = try function("xmlTextReaderGetParserLineNumber")
        nextAttribute = try function("xmlTextReaderMoveToNextAttribute")
        backToElement = try function("xmlTextReaderMoveToElement")
        name = try function("xmlTextReaderConstLocalName")
        value = try function("xmlTextReaderConstValue")
        node = try function("xmlTextReaderCurrentNode")
        lineOfNode = try function("xmlGetLineNo")
        start()
    }
}

extension LibXML {
    /// Nothing is printed, nothing fetched; entities are never replaced.
    static let options: CInt = 1 << 5 | 1 << 6 | 1 << 11
    /// What browsers forgive is forgiven too.
    static let pageOptions: CInt = options | 1
}
