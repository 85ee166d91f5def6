import stringWidth from '../../../text/string-width.ts';
import { remembered } from './remembered.ts';

/** How many cells the widest line of a text takes, as the package of this name tells; Ink asks it for every text of every frame. */
export default remembered((text) => Math.max(...text.split('\n').map((line) => stringWidth(line))));
