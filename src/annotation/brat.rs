//! The brat standoff format.
