/** Whether a text says nothing: it is empty, or holds only what cannot be seen. */
export function isBlankText(text: string): boolean {
  return /^[\p{C}\p{Z}\s]*$/u.test(text);
}
