// Writes docs/parity.md. `npm run docs` runs it.
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { findCitations } from './citations.js';
import { readParity } from './read-parity.js';
import { renderParity } from './render-parity.js';

const root = process.cwd();
const abilities = readParity(join(root, 'test/parity'));
writeFileSync(join(root, 'docs/parity.md'), renderParity(abilities, findCitations(root)));
