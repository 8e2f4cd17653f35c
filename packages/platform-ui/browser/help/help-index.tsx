import { type ReactElement, useEffect, useState } from 'react';
import { decodeText } from '../kit/decode-text.js';
import { Empty } from '../kit/states.js';
import { Link } from '../shell/router.js';
import { listRoutes } from '../shell/routes.js';
import { useShell } from '../shell/shell-context.js';

const ROOT = '/help/extensions/';

/** The help pages of all extensions. */
export default function HelpIndex(): ReactElement {
  const { extensions, setTitle } = useShell();
  const [filter, setFilter] = useState('');
  useEffect(() => setTitle({ '/': 'Home', '/help': 'Help' }), [setTitle]);
  const pages = listRoutes(extensions)
    .filter(({ path }) => path.startsWith(ROOT))
    .map(({ path, extension }) => ({ path, extension, title: decodeText(path.slice(ROOT.length)) }));
  const shown = pages.filter(({ title, extension }) =>
    `${title} ${extension.name} ${extension.description}`.toLowerCase().includes(filter.toLowerCase()),
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
        <div className="field">
          <label htmlFor="help-filter">Find a help page</label>
          <input
            id="help-filter"
            className="input"
            type="search"
            value={filter}
            onChange={(event) => setFilter(event.target.value)}
          />
        </div>
      )}
      {shown.length === 0 && (
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
            <p>{extension.description}</p>
          </li>
        ))}
      </ul>
    </>
  );
}
