import { existsSync, statSync } from 'node:fs';
import { dirname, join, normalize, relative } from 'node:path';

const REPOSITORY = 'https://github.com/symphony-ts/symphony-ts';
const LINK = /(!?\[[^\]]*\]\()([^)\s]+)(\))/g;

/** Turns links between files of the repository into links between pages; what has no page leads to the source. */
export function rewriteLinks(text, { root, file, page, pages }) {
  return text.replace(LINK, (whole, before, target, after) => {
    if (/^([a-z]+:|#)/.test(target)) return whole;
    const [path, anchor] = target.split('#');
    const source = normalize(join(dirname(file), path));
    const found = pages.get(source) ?? pages.get(join(source, 'README.md'));
    const hash = anchor === undefined ? '' : `#${anchor}`;
    if (found) return `${before}${linkBetween(page, found)}${hash}${after}`;
    if (!existsSync(join(root, source))) throw new Error(`${file} links to ${target}, which is not there`);
    const kind = statSync(join(root, source)).isDirectory() ? 'tree' : before.startsWith('!') ? 'raw' : 'blob';
    return `${before}${REPOSITORY}/${kind}/main/${source}${hash}${after}`;
  });
}

function linkBetween(from, to) {
  const path = relative(dirname(from), to).replace(/\.md$/, '');
  return path.startsWith('.') ? path : `./${path}`;
}
