/// A part of a report with a heading of its own.
package struct ReportSection: Sendable {
    /// A figure worth being seen first.
    package struct Figure: Sendable, Hashable {
        let value: String
        let name: String
        let note: String

        package init(_ value: String, _ name: String, note: String = "") {
            self.value = value
            self.name = name
            self.note = note
        }
    }

    /// A picture, and the same in figures for those who cannot see it.
    package struct Picture: Sendable {
        let plot: any Plot
        let numbers: ReportTable

        package init(_ plot: any Plot, numbers: ReportTable) {
            self.plot = plot
            self.numbers = numbers
        }
    }

    package enum Block: Sendable {
        case text(String)
        case figures([Figure])
        /// Beside one another where there is room.
        case pictures([Picture])
        case heading(String)
        case table(ReportTable)
        /// Terms with what they mean.
        case terms([(term: String, meaning: String)])
    }

    let title: String
    let blocks: [Block]

    package init(_ title: String, _ blocks: [Block]) {
        self.title = title
        self.blocks = blocks
    }

    /// The name by which links within the page find it.
    var anchor: String {
        String(title.lowercased().map { $0.isASCII && ($0.isLetter || $0.isNumber) ? $0 : "-" })
    }

    var markup: Markup {
        """
        <section aria-labelledby="\(anchor)">
        <h2 id="\(anchor)">\(title)</h2>
        \(Markup(blocks.map(\.markup)))
        </section>
        """
    }
}

extension ReportSection.Block {
    fileprivate var markup: Markup {
        switch self {
        case .text(let text): "<p>\(text)</p>"
        case .heading(let text): "<h3>\(text)</h3>"
        case .figures(let figures): "<dl class=\"figures\">\n\(Markup(figures.map(\.markup)))\n</dl>"
        case .pictures(let pictures): "<div class=\"pictures\">\n\(Markup(pictures.map(\.markup)))\n</div>"
        case .table(let table): table.markup
        case .terms(let terms):
            "<dl class=\"terms\">\n\(Markup(terms.map { "<div><dt>\($0.term)</dt><dd>\($0.meaning)</dd></div>" }))\n</dl>"
        }
    }
}

extension ReportSection.Figure {
    fileprivate var markup: Markup {
        let remark: Markup = note.isEmpty ? "" : "<dd class=\"note\">\(note)</dd>"
        return "<div><dt>\(name)</dt><dd class=\"value\">\(value)</dd>\(remark)</div>"
    }
}

extension ReportSection.Picture {
    fileprivate var markup: Markup {
        """
        <figure>
        <figcaption><strong>\(plot.title)</strong> \(plot.summary)</figcaption>
        <div class="plot">\(plot.svg)</div>
        <details><summary>The same in figures</summary>
        \(numbers.markup)
        </details>
        </figure>
        """
    }
}
