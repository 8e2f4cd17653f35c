import { type AttackRow, attackTable } from './attack-table.js';
import { callers, httpTable, strangers } from './http-table.js';
import { actors, subjectTable } from './subject-table.js';

const code = (text: string): string => `\`${text.replaceAll('|', '\\|')}\``;
const table = (head: readonly string[], rows: readonly (readonly (string | number)[])[]): string =>
  [head, head.map(() => '---'), ...rows].map((cells) => `| ${cells.join(' | ')} |`).join('\n');

const subjects = (): string =>
  table(
    ['family', 'deed', 'subject', ...actors],
    subjectTable.map(({ family, verb, subject, access }) => [family, verb, code(subject), ...access]),
  );

const routes = (): string =>
  table(
    ['route', ...callers],
    httpTable.map(({ method, path, status }) => [
      code(`${method} ${path}`),
      ...callers.map((caller) => status[caller]),
    ]),
  );

const attacks = (): string =>
  table(
    ['attack', 'outcome', 'unguarded, it', 'because'],
    Object.values<AttackRow>(attackTable).map(({ what, outcome, control, why }) => [what, outcome, control, why]),
  );

const begin = '<!-- tables: begin -->';
const end = '<!-- tables: end -->';

/** The tables of the tests, as text. */
const tables = (): string =>
  [
    '### On NATS',
    'Two extensions, of which `orders` may call `list` of `catalog`, hear `extensions.catalog.changed` and nothing more; a client\nwith the same rights and two more, to read a bucket of `catalog` and to discover services; and the holder of a registration token.',
    '*reaches*: arrives in another account. *own*: arrives in the sender’s own account. *denied*: the platform answers 401 or\n403. *absent*: the publish is permitted, but nothing in the sender’s account receives it. *refused*: the server refuses it. *allowed*: the server accepts it.',
    subjects(),
    '### Over HTTP',
    `The client and the extension may call \`list\` of \`catalog\`; the administrator holds every right. A stranger comes with ${strangers.join(', ')}.\n400, 404 and 501 stand where the caller was let in and what was asked makes no sense, or licensing is off.`,
    routes(),
    '### Attacks',
    'Where nothing else is said, `orders` attacks `catalog` or the platform with everything its own account gives it. *Unguarded*: what\nbecomes of the same attack inside one account.',
    attacks(),
  ].join('\n\n');

/** The page with the current tables. */
export function fillTables(page: string): string {
  const [before = '', rest = ''] = page.split(begin);
  const after = rest.split(end)[1] ?? '';
  return `${before}${begin}\n\n${tables()}\n\n${end}${after}`;
}
