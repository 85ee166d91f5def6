/**
 * Stands before input of the terminal that is no key to Ink, which drops it: reports about the mouse, function keys. So marked it is
 * text, and no keyboard types a text that begins like that.
 */
export const MARKED_INPUT = '\u{10fffd}';
