import Foundation
import Frontdesk
import Testing

@Suite struct ReportPageTests {
    private static let nasty = "<script>alert(\"1\")</script> & 'so' \u{1B}[2J\u{0} ]]> <!-- 退款 \u{202E}"

    /// A page with every kind of block, and text that would like to be markup in each place.
    private var page: ReportPage {
        let nasty = Self.nasty
        let bars = [BarPlot.Bar(0...0.5, 3, note: nasty), .init(0.5...1, 0.2, interval: 0.1...0.4, note: nasty)]
        let plots: [any Plot] = [
            LinePlot(
                nasty, summary: nasty, x: PlotAxis(nasty, .count, over: 0...10),
                y: PlotAxis(nasty, .number, holding: [1, 2]),
                [
                    .init(nasty, .good, [.init(1, 1), .init(2, .nan), .init(3, 2)]),
                    .init("b", .quiet, isDashed: true, []),
                ]),
            BarPlot(
                nasty, summary: nasty, x: PlotAxis(nasty, .share, over: 0...1),
                [.init(nasty, .bad, y: PlotAxis(nasty, .count, holding: [3]), bars)], mark: (0.9, nasty),
                hasDiagonal: true),
            MatrixPlot(
                nasty, summary: nasty, names: [nasty, "b"], counts: [[1, 0], [2, 3]], rows: nasty, columns: nasty),
        ]
        let table = ReportTable(
            [nasty, nasty],
            [[.name(nasty), .words(nasty)], [.text(nasty), .share(0.5)], [.text(""), .number(nasty)]])
        return ReportPage(
            nasty, facts: [(nasty, nasty)],
            [
                ReportSection(
                    nasty,
                    [
                        .text(nasty), .heading(nasty), .figures([.init(nasty, nasty, note: nasty)]), .table(table),
                        .terms([(nasty, nasty)]), .pictures(plots.map { .init($0, numbers: table) }),
                    ]),
                ReportSection("Empty", []), ReportSection("Last", [.text("the end")]),
            ])
    }

    @Test func noTextBecomesMarkup() {
        let html = page.html
        let read = ReadPage(html)
        #expect(read.problem == nil)
        #expect(read.all("script").isEmpty && !html.contains("<script"))
        #expect(read.text.contains("<script>alert(\"1\")</script> & 'so' ␛[2J␀ ]]> <!-- 退款"))
        #expect(!html.unicodeScalars.contains { $0.value < 0x20 && $0 != "\n" })
    }

    @Test func nothingIsLoaded() {
        let read = ReadPage(page.html)
        let linking: Set<String> = ["link", "img", "iframe", "object", "image", "use", "base"]
        #expect(!read.elements.contains { linking.contains($0.name) })
        for element in read.elements {
            #expect(element.attributes["src"] == nil)
            #expect(element.attributes["href"]?.hasPrefix("#") ?? true)
        }
        #expect(!page.html.contains("url(") && !page.html.contains("@import"))
    }

    @Test func everyPictureIsNamedAndStandsBesideItsFigures() {
        let read = ReadPage(page.html)
        #expect(read.all("svg").count == 3 && read.all("figure").count == 3)
        for picture in read.all("svg") {
            #expect(picture.attributes["role"] == "img" && picture.attributes["aria-label"]?.isEmpty == false)
        }
        #expect(read.all("title").count { $0.parent == "svg" } == 3)
        #expect(read.all("desc").count == 3 && read.all("details").count { $0.parent == "figure" } == 3)
        let names = Set(read.elements.compactMap { $0.attributes["id"] })
        #expect(read.all("a").count == 3)
        #expect(read.all("a").allSatisfy { names.contains(String($0.attributes["href"]?.dropFirst() ?? "")) })
    }

    @Test func placesAreNumbers() {
        let empty = LinePlot(
            "t", summary: "s", x: PlotAxis("x", .count, over: 0...0), y: PlotAxis("y", .number, holding: []),
            [.init("a", .good, [.init(0, 0), .init(.infinity, 1)])])
        let flat = BarPlot(
            "t", summary: "s", x: PlotAxis("x", .share, over: 0...1),
            [.init("a", .good, y: PlotAxis("y", .count, holding: [0, 0]), [.init(0...1, 0, note: "")])])
        for plot in [empty, flat, MatrixPlot("t", summary: "", names: [], counts: [], rows: "", columns: "")]
            as [any Plot]
        {
            #expect(!plot.drawing.source.contains("nan") && !plot.drawing.source.contains("inf"))
        }
    }

    @Test func customersWordsKeepTheirLanguage() {
        let section = ReportSection("a", [.table(ReportTable(["", ""], [[.words("退款"), .words("refund")]]))])
        let read = ReadPage(ReportPage("t", [section]).html)
        #expect(read.all("bdi").map { $0.attributes["lang"] } == ["zh", "en"])
    }

    @Test func ofALongTextTheBeginningIsShown() {
        let (words, ideographs) = (String(repeating: "word ", count: 10_000), String(repeating: "退款", count: 500))
        let section = ReportSection("a", [.table(ReportTable(["", ""], [[.words(words), .words(ideographs)]]))])
        let html = ReportPage("t", [section]).html
        #expect(html.contains(words.prefix(150)) && !html.contains(words.prefix(200)))
        #expect(html.contains(ideographs.prefix(90)) && !html.contains(ideographs.prefix(110)))
        #expect(ReadPage(html).text.count { $0 == "…" } == 2)
    }

    @Test func theFolderHoldsThreeFiles() throws {
        let folder = try TemporaryFolder()
        let url = folder.url.appending(path: "a/b")
        let numbers = ["auroc": ["en": 0.5, "zh": 1]]
        let scalars = try ReportScalar.all(in: numbers)
        try ReportFolder(url, named: "a/b").write(page, numbers: numbers, scalars: scalars)
        #expect(try folder.read("a/b/report.html") == page.html)
        #expect(try folder.read("a/b/scalars.csv") == "name,step,value\nauroc.en,,0.5\nauroc.zh,,1\n")
        let read = try JSONDecoder().decode(
            [String: [String: Double]].self, from: Data(folder.read("a/b/report.json").utf8))
        #expect(read == numbers)
        #expect(try FileManager.default.contentsOfDirectory(atPath: url.path).count == 3)
    }

    @Test func aFileInTheWayIsTold() throws {
        let folder = try TemporaryFolder()
        try folder.write("", to: "file")
        for path in ["file", "file/below"] {
            let error = #expect(throws: BotError.self) {
                try ReportFolder(folder.url.appending(path: path), named: path)
            }
            #expect(error?.kind == .cannotCreate && error?.location?.file == path && error?.mend != nil)
        }
    }

    @Test func scalarsAreNumbersOutsideOfLists() throws {
        struct Figures: Encodable {
            let b = 0.25
            let a = 3
            let isOn = true
            let list = [1, 2]
            let name = "n"
            let below = ["x,\"y": 1.5]
        }
        let scalars = try ReportScalar.all(in: Figures()) + [ReportScalar("loss", step: 7, 0.1)]
        #expect(
            ReportScalar.csv(scalars) == """
                name,step,value
                a,,3
                b,,0.25
                "below.x,""y",,1.5
                loss,7,0.1

                """)
    }
}
