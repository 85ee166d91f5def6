import { readFileSync, writeFileSync } from 'node:fs';
import { printedDocuments, withSections } from './document-sections.ts';

// Writes into the documents what the program says of itself (keys, commands, options, exit codes), and the bench's figures into the README.

const performance = readFileSync('docs/performance.md', 'utf8');
for (const page of printedDocuments) writeFileSync(page, withSections(page, readFileSync(page, 'utf8'), performance));
