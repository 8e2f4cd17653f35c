// Writes docs/parity.md: node --import ./scripts/bench/typescript.mjs packages/extension/test/parity/write-parity.ts
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { findCitations } from './citations.js';
import { readParity } from './read-parity.js';
import { renderParity } from './render-parity.js';

const root = process.cwd();
const abilities = readParity(join(root, 'packages/extension/test/parity'));
writeFileSync(join(root, 'docs/parity.md'), renderParity(abilities, findCitations(root)));
