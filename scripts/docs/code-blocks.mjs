// @ts-check
// Puts real code into pages. The block after a line `<!-- code: path -->` or `<!-- code: path#region -->` gets the content of
// that file, or the lines between `// #region name` and `// #endregion` in it.
import { readFileSync } from 'node:fs';
import { extname, join } from 'node:path';
import { root } from './root.mjs';

const block = /^<!-- code: ([^\s#]+)(?:#(\S+))? -->(?:\n+```[\s\S]*?\n```)?/gm;

/**
 * @param {string} page the text of a page
 * @returns {string} the page with the current code in every block
 */
export function fillCodeBlocks(page) {
  return page.replace(block, (_all, file, region) => {
    const marker = `<!-- code: ${file}${region ? `#${region}` : ''} -->`;
    return `${marker}\n\n\`\`\`${extname(file).slice(1)}\n${readCode(file, region)}\n\`\`\``;
  });
}

/**
 * @param {string} page
 * @returns {number} the number of TypeScript blocks without a source
 */
export function countLooseBlocks(page) {
  const all = page.match(/^```tsx?$/gm)?.length ?? 0;
  const sourced = page.match(/^<!-- code: \S+\.tsx? -->|^<!-- code: \S+\.tsx?#\S+ -->/gm)?.length ?? 0;
  return all - sourced;
}

/**
 * @param {string} file
 * @param {string | undefined} region
 */
export function readCode(file, region) {
  const text = readFileSync(join(root, file), 'utf8');
  if (region === undefined) return text.trimEnd();
  const lines = text.split('\n');
  const start = lines.findIndex((line) => line.trim() === `// #region ${region}`);
  if (start < 0) throw new Error(`${file} has no region '${region}'`);
  const length = lines.slice(start).findIndex((line) => line.trim() === '// #endregion');
  if (length < 0) throw new Error(`region '${region}' of ${file} has no end`);
  return dedent(lines.slice(start + 1, start + length));
}

/** @param {readonly string[]} lines */
function dedent(lines) {
  const indents = lines.filter((line) => line.trim() !== '').map((line) => line.search(/\S/));
  const depth = Math.min(...indents);
  return lines.map((line) => line.slice(depth)).join('\n');
}
