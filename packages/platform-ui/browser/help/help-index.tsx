import { type ReactElement, useEffect, useState } from 'react';
import { HELP_ROOT } from '../../src/wire/help.js';
import { decodeText } from '../../src/wire/route-paths.js';
import { Link } from '../context/router.js';
import { listRoutes } from '../context/routes.js';
import { useShell } from '../context/shell-context.js';
import { FilterInput, holdsWords } from '../kit/filter-input.js';
import { byName } from '../kit/format.js';
import { Empty, Failure } from '../kit/states.js';
import { Marked } from './marked.js';
import { useHelpSearch } from './use-help-search.js';

/** The help pages of all extensions. */
export default function HelpIndex(): ReactElement {
  const { extensions, setTitle } = useShell();
  const [filter, setFilter] = useState('');
  useEffect(() => setTitle({ '/': 'Home', '/help': 'Help' }), [setTitle]);
  const pages = listRoutes(extensions)
    .filter(({ path }) => path.startsWith(HELP_ROOT))
    .map(({ path, extension }) => ({ path, extension, title: decodeText(path.slice(HELP_ROOT.length)) }))
    .toSorted((left, right) => byName(left.title, right.title));
  const search = useHelpSearch(filter);
  const snippets = new Map(search.pages.map(({ path, snippet }) => [path, snippet]));
  const shown = pages.filter(
    ({ path, title, extension }) =>
      snippets.has(path) || holdsWords([title, extension.name, extension.description], filter),
  );
  return (
    <>
      <div className="page-head">
        <div>
          <h1>Help</h1>
          <p>What the extensions of this platform do, and how to use them.</p>
        </div>
      </div>
      {pages.length > 0 && (
        <div className="toolbar">
          <FilterInput label="Find a help page" value={filter} onChange={setFilter} />
        </div>
      )}
      {search.error && (
        <Failure title="The texts of the pages could not be searched." error={search.error} onRetry={search.reload} />
      )}
      {shown.length === 0 && !search.isSearching && (
        <Empty title={pages.length === 0 ? 'No extension has a help page yet' : 'Nothing found'}>
          <p>
            {pages.length === 0
              ? 'An extension adds one with a Markdown resource and a route below /help/extensions/.'
              : 'Try another word.'}
          </p>
        </Empty>
      )}
      <ul className="help-list">
        {shown.map(({ path, title, extension }) => (
          <li key={path} className="card">
            <h2>
              <Link href={path}>{title}</Link>
            </h2>
            <p className="clamp">{extension.description}</p>
            {snippets.get(path) && (
              <p className="help-list__snippet">
                <Marked text={snippets.get(path) ?? ''} typed={filter} />
              </p>
            )}
          </li>
        ))}
      </ul>
    </>
  );
}
