/** Tells whether a text is empty or holds only invisible characters. */
export function isBlankText(text: string): boolean {
  return /^[\p{C}\p{Z}\s]*$/u.test(text);
}
