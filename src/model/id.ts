/** A row's id, opaque: an integer up to 2^53 as a number, a larger one as a bigint, text as text. */
export type Id = number | bigint | string;
