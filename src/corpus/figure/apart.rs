//! Why two figures are not put together, or only with a doubt, and how sure it is otherwise: what a comparison says of a pair besides
//! a relation.

/// Why two figures are not put together.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Apart {
    /// They measure different things or in different dimensions.
    Slot,
    /// They are in one sentence.
    Sentence,
    /// They are of different groups of people or kinds of things.
    Group,
    /// They are of different times.
    Time,
    /// They are of different places, or one is of a part of the other's place.
    Place,
    /// They belong to different people.
    Actor,
    /// Their articles report different events.
    Event,
    /// Their sentences share too little.
    Context,
    /// They measure the same thing as far as can be told, but not surely enough to call a difference a conflict.
    Unsure(Doubt),
}

/// Why a difference of two figures is not called a conflict.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Doubt {
    /// They are said to measure different things, but have one value.
    Slot,
    /// What the money is for is said by one only.
    OpenAmount,
    /// One names a group of which it cannot be told whether it is all.
    Group,
    /// "in 2018", "on Monday".
    Grain,
    /// One is of what may happen, or is added to another figure.
    Forecast,
    /// One is a part, an age, or taken back.
    Part,
    /// They may be of two events.
    Event,
    /// One stands in a list, or its article has other figures of the slot.
    Listed,
    /// They belong to the same event, but nothing else says that they are the same total.
    Unanchored,
    /// Their sentences share too little for this kind of slot.
    Context,
    /// Values that far apart measure different things more often than not.
    Factor,
    /// A count that grows, of which it is not known which one is the later.
    Day,
    /// One may count the attacker.
    Attacker,
    /// Within one article.
    Within,
    /// The other article gives this figure's value, too.
    Echo,
    /// Too little speaks for one thing: the articles and the sentences share few names.
    Evidence,
}

/// How two figures that measure the same thing do so.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(super) struct Sameness {
    /// From 0 to 1.
    pub confidence: f32,
    /// Why a difference is no conflict, if it is not.
    pub doubt: Option<Doubt>,
    /// Whether the very words around both are the same.
    pub is_parallel: bool,
}
