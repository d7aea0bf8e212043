//! Annotation files of one token a line, WebAnno TSV and CoNLL-U: what a column says, and what can be folded.

use super::{Fold, FoldKind, Hover, Markup, Target, TokenKind};
use crate::annotation::conllu::{Conllu, Id, Row};
use crate::annotation::webanno::{Row as Token, WebAnno};
use crate::annotation::{AnnotationFile, SpanAnnotation};
use crate::corpus::DocumentId;
use crate::text::Span;

/// The annotation that a cell at the byte `offset` speaks of, else the first one of its row.
pub(super) fn at<'a>(webanno: &WebAnno, file: &'a AnnotationFile, offset: usize) -> Option<(&'a SpanAnnotation, Span)> {
    let row = row_at(webanno, offset)?;
    let covers =
        |span: &&SpanAnnotation| span.offsets.iter().any(|&(from, to)| from <= row.offsets.0 && row.offsets.1 <= to);
    let mut cells = row.cells.iter();
    for layer in &webanno.layers {
        for cell in cells.by_ref().take(layer.columns.len()).filter(|cell| cell.span.touches(offset)) {
            let item = cell.items.iter().find(|item| item.span.touches(offset))?;
            let numbered = item.id().map(|number| format!("{}[{number}]", layer.short()));
            let id = numbered.unwrap_or_else(|| format!("{} {}", layer.short(), row.id));
            if let Some(found) = file.spans.iter().find(|span| span.id == id) {
                return Some((found, item.span));
            }
        }
    }
    let place = row.spans.into_iter().find(|span| span.touches(offset)).unwrap_or(row.line);
    file.spans.iter().find(covers).map(|span| (span, place))
}

fn row_at(webanno: &WebAnno, offset: usize) -> Option<&Token> {
    webanno.rows().find(|row| row.line.touches(offset))
}

/// What a cell refers to: the row that is the source of a relation or fills a slot.
pub(super) fn definition(file: &AnnotationFile, document: DocumentId, offset: usize) -> Option<Target> {
    use crate::annotation::webanno::{Column, RowId, Value};
    if let Some(conllu) = &file.conllu {
        return head(conllu, &file.text, document, offset);
    }
    let webanno = file.webanno.as_deref()?;
    let row = row_at(webanno, offset)?;
    let columns = webanno.layers.iter().flat_map(|layer| &layer.columns);
    let (cell, _) = row
        .cells
        .iter()
        .zip(columns)
        .find(|(cell, column)| cell.span.touches(offset) && matches!(column, Column::Slot(_) | Column::Base(_)))?;
    let item = cell.items.iter().find(|item| item.span.touches(offset))?;
    let Value::Text(written) = &item.parts.first()?.value else { return None };
    let id = RowId::read(written)?;
    let found = webanno.rows().find(|row| row.id == id)?;
    Some(Target { document, span: found.line, focus: found.spans[0], origin: Some(item.span) })
}

/// The layer in the header that the cell at the byte `offset` belongs to.
pub(super) fn type_definition(file: &AnnotationFile, document: DocumentId, offset: usize) -> Option<Target> {
    let webanno = file.webanno.as_deref()?;
    let row = row_at(webanno, offset)?;
    let layers = webanno.layers.iter().flat_map(|layer| layer.columns.iter().map(move |_| layer));
    let (cell, layer) = row.cells.iter().zip(layers).find(|(cell, _)| cell.span.touches(offset))?;
    Some(Target { document, span: layer.span, focus: layer.span, origin: Some(cell.span) })
}

/// From a word's HEAD to the word.
fn head(conllu: &Conllu, text: &str, document: DocumentId, offset: usize) -> Option<Target> {
    let sentence = conllu.sentence_at(offset)?;
    let row = sentence.rows.iter().find(|row| row.line.touches(offset))?;
    let origin = row.fields[6].filter(|span| span.touches(offset))?;
    let number: u32 = origin.of(text).parse().ok()?;
    let found = sentence.rows.iter().find(|row| row.id == Some(Id::Word(number)))?;
    Some(Target { document, span: found.line, focus: found.fields[1].unwrap_or(found.line), origin: Some(origin) })
}

/// What the word at the byte `offset` of a CoNLL-U file is, in its sentence.
pub(super) fn hover(conllu: &Conllu, text: &str, offset: usize) -> Option<Hover> {
    let sentence = conllu.sentence_at(offset)?;
    let row = sentence.rows.iter().find(|row| row.line.touches(offset))?;
    let field = |row: &Row, column: usize| row.fields[column].map(|span| span.of(text)).filter(|field| *field != "_");
    let mut content = Markup::new();
    content.strong(field(row, 1).unwrap_or("_"));
    for column in [2, 3, 4, 5] {
        if let Some(field) = field(row, column) {
            content.text(", ").text(field);
        }
    }
    let head = field(row, 6).and_then(|head| head.parse().ok()).map(Id::Word);
    let head = sentence.rows.iter().find(|row| head.is_some() && row.id == head);
    if let Some(relation) = field(row, 7) {
        content.text("; ").text(relation);
        if let Some(form) = head.and_then(|head| field(head, 1)) {
            content.text(" of ").strong(form);
        }
    }
    let words = sentence.rows.iter().filter(|row| !matches!(row.id, Some(Id::Empty(..))));
    content.paragraph();
    let mut covered = 0;
    for other in words {
        match other.id {
            Some(Id::Word(number)) if number <= covered => continue,
            Some(Id::Range(_, end)) => covered = end,
            _ => {}
        }
        let form = field(other, 1).unwrap_or("_");
        if other.line == row.line {
            content.strong(form)
        } else {
            content.text(form)
        };
        let misc = field(other, 9).unwrap_or_default();
        content.text(if misc.split('|').any(|part| part == "SpaceAfter=No") { "" } else { " " });
    }
    Some(Hover { span: row.line, content })
}

/// Where a CoNLL-U file speaks of the word whose row stands at the byte `offset`: the heads of those that depend on it.
pub(super) fn references(
    conllu: &Conllu,
    text: &str,
    document: DocumentId,
    offset: usize,
    declaration: bool,
) -> Vec<Target> {
    let Some(sentence) = conllu.sentence_at(offset) else { return Vec::new() };
    let Some(row) = sentence.rows.iter().find(|row| row.line.touches(offset)) else { return Vec::new() };
    let at = |column: usize| row.fields[column].filter(|span| span.touches(offset));
    let word = match (at(0), at(6)) {
        (Some(_), _) => row.id,
        (None, Some(head)) => head.of(text).parse().ok().map(Id::Word),
        _ => None,
    };
    let (Some(word), Some(origin)) = (word, at(0).or_else(|| at(6))) else { return Vec::new() };
    let own = sentence.rows.iter().filter(|row| declaration && row.id == Some(word)).filter_map(|row| row.fields[0]);
    let heads = sentence.rows.iter().filter_map(|row| row.fields[6]);
    let heads = heads.filter(|span| span.of(text).parse().ok().map(Id::Word) == Some(word));
    own.chain(heads).map(|span| Target { document, span, focus: span, origin: Some(origin) }).collect()
}

/// The sentences of the file.
pub(super) fn folds(file: &AnnotationFile) -> Vec<Fold> {
    let fold = |span| Fold { span, kind: FoldKind::Section };
    if let Some(webanno) = &file.webanno {
        return webanno.sentences().into_iter().map(fold).collect();
    }
    let Some(conllu) = &file.conllu else { return Vec::new() };
    conllu.sentences().filter_map(|sentence| sentence.span()).map(fold).collect()
}

/// The columns by kind: ids, offsets, texts, tags and what is said of them.
pub(super) fn tokens(file: &AnnotationFile) -> Vec<(Span, TokenKind)> {
    let mut tokens: Vec<(Span, TokenKind)> = Vec::new();
    for row in file.webanno.iter().flat_map(|webanno| webanno.rows()) {
        let kinds = [TokenKind::Name, TokenKind::Figure, TokenKind::Quotation];
        tokens.extend(row.spans.into_iter().zip(kinds));
        let said = row.cells.iter().filter(|cell| !cell.items.iter().all(|item| item.is_nothing()));
        tokens.extend(said.map(|cell| (cell.span, TokenKind::Cue)));
    }
    for sentence in file.conllu.iter().flat_map(|conllu| conllu.sentences()) {
        tokens.extend(sentence.rows.iter().flat_map(|row| words(row, &file.text)));
    }
    tokens.retain(|(span, _)| !span.is_empty());
    tokens
}

fn words<'a>(row: &'a Row, text: &'a str) -> impl Iterator<Item = (Span, TokenKind)> + 'a {
    const KINDS: [TokenKind; 10] = [
        TokenKind::Name,
        TokenKind::Quotation,
        TokenKind::Quotation,
        TokenKind::Cue,
        TokenKind::Cue,
        TokenKind::Source,
        TokenKind::Name,
        TokenKind::Cue,
        TokenKind::Name,
        TokenKind::Source,
    ];
    let fields = row.fields.iter().zip(KINDS).filter_map(|(span, kind)| Some(((*span)?, kind)));
    fields.filter(|(span, _)| span.of(text) != "_")
}

#[cfg(test)]
mod tests {
    use super::super::fixture::Fixture;
    use super::super::{definition, folds, hover, references, symbols, tokens, type_definition};

    const FILES: &str = "//- a.txt
Ann Velder told Ben Marsh.
//- a.tsv
#FORMAT=WebAnno TSV 3.3
#T_SP=desk.Actor|kind
#T_RL=desk.Tells|how|BT_desk.Actor


#Text=Ann Velder told Ben Marsh.
1-1\t0-3\tAnn\tperson[1]\t_\t_\t
1-2\t4-10\tVelder\tperson[1]\t_\t_\t
1-3\t11-15\ttold\t_\t_\t_\t
1-4\t16-19\tBen\tperson[2]\tin person\t1-1[1_2]\t
1-5\t20-25\tMarsh\tperson[2]\t_\t_\t
1-6\t25-26\t.\t_\t_\t_\t
";

    fn at(cursor: &str) -> (Fixture, crate::corpus::DocumentId, usize) {
        let fixture = Fixture::new(&FILES.replacen(&cursor.replace("$0", ""), cursor, 1));
        let (document, offset) = fixture.cursor();
        (fixture, document, offset)
    }

    #[test]
    fn a_cell_shows_its_annotation_and_leads_to_the_text() {
        let (fixture, document, offset) = at("4-10\tVelder\tper$0son");
        let shown = hover(&fixture.corpus, document, offset).map(|h| h.content.plain()).unwrap_or_default();
        assert!(shown.starts_with("Actor Actor[1], kind: person\n\na.txt:1: Ann Velder told"), "{shown}");
        assert_eq!(fixture.show(&definition(&fixture.corpus, document, offset)), "a.txt:1 Ann Velder\n");
        assert_eq!(fixture.show(&type_definition(&fixture.corpus, document, offset)), "a.tsv:2 desk.Actor\n");
    }

    #[test]
    fn the_source_of_a_relation_leads_to_its_row() {
        let (fixture, document, offset) = at("1-$01[1_2]");
        assert_eq!(fixture.show(&definition(&fixture.corpus, document, offset)), "a.tsv:7 1-1\n");
    }

    #[test]
    fn an_annotated_text_leads_to_its_row_and_sentences_fold() {
        let (fixture, document, offset) = at("told Ben Ma$0rsh.\n//-");
        assert!(fixture.show(&definition(&fixture.corpus, document, offset)).contains("a.tsv:10 person[2]"));
        let (fixture, document, _) = at("$0#FORMAT");
        assert_eq!((folds(&fixture.corpus, document).len(), symbols(&fixture.corpus, document).len()), (1, 3));
        let coloured = tokens(&fixture.corpus, document);
        assert!(coloured.len() > 20 && coloured.windows(2).all(|pair| pair[0].0.end <= pair[1].0.start));
    }

    #[test]
    fn a_head_leads_to_its_word() {
        let files = "//- a.conllu\n# sent_id = a\n# text = It held\n1\tIt\tit\tPRON\t_\t_\t$02\tnsubj\t_\t_\n\
                     2\theld\thold\tVERB\t_\t_\t0\troot\t_\t_\n\n";
        let fixture = Fixture::new(files);
        let (document, offset) = fixture.cursor();
        assert_eq!(fixture.show(&definition(&fixture.corpus, document, offset)), "a.conllu:4 held\n");
        let shown = hover(&fixture.corpus, document, offset).map(|h| h.content.plain()).unwrap_or_default();
        assert_eq!(shown.trim_end(), "It, it, PRON; nsubj of held\n\nIt held");
        let uses = |declaration| fixture.show(&references(&fixture.corpus, document, offset, declaration));
        assert_eq!((uses(false), uses(true)), ("a.conllu:3 2\n".into(), "a.conllu:4 2\na.conllu:3 2\n".into()));
        assert_eq!(folds(&fixture.corpus, document).len(), 1);
    }
}
