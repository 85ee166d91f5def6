import sanitizeAnsi from 'ink/build/sanitize-ansi.js';
import { remembered } from './remembered.ts';
import { cellsOf } from './styles.ts';

/** Ink's own, which Ink asks for every text of every frame; what holds nothing but signs of one cell and styles stays as it is. */
export default remembered((text) => (cellsOf(text) === undefined ? sanitizeAnsi(text) : text));
