//! The report as one HTML page that needs nothing else: no script, no font, no picture from elsewhere.

mod chart;

use super::Lines;
use crate::corpus::{Corpus, Location, QuoteRelation, Relation};
use crate::sheets::{ArticleRow, EventSection, FigureSection, QuoteRow, Report};
use crate::text::Encoding;
use crate::text::sorting::sort_by_key;
use jiff::civil::Date;
use std::fmt::Write;

/// The mark by which a report is known as one, so that it may be written over.
pub(in crate::cli) const MARK: &str = "<meta name=\"generator\" content=\"copydesk report\">";

/// So many figure groups without a conflict, voices, quotations and passages are shown; the sheets have all of them.
const MOST_FIGURES: usize = 40;
/// So many that are in conflict.
const MOST_CONFLICTS: usize = 200;
const MOST_VOICES: usize = 40;
const MOST_ROWS: usize = 40;
/// So many events are shown with their articles.
const MOST_EVENTS: usize = 100;

/// Text as HTML shows it.
fn escape(text: &str) -> String {
    let mut out = String::with_capacity(text.len() + 8);
    for c in text.chars() {
        match c {
            '&' => out.push_str("&amp;"),
            '<' => out.push_str("&lt;"),
            '>' => out.push_str("&gt;"),
            '"' => out.push_str("&quot;"),
            '\'' => out.push_str("&#39;"),
            // What would change the direction of the page's own text, and what HTML cannot hold.
            '\u{202a}'..='\u{202e}' | '\u{2066}'..='\u{2069}' | '\0' => {}
            '\n' | '\r' | '\t' => out.push(' '),
            c if c.is_control() => {}
            c => out.push(c),
        }
    }
    out
}

fn day(date: Date) -> String {
    date.strftime("%-d %b %Y").to_string()
}

fn plural(count: usize, one: &str, many: &str) -> String {
    format!("{count} {}", if count == 1 { one } else { many })
}

struct Page<'a> {
    out: String,
    lines: Lines<'a>,
}

impl Page<'_> {
    fn place(&mut self, path: &str, location: Location) -> String {
        let line = self.lines.of(location.document).position(location.span.start as usize, Encoding::Utf8).line + 1;
        format!("<code class=place>{}:{line}</code>", escape(path))
    }

    fn push(&mut self, html: &str) {
        self.out.push_str(html);
        self.out.push('\n');
    }
}

/// The page. `title` names the corpus.
pub(in crate::cli) fn html(corpus: &Corpus, report: &Report, title: &str) -> String {
    let mut page = Page { out: String::new(), lines: Lines::new(corpus) };
    let name = escape(title);
    let _ = writeln!(
        page.out,
        "<!doctype html>\n<html lang=en>\n<head>\n<meta charset=utf-8>\n{MARK}\n\
         <meta http-equiv=Content-Security-Policy content=\"default-src 'none'; style-src 'unsafe-inline'\">\n\
         <meta name=viewport content=\"width=device-width, initial-scale=1\">\n<meta name=color-scheme content=\"light dark\">\n\
         <title>{name} · copydesk report</title>\n<style>\n{}</style>\n</head>\n<body>",
        include_str!("report.css")
    );
    head(&mut page, report, &name);
    page.push("<main>");
    events(&mut page, report);
    figures(&mut page, report);
    voices(&mut page, report);
    altered(&mut page, report);
    copies(&mut page, report);
    page.push("</main>");
    let _ = writeln!(
        page.out,
        "<footer>Made by copydesk {}. Places are <code>path:line</code> as the articles stood when this was written; \
         <code>copydesk figures</code>, <code>quotes</code> and <code>check</code> have everything that is left out here.</footer>\n</body>\n</html>",
        env!("CARGO_PKG_VERSION")
    );
    page.out
}

fn head(page: &mut Page, report: &Report, name: &str) {
    let conflicts = report.figures.iter().filter(|f| in_conflict(f)).count();
    let days = match report.days {
        Some((first, last)) if first == last => day(first),
        Some((first, last)) => format!("{} – {}", day(first), day(last)),
        None => "no dates known".to_owned(),
    };
    let _ = writeln!(page.out, "<header><p class=kicker>Corpus report</p><h1>{name}</h1><p class=days>{days}</p>");
    let one_or = |count: usize, one: &'static str, many: &'static str| (count, if count == 1 { one } else { many });
    let bad = |count: usize, class: &'static str| if count > 0 { class } else { "" };
    let differ = report.altered.len();
    let stats = [
        (one_or(report.articles, "article", "articles"), "", "#events"),
        (one_or(report.events.len(), "event", "events"), "", "#events"),
        (one_or(conflicts, "figure in conflict", "figures in conflict"), bad(conflicts, " class=bad"), "#figures"),
        (one_or(differ, "quotation that differs", "quotations that differ"), bad(differ, " class=warn"), "#altered"),
        (one_or(report.voices.len(), "speaker quoted", "speakers quoted"), "", "#voices"),
        (one_or(report.copies.len() + report.passages.len(), "copy", "copies"), "", "#copies"),
    ];
    page.push("<nav class=stats>");
    for ((count, what), class, to) in stats {
        let _ = writeln!(page.out, "<a href=\"{to}\"{class}><b>{count}</b><span>{what}</span></a>");
    }
    page.push("</nav></header>");
}

fn section(page: &mut Page, id: &str, title: &str, note: &str) {
    let _ = writeln!(page.out, "<section id={id}><h2>{title}</h2><p class=note>{note}</p>");
}

fn in_conflict(section: &FigureSection) -> bool {
    section.relations.iter().any(|r| r.2 == Relation::Conflict)
}

fn events(page: &mut Page, report: &Report) {
    section(page, "events", "Events", "Articles that report the same event, by the rare words and names they share.");
    if report.events.is_empty() {
        page.push("<p class=none>No two articles report the same event.</p>");
    }
    for event in report.events.iter().take(MOST_EVENTS) {
        event_card(page, event, report, report.events.len() <= 3);
    }
    if report.events.len() > MOST_EVENTS {
        let _ = writeln!(page.out, "<p class=more>… and {} more events.</p>", report.events.len() - MOST_EVENTS);
    }
    if !report.alone.is_empty() {
        let _ = writeln!(
            page.out,
            "<details><summary>{} on no event of another</summary>",
            plural(report.alone.len(), "article", "articles")
        );
        article_list(page, &report.alone);
        page.push("</details>");
    }
    page.push("</section>");
}

fn event_card(page: &mut Page, event: &EventSection, report: &Report, open: bool) {
    let conflicts = event.figures.iter().filter(|&&f| in_conflict(&report.figures[f])).count();
    let days = event.articles.iter().filter_map(|a| a.day);
    let span = match days.clone().min().zip(days.max()) {
        Some((first, last)) if first == last => format!(" · {}", day(first)),
        Some((first, last)) => format!(" · {} – {}", day(first), day(last)),
        None => String::new(),
    };
    let mark = if conflicts > 0 {
        format!("<span class=badge>{}</span>", plural(conflicts, "conflict", "conflicts"))
    } else {
        String::new()
    };
    let _ = writeln!(
        page.out,
        "<details class=card{}><summary><b>{}</b> {mark}<span class=sub>{}{span}</span></summary>",
        if open { " open" } else { "" },
        escape(&event.title),
        plural(event.articles.len(), "article", "articles")
    );
    article_list(page, &event.articles);
    page.push("</details>");
}

fn article_list(page: &mut Page, articles: &[ArticleRow]) {
    page.push("<ol class=articles>");
    for article in articles.iter().take(500) {
        let when = article.day.map_or("—".to_owned(), day);
        let who = article.publisher.as_deref().map_or(String::new(), |p| format!(" · {}", escape(p)));
        let _ = writeln!(
            page.out,
            "<li><time>{when}</time><span>{}<small>{}{who}</small></span></li>",
            escape(&article.title),
            escape(&article.path)
        );
    }
    page.push("</ol>");
}

fn figures(page: &mut Page, report: &Report) {
    section(
        page,
        "figures",
        "Figures over time",
        "What several places say of one thing. A dot is a stated value, its bar what the words allow; \
         <i class=bad>red</i> values cannot be true together, <i class=warn>amber</i> ones are running counts.",
    );
    let told: Vec<&FigureSection> =
        report.figures.iter().filter(|f| f.relations.iter().any(|r| r.2 >= Relation::Evolving)).collect();
    if told.is_empty() {
        page.push("<p class=none>No figure is given in two ways that rounding and hedges do not explain.</p>");
    }
    let conflicts = told.iter().filter(|f| in_conflict(f)).count();
    let shown = conflicts.clamp(MOST_FIGURES, MOST_CONFLICTS);
    for figure in told.iter().take(shown) {
        figure_card(page, figure);
    }
    let rest = report.figures.len().saturating_sub(told.len().min(shown));
    if rest > 0 {
        let _ = writeln!(
            page.out,
            "<p class=more>… and {} on which all agree, or that are left out here.</p>",
            plural(rest, "figure", "figures")
        );
    }
    page.push("</section>");
}

fn figure_card(page: &mut Page, figure: &FigureSection) {
    let conflict = in_conflict(figure);
    let class = if conflict { "card figure conflict" } else { "card figure" };
    let badge = if conflict { "<span class=badge>in conflict</span>" } else { "" };
    let _ =
        writeln!(page.out, "<article class=\"{class}\"><h3>{} {badge}</h3><div class=pair>", escape(&figure.measures));
    page.push(&chart::chart(figure));
    page.push("<table><tbody>");
    let worst = |index: usize| figure.relations.iter().filter(|r| r.0 == index || r.1 == index).map(|r| r.2).max();
    let mut rows: Vec<usize> = (0..figure.rows.len()).filter(|&i| figure.rows[i].same_as.is_none()).collect();
    sort_by_key(&mut rows, |&i| (figure.rows[i].as_of.is_none(), figure.rows[i].as_of));
    for &index in rows.iter().take(12) {
        let row = &figure.rows[index];
        let same: Vec<&str> =
            figure.rows.iter().filter(|r| r.same_as == Some(index)).map(|r| r.path.as_str()).collect();
        let class = match worst(index) {
            Some(Relation::Conflict) => " class=bad",
            Some(Relation::Evolving) => " class=warn",
            _ => "",
        };
        let place = page.place(&row.path, row.location);
        let who = row.source.as_deref().map_or(String::new(), |s| format!("<span class=who>{}</span>", escape(s)));
        let when = row.as_of.map_or(String::new(), |d| format!("<time>{}</time>", day(d)));
        let again = match same.len() {
            0 => String::new(),
            n => format!("<span class=again title=\"{}\">+{n} the same</span>", escape(&same.join(", "))),
        };
        let _ = writeln!(
            page.out,
            "<tr{class}><th scope=row>{}</th><td>{who} {when} {place} {again}</td></tr>",
            escape(&row.text)
        );
    }
    if rows.len() > 12 {
        let _ = writeln!(page.out, "<tr><td colspan=2 class=more>… and {} more values</td></tr>", rows.len() - 12);
    }
    page.push("</tbody></table></div></article>");
}

fn voices(page: &mut Page, report: &Report) {
    section(page, "voices", "Who is quoted", "Quotations by speaker, and the articles that carry them.");
    if report.voices.is_empty() {
        page.push("<p class=none>No quotation has a speaker.</p></section>");
        return;
    }
    let most = report.voices.first().map_or(1, |v| v.quotations).max(1);
    page.push("<table class=voices><thead><tr><th scope=col>speaker</th><th scope=col>quotations</th><th scope=col>quoted by</th></tr></thead><tbody>");
    for voice in report.voices.iter().take(MOST_VOICES) {
        let width = (voice.quotations * 100).div_ceil(most);
        let altered = match voice.altered {
            0 => String::new(),
            n => format!(" <span class=badge title=\"stand in other words elsewhere\">{n} differ</span>"),
        };
        let by: Vec<String> = voice
            .by
            .iter()
            .take(6)
            .map(|(path, count)| {
                let label = path.rsplit('/').next().unwrap_or(path);
                let times = if *count > 1 { format!(" ×{count}") } else { String::new() };
                format!("<span class=chip title=\"{}\">{}{times}</span>", escape(path), escape(label))
            })
            .collect();
        let more = voice.by.len().saturating_sub(6);
        let more = if more > 0 { format!(" <span class=sub>and {more} more</span>") } else { String::new() };
        let _ = writeln!(
            page.out,
            "<tr><th scope=row>{}</th><td class=bar><svg viewBox=\"0 0 100 8\" preserveAspectRatio=none aria-hidden=true><rect width={width} height=8 rx=1 /></svg><b>{}</b>{altered}</td><td>{}{more}</td></tr>",
            escape(&voice.name),
            voice.quotations,
            by.join(" ")
        );
    }
    page.push("</tbody></table>");
    if report.voices.len() > MOST_VOICES {
        let _ = writeln!(page.out, "<p class=more>… and {} more speakers.</p>", report.voices.len() - MOST_VOICES);
    }
    page.push("</section>");
}

fn altered(page: &mut Page, report: &Report) {
    section(page, "altered", "Quotations that differ", "One utterance, quoted in other words by other articles.");
    if report.altered.is_empty() {
        page.push("<p class=none>No quotation stands in two versions.</p>");
    }
    for row in report.altered.iter().take(MOST_ROWS) {
        quotation(page, row);
    }
    if report.altered.len() > MOST_ROWS {
        let _ = writeln!(page.out, "<p class=more>… and {} more.</p>", report.altered.len() - MOST_ROWS);
    }
    page.push("</section>");
}

fn quotation(page: &mut Page, row: &QuoteRow) {
    let _ = writeln!(
        page.out,
        "<article class=\"card quotation\"><h3>{}</h3>",
        escape(row.speaker.as_deref().unwrap_or("Nobody named"))
    );
    let place = page.place(&row.path, row.location);
    let _ = writeln!(page.out, "<blockquote>{} {place}</blockquote>", escape(&row.text));
    for version in row.versions.iter().filter(|v| v.relation == QuoteRelation::Altered).take(6) {
        let place = page.place(&version.path, version.location);
        let shown = differences(&row.text, &version.text);
        let _ = writeln!(page.out, "<blockquote class=other>{shown} {place}</blockquote>");
    }
    page.push("</article>");
}

/// The other wording with what only it has marked, and what it leaves out struck through.
fn differences(here: &str, there: &str) -> String {
    use similar::{Algorithm, DiffTag, capture_diff_slices};
    let words = |text: &'_ str| text.split_whitespace().take(200).map(str::to_owned).collect::<Vec<String>>();
    let (a, b) = (words(here), words(there));
    let key = |w: &String| w.chars().filter(|c| c.is_alphanumeric()).flat_map(char::to_lowercase).collect::<String>();
    let keys = |w: &[String]| w.iter().map(key).collect::<Vec<String>>();
    let mut out = Vec::new();
    for operation in capture_diff_slices(Algorithm::Myers, &keys(&a), &keys(&b)) {
        let (tag, old, new) = operation.as_tag_tuple();
        let (gone, come) = (escape(&a[old].join(" ")), escape(&b[new].join(" ")));
        match tag {
            DiffTag::Equal => out.push(come),
            DiffTag::Delete => out.push(format!("<del>{gone}</del>")),
            DiffTag::Insert => out.push(format!("<ins>{come}</ins>")),
            DiffTag::Replace => out.push(format!("<del>{gone}</del> <ins>{come}</ins>")),
        }
    }
    out.join(" ")
}

fn copies(page: &mut Page, report: &Report) {
    section(
        page,
        "copies",
        "Copies",
        "Articles that share most of their words, and long passages that stand in two: one source, not two.",
    );
    if report.copies.is_empty() && report.passages.is_empty() {
        page.push("<p class=none>No article repeats another.</p>");
    }
    if !report.copies.is_empty() {
        page.push("<table><thead><tr><th scope=col>alike</th><th scope=col>first</th><th scope=col>then</th></tr></thead><tbody>");
        for copy in report.copies.iter().take(MOST_ROWS) {
            let shown = |a: &ArticleRow| {
                let when = a.day.map_or(String::new(), |d| format!("<time>{}</time> ", day(d)));
                format!("{when}<code class=place>{}</code>", escape(&a.path))
            };
            let _ = writeln!(
                page.out,
                "<tr><th scope=row>{:.0} %</th><td>{}</td><td>{}</td></tr>",
                copy.share * 100.0,
                shown(&copy.first),
                shown(&copy.second)
            );
        }
        page.push("</tbody></table>");
    }
    if !report.passages.is_empty() {
        page.push("<table><thead><tr><th scope=col>words</th><th scope=col>passage</th><th scope=col>in both</th></tr></thead><tbody>");
        for passage in report.passages.iter().take(MOST_ROWS) {
            let (here, there) =
                (page.place(&passage.paths.0, passage.here), page.place(&passage.paths.1, passage.there));
            let _ = writeln!(
                page.out,
                "<tr><th scope=row>{}</th><td>{} …</td><td>{here} {there}</td></tr>",
                passage.words,
                escape(&passage.text)
            );
        }
        page.push("</tbody></table>");
        if report.passages.len() > MOST_ROWS {
            let _ = writeln!(page.out, "<p class=more>… and {} more passages.</p>", report.passages.len() - MOST_ROWS);
        }
    }
    page.push("</section>");
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn text_cannot_become_markup() {
        assert_eq!(escape("<b onclick='x'>&\"\u{202e}"), "&lt;b onclick=&#39;x&#39;&gt;&amp;&quot;");
        assert!(!differences("<script>one", "<script>two").contains("<script"));
    }

    #[test]
    fn what_differs_between_two_wordings_is_marked() {
        assert_eq!(
            differences("the gates stay open", "the gates stay shut."),
            "the gates stay <del>open</del> <ins>shut.</ins>"
        );
    }
}
