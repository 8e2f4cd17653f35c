// Writes src/errors/server-errors.generated.ts from the server's error catalogue.
import { readFileSync, writeFileSync } from 'node:fs';

const from = new URL('../test/reference/server/errors.json', import.meta.url);
const to = new URL('../src/errors/server-errors.generated.ts', import.meta.url);

const quote = (text) => `'${text.replaceAll('\\', '\\\\').replaceAll("'", "\\'")}'`;

const entries = JSON.parse(readFileSync(from, 'utf8')).sort((a, b) => a.error_code - b.error_code);
const lines = entries.map(
  ({ constant, code, error_code, description }) =>
    `  ${constant}: { name: '${constant}', errCode: ${error_code}, status: ${code}, description: ${quote(description)} },`,
);

writeFileSync(
  to,
  `// Made by scripts/generate-server-errors.mjs from the server's error catalogue. A table, so longer than other files.

/**
 * The errors of the JetStream API by the name the server gives them. \`errCode\` is what a reply carries as \`err_code\`,
 * \`status\` what it carries as \`code\`. Words in braces stand for what the server fills in.
 */
export const serverErrors = {
${lines.join('\n')}
} as const;
`,
);
