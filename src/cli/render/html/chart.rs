//! A figure group as a small chart: time from left to right, the value upwards.

use super::escape;
use crate::corpus::Relation;
use crate::reading::movement::short;
use crate::sheets::{FigureRow, FigureSection};
use jiff::civil::Date;
use std::fmt::Write;

const WIDTH: f64 = 360.0;
const HEIGHT: f64 = 150.0;
/// Space for the numbers at the left, the dates below, and the dots at the other two edges.
const LEFT: f64 = 58.0;
const BELOW: f64 = 22.0;
const EDGE: f64 = 12.0;

struct Dot {
    x: f64,
    y: f64,
    low: f64,
    high: f64,
    open: bool,
}

/// The chart as an `svg` element.
pub(super) fn chart(figure: &FigureSection) -> String {
    let rows: Vec<usize> = (0..figure.rows.len()).filter(|&i| figure.rows[i].same_as.is_none()).collect();
    // All on the scale of the first row's unit.
    let factor = rows
        .first()
        .map(|&i| &figure.rows[i])
        .filter(|r| r.low != 0.0 && r.base.0 != 0.0)
        .map_or(1.0, |r| r.low / r.base.0);
    let ends = |row: &FigureRow| (row.base.0 * factor, row.base.1 * factor);
    let value = |row: &FigureRow| row.stated * factor;
    let shown: Vec<f64> = rows.iter().map(|&i| value(&figure.rows[i])).filter(|v| v.is_finite()).collect();
    let (least, most) =
        (shown.iter().copied().fold(f64::INFINITY, f64::min), shown.iter().copied().fold(f64::NEG_INFINITY, f64::max));
    if !least.is_finite() || !most.is_finite() {
        return String::new();
    }
    let pad = ((most - least) * 0.15).max(most.abs() * 0.02).max(1e-9);
    let (bottom, top) = (if least >= 0.0 { (least - pad).max(0.0) } else { least - pad }, most + pad);
    let plot = (WIDTH - LEFT - 2.0 * EDGE, HEIGHT - BELOW - 2.0 * EDGE);
    let up = |v: f64| EDGE + plot.1 * (1.0 - ((v - bottom) / (top - bottom)).clamp(0.0, 1.0));
    let dates: Vec<Date> = rows.iter().filter_map(|&i| figure.rows[i].as_of).collect();
    let (first, last) = (dates.iter().min().copied(), dates.iter().max().copied());
    let length = first.zip(last).and_then(|(a, b)| a.until(b).ok()).map_or(0, |s| s.get_days());
    // Without days that differ, the figures stand in the order of their articles.
    let timed = length > 0;
    let across = |order: usize, row: &FigureRow| {
        let share = match (timed, row.as_of, first) {
            (true, Some(day), Some(first)) => {
                f64::from(first.until(day).map_or(0, |s| s.get_days())) / f64::from(length)
            }
            (true, ..) => 0.0,
            _ => (order as f64 + 0.5) / rows.len() as f64,
        };
        LEFT + EDGE + plot.0 * share
    };
    let dots: Vec<Dot> = rows
        .iter()
        .enumerate()
        .map(|(order, &i)| {
            let row = &figure.rows[i];
            let (low, high) = ends(row);
            let open = !high.is_finite();
            let high = if open { EDGE / 2.0 } else { up(high) };
            Dot { x: across(order, row), y: up(value(row)), low: up(low.max(bottom)), high, open }
        })
        .collect();
    let mut out = String::new();
    let label = format!("{}: {} to {}", figure.measures, short(least), short(most));
    let _ =
        write!(out, "<svg class=chart viewBox=\"0 0 {WIDTH} {HEIGHT}\" role=img aria-label=\"{}\">", escape(&label));
    let mut marks = vec![most];
    if up(least) - up(most) >= 16.0 {
        marks.push(least);
    }
    for mark in marks {
        let y = up(mark);
        let _ = write!(
            out,
            "<line class=grid x1={LEFT} x2={WIDTH} y1={y:.1} y2={y:.1} /><text class=axis x={} y={:.1} text-anchor=end>{}</text>",
            LEFT - 6.0,
            y + 4.0,
            compact(mark)
        );
    }
    let base = HEIGHT - BELOW;
    let _ = write!(out, "<line class=base x1={LEFT} x2={WIDTH} y1={base} y2={base} />");
    if let (Some(first), Some(last)) = (first, last) {
        let shown = |d: Date| d.strftime("%-d %b %Y").to_string();
        let _ = write!(out, "<text class=axis x={LEFT} y={}>{}</text>", HEIGHT - 6.0, shown(first));
        if timed {
            let _ = write!(out, "<text class=axis x={WIDTH} y={} text-anchor=end>{}</text>", HEIGHT - 6.0, shown(last));
        }
    }
    let place = |i: usize| rows.iter().position(|&r| r == i).and_then(|p| dots.get(p));
    // A running count is joined to the next report of it only; every contradiction is drawn.
    let day = |i: usize| figure.rows[i].as_of;
    let is_next = |a: usize, b: usize| {
        let (first, last) = if day(a) <= day(b) { (a, b) } else { (b, a) };
        let evolving = figure.relations.iter().filter(|r| r.2 == Relation::Evolving && (r.0 == first || r.1 == first));
        let others = evolving.map(|r| if r.0 == first { r.1 } else { r.0 }).filter(|&o| day(o) > day(first));
        others.map(day).min() == Some(day(last))
    };
    let drawn =
        |r: &&(usize, usize, Relation)| r.2 == Relation::Conflict || r.2 == Relation::Evolving && is_next(r.0, r.1);
    for (a, b, relation) in figure.relations.iter().take(400).filter(drawn).take(200) {
        let (Some(from), Some(to)) = (place(*a), place(*b)) else { continue };
        let class = if *relation == Relation::Conflict { "against" } else { "evolves" };
        let _ = write!(out, "<line class={class} x1={:.1} y1={:.1} x2={:.1} y2={:.1} />", from.x, from.y, to.x, to.y);
    }
    for (&i, dot) in rows.iter().zip(&dots) {
        let row = &figure.rows[i];
        let worst = figure.relations.iter().filter(|r| r.0 == i || r.1 == i).map(|r| r.2).max();
        let class = match worst {
            Some(Relation::Conflict) => "dot bad",
            Some(Relation::Evolving) => "dot warn",
            _ if dot.open => "dot open",
            _ => "dot",
        };
        let same = figure.rows.iter().filter(|r| r.same_as == Some(i)).count();
        let who = row.source.as_deref().map_or(String::new(), |s| format!(" ({s})"));
        let title = escape(&format!("{}{who} — {}", row.text, row.path));
        if (dot.low - dot.high).abs() > 1.0 {
            let arrow = if dot.open { " open" } else { "" };
            let _ = write!(
                out,
                "<line class=\"range{arrow}\" x1={0:.1} x2={0:.1} y1={1:.1} y2={2:.1} />",
                dot.x, dot.low, dot.high
            );
        }
        let radius = 4.0 + (same as f64).sqrt().min(4.0);
        let _ = write!(
            out,
            "<circle class=\"{class}\" cx={:.1} cy={:.1} r={radius:.1}><title>{title}</title></circle>",
            dot.x, dot.y
        );
    }
    out.push_str("</svg>");
    out
}

/// A number short enough for an axis: "12,000", "1.5 m", "240 m".
fn compact(value: f64) -> String {
    match value.abs() {
        v if v >= 1e12 => format!("{} tn", short(value / 1e12)),
        v if v >= 1e9 => format!("{} bn", short(value / 1e9)),
        v if v >= 1e6 => format!("{} m", short(value / 1e6)),
        _ => short(value),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::corpus::{DocumentId, Location};
    use crate::reading::Modifier;
    use crate::text::Span;

    fn row(low: f64, high: f64, day: Option<&str>) -> FigureRow {
        FigureRow {
            location: Location { document: DocumentId(0), span: Span::at(0) },
            path: "a<b>.txt".into(),
            text: format!("{low}"),
            low,
            high,
            base: (low, high),
            stated: low,
            modifier: Modifier::Exact,
            unit: String::new(),
            as_of: day.and_then(|d| d.parse().ok()),
            source: None,
            same_as: None,
        }
    }

    fn drawn(rows: Vec<FigureRow>, relations: Vec<(usize, usize, Relation)>) -> String {
        chart(&FigureSection { measures: "people, evacuate".into(), rows, relations })
    }

    #[test]
    fn values_that_contradict_each_other_are_joined_and_marked() {
        let rows = vec![row(12_000.0, 12_000.0, Some("2024-12-03")), row(19_000.0, 19_000.0, Some("2024-12-05"))];
        let svg = drawn(rows, vec![(0, 1, Relation::Conflict)]);
        assert_eq!(svg.matches("class=\"dot bad\"").count(), 2);
        assert!(svg.contains("class=against") && svg.contains("19,000") && svg.contains("5 Dec 2024"));
        assert!(!svg.contains("a<b>"));
    }

    #[test]
    fn one_value_no_day_and_no_end_draw_nothing_wild() {
        for rows in [vec![row(5.0, 5.0, None)], vec![row(0.0, 0.0, None), row(0.0, f64::INFINITY, None)], vec![]] {
            let svg = drawn(rows, Vec::new());
            assert!(!svg.contains("NaN") && !svg.contains("inf"), "{svg}");
        }
    }
}
