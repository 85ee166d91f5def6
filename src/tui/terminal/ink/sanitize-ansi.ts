import sanitizeAsInk from 'ink/build/sanitize-ansi.js';
import { isOneCellEach, withoutStyles } from '../../../text/string-width.ts';

/** Ink's own, which Ink asks for every text of every frame; what holds nothing but signs of one cell and styles stays as it is. */
const sanitizeAnsi: typeof sanitizeAsInk = (text) =>
  isOneCellEach(withoutStyles(text).replaceAll('\n', '')) ? text : sanitizeAsInk(text);

export default sanitizeAnsi;
