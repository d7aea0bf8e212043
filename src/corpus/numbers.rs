//! Numbers of seven bits a byte, the lowest first, as an archive and a saved index have them: small ones take a byte.

/// Writes a number; the highest bit of a byte says that more of it follows.
pub(super) fn write_number(mut value: u64, out: &mut Vec<u8>) {
    while value >= 0x80 {
        out.push(value as u8 | 0x80);
        value >>= 7;
    }
    out.push(value as u8);
}

/// Reads a number and goes on behind it; `None` where the bytes end within it or it has more than ten.
pub(super) fn read_number(bytes: &mut &[u8]) -> Option<u64> {
    let mut value = 0;
    for nth in 0..10 {
        let (&byte, rest) = bytes.split_first()?;
        *bytes = rest;
        value |= u64::from(byte & 0x7f) << (7 * nth);
        if byte < 0x80 {
            return Some(value);
        }
    }
    None
}
