import sanitizeAnsi from 'ink/build/sanitize-ansi.js';
import { remembered } from './remembered.ts';

/** Ink's own, which Ink asks for every text of every frame. */
export default remembered(sanitizeAnsi);
