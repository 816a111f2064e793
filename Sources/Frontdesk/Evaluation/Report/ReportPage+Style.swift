extension ReportPage {
    /// The style sheet; without `<` and `&`, so that it is the same to HTML and XML.
    static let style: Markup = """
        :root { color-scheme: light dark;
          --page: #ffffff; --panel: #f6f7f9; --text: #1b1f24; --soft: #59636e; --line: #d8dde3; --fine: #e8ebef;
          --good: #0072b2; --bad: #d55e00; --quiet: #7d8793; --on: #ffffff; }
        @media (prefers-color-scheme: dark) { :root {
          --page: #14171b; --panel: #1d2126; --text: #e7eaee; --soft: #a0a9b4; --line: #3a424b; --fine: #2a3037;
          --good: #56b4e9; --bad: #f0863a; --quiet: #8a949f; --on: #14171b; } }
        * { box-sizing: border-box; }
        html { font: 16px/1.55 system-ui, -apple-system, "Segoe UI", Roboto, "Noto Sans", "Noto Sans CJK SC",
          "PingFang SC", "Microsoft YaHei", sans-serif; background: var(--page); color: var(--text);
          -webkit-text-size-adjust: 100%; }
        body { max-width: 70rem; margin: 0 auto; padding: 2.5rem 1.5rem 4rem; }
        h1 { font-size: 1.9rem; line-height: 1.2; letter-spacing: -.015em; margin: 0 0 .75rem; }
        h2 { font-size: 1.3rem; line-height: 1.3; letter-spacing: -.01em; margin: 0 0 .75rem; }
        h3 { font-size: 1rem; margin: 2rem 0 .5rem; }
        p { max-width: 44rem; margin: 0 0 1rem; }
        section { margin-top: 2.5rem; padding-top: 2rem; border-top: 1px solid var(--line); }
        a { color: var(--good); }
        code { font: .875em ui-monospace, SFMono-Regular, Menlo, Consolas, "Liberation Mono", monospace; }
        bdi { overflow-wrap: anywhere; white-space: pre-line; }
        nav { display: flex; flex-wrap: wrap; gap: .25rem 1.25rem; font-size: .9rem; }
        .facts { display: flex; flex-wrap: wrap; gap: .25rem 1.75rem; margin: 0 0 1rem; font-size: .9rem; }
        .facts div { display: flex; gap: .5rem; min-width: 0; }
        .facts dt { color: var(--soft); }
        .facts dd { margin: 0; overflow-wrap: anywhere; }
        .figures { display: grid; grid-template-columns: repeat(auto-fill, minmax(11rem, 1fr)); gap: .75rem;
          margin: 0 0 1.5rem; }
        .figures div { display: flex; flex-direction: column; background: var(--panel); border-radius: .5rem;
          padding: .85rem 1rem; }
        .figures dt { font-size: .9rem; line-height: 1.35; }
        .figures dd { margin: 0; }
        .figures .value { order: -1; font-size: 1.7rem; line-height: 1.25; font-weight: 600;
          font-variant-numeric: tabular-nums; letter-spacing: -.01em; }
        .figures .note { font-size: .8rem; line-height: 1.4; color: var(--soft); margin-top: .25rem; }
        .pictures { display: grid; grid-template-columns: repeat(auto-fit, minmax(min(100%, 27rem), 1fr));
          gap: 2rem 2.5rem; margin: 1rem 0 1.5rem; }
        figure { margin: 0; min-width: 0; break-inside: avoid; }
        figcaption { font-size: .9rem; line-height: 1.45; color: var(--soft); max-width: 36rem; margin-bottom: .75rem; }
        figcaption strong { display: block; font-size: 1rem; color: var(--text); }
        details { margin-top: .5rem; font-size: .9rem; }
        summary { color: var(--soft); cursor: pointer; width: max-content; }
        .table, .plot { overflow-x: auto; }
        table { border-collapse: collapse; font-size: .9rem; line-height: 1.4; margin: .25rem 0 1rem;
          font-variant-numeric: tabular-nums; }
        th, td { text-align: left; vertical-align: top; font-weight: 400; padding: .4rem 1.5rem .4rem 0;
          border-bottom: 1px solid var(--fine); }
        thead th { color: var(--soft); vertical-align: bottom; border-bottom-color: var(--line); }
        th:last-child, td:last-child { padding-right: 0; }
        .number { text-align: right; white-space: nowrap; }
        .meter { display: inline-block; vertical-align: .05em; width: 5rem; height: .5rem; margin-right: .75rem;
          background: var(--fine); border-radius: .25rem; overflow: hidden; }
        .meter span { display: block; height: 100%; background: var(--good); }
        .terms { font-size: .9rem; margin: 0; max-width: 52rem; }
        .terms div { margin-bottom: .6rem; }
        .terms dt { font-weight: 600; }
        .terms dd { margin: 0; color: var(--soft); }
        svg { display: block; width: 100%; min-width: 24rem; height: auto; font: 12px system-ui, -apple-system, "Segoe UI", Roboto,
          "Noto Sans", sans-serif; font-variant-numeric: tabular-nums; }
        svg text { fill: var(--soft); }
        svg .axis-title { fill: var(--text); }
        .good { --tone: var(--good); } .bad { --tone: var(--bad); }
        .quiet { --tone: var(--quiet); }
        svg .bar, svg .key, svg .dot { fill: var(--tone); }
        svg .pale { fill-opacity: .55; }
        svg .curve { fill: none; stroke: var(--tone); stroke-width: 2; stroke-linejoin: round; stroke-linecap: round; }
        svg .dashed { stroke-dasharray: 6 5; }
        svg .grid { stroke: var(--fine); }
        svg .axis { stroke: var(--quiet); }
        svg .mark { stroke: var(--text); stroke-width: 1.25; stroke-dasharray: 4 4; }
        svg .whisker { fill: none; stroke: var(--text); stroke-width: 1.25; }
        svg .halo { fill: var(--text); paint-order: stroke; stroke: var(--page); stroke-width: 4px;
          stroke-linejoin: round; }
        svg .empty { fill: var(--panel); }
        svg .count { fill: var(--text); } svg .on { fill: var(--on); }
        @media print {
          :root { --page: #ffffff; --panel: #f6f7f9; --text: #000000; --soft: #444c55; --line: #b8bfc7; --fine: #dfe3e8;
            --good: #0072b2; --bad: #d55e00; --quiet: #6b7580; --on: #ffffff; }
          html { font-size: 11px; print-color-adjust: exact; -webkit-print-color-adjust: exact; }
          body { max-width: none; padding: 0; }
          nav, details { display: none; }
          section { margin-top: 1.5rem; padding-top: 1.25rem; }
          h2, h3, thead { break-after: avoid; } tr, .figures { break-inside: avoid; }
          .pictures { grid-template-columns: 1fr 1fr; } .table, .plot { overflow: visible; }
        }
        """
}
