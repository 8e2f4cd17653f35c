import { readFileSync } from 'node:fs';
import { join } from 'node:path';

/** The page of the "Complete Example" of the Python SDK's documentation, byte for byte. */
export const pythonPage = readFileSync(join(__dirname, '../fixtures/python-page.jsx'), 'utf8');
