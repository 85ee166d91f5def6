import { benchLibrary } from './library.ts';
import { benchRequestLogger } from './request-logger.ts';
import { formatText } from './table.ts';

// Measures the library alone: `node bench/library-main.ts`.

const say = (text: string) => {
  process.stderr.write(`${text} …\n`);
};
console.log(formatText([await benchLibrary({ say }), await benchRequestLogger({ say })]));
