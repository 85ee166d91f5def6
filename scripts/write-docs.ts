import { readFileSync, writeFileSync } from 'node:fs';
import { withSections } from './readme-sections.ts';

// Writes into the README what the program says of itself: its keys, commands, options and exit codes.

writeFileSync('README.md', withSections(readFileSync('README.md', 'utf8')));
