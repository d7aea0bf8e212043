//! The header: which layers there are and what stands in their columns.

use crate::annotation::Problem;
use crate::text::Span;

/// What a layer annotates.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Kind {
    /// Stretches of text.
    Span,
    /// A relation from one annotation to another.
    Relation,
    /// Links of a chain.
    Chain,
}

/// A layer.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Layer {
    /// What it annotates.
    pub kind: Kind,
    /// Its full name ("webanno.custom.Source").
    pub name: String,
    /// Where the name stands.
    pub span: Span,
    /// Its columns, in order; one without a name where it has no features.
    pub columns: Vec<Column>,
}

/// A column.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Column {
    /// A feature; without a name it only says that the annotation is there.
    Feature(String),
    /// The roles of a slot feature.
    Role(String),
    /// What fills the slots: rows, and the layer that they are of.
    Slot(String),
    /// What a relation starts from: rows of that layer.
    Base(String),
}

impl Layer {
    /// The last part of its name ("Source").
    pub fn short(&self) -> &str {
        self.name.rsplit('.').next().unwrap_or(&self.name)
    }
}

/// Reads a line of the header: a layer, or nothing where it is another line.
pub(super) fn read(line: &str, span: Span, problems: &mut Vec<Problem>) -> Option<Layer> {
    let (mark, rest) = line.split_once('=')?;
    let kind = match mark {
        "#T_SP" => Kind::Span,
        "#T_RL" => Kind::Relation,
        "#T_CH" => Kind::Chain,
        _ => return None,
    };
    let mut problem = |message: &str| problems.push(Problem { span, message: message.to_owned() });
    let mut parts = rest.split('|');
    let name = parts.next().unwrap_or_default();
    if name.is_empty() {
        problem("expected the name of a layer behind the equals sign");
    }
    let (mut columns, mut in_slot) = (Vec::new(), false);
    for part in parts {
        let column = if std::mem::take(&mut in_slot) {
            Column::Slot(part.to_owned())
        } else if let Some(role) = part.strip_prefix("ROLE_") {
            in_slot = true;
            let feature = role.split_once(':').map_or(role, |(_, rest)| rest).split('_').next().unwrap_or_default();
            Column::Role(feature.to_owned())
        } else if let Some(base) = part.strip_prefix("BT_") {
            Column::Base(base.to_owned())
        } else {
            Column::Feature(part.to_owned())
        };
        columns.push(column);
    }
    if in_slot {
        problem("expected the layer that fills the slot behind its ROLE_");
    }
    if columns.is_empty() {
        columns.push(Column::Feature(String::new()));
    }
    if kind == Kind::Relation && !matches!(columns.last(), Some(Column::Base(_))) {
        problem("expected BT_ and the layer that the relation connects at the end of the line");
    }
    let start = span.start as usize + mark.len() + 1;
    Some(Layer { kind, name: name.to_owned(), span: Span::new(start, start + name.len()), columns })
}
