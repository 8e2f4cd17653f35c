import type { ReactElement } from 'react';
import { Link } from '../context/router.js';
import { useShell } from '../context/shell-context.js';
import { setTheme, themes, useTheme } from '../context/theme.js';
import { signOut } from '../data/session.js';
import { useStore } from '../data/store.js';
import { Icon } from '../kit/icon.js';
import { Menu } from '../kit/menu.js';

const isMac = /mac|iphone|ipad/i.test(navigator.userAgent);
const themeWords = { light: ['Light', 'sun'], dark: ['Dark', 'moon'], system: ['As the system', 'system'] } as const;

/** The bar with the breadcrumbs, and the controls that are the same on every page. */
export function TopBar(props: {
  readonly breadcrumbs: Readonly<Record<string, string>>;
  readonly path: string;
  readonly onFind: () => void;
}): ReactElement {
  const { onFind, ...crumbs } = props;
  const { connection, session } = useShell();
  const { theme, mode } = useTheme();
  const link = useStore(connection.state);
  return (
    <>
      <Crumbs {...crumbs} />
      <button type="button" className="button find" aria-keyshortcuts="Control+K Meta+K" onClick={onFind}>
        <Icon name="search" />
        <span className="find__text">Find</span>
        <kbd>{isMac ? '⌘K' : 'Ctrl K'}</kbd>
      </button>
      <div role="status">{link === 'down' && <span className="badge badge--warning">Reconnecting…</span>}</div>
      <Menu
        label="Colours"
        className="button button--plain button--icon"
        button={<Icon name={mode === 'dark' ? 'moon' : 'sun'} />}
      >
        {themes.map((choice) => (
          <button key={choice} type="button" aria-pressed={choice === theme} onClick={() => setTheme(choice)}>
            <Icon name={themeWords[choice][1]} />
            {themeWords[choice][0]}
            {choice === theme && <Icon name="check" />}
          </button>
        ))}
      </Menu>
      <Menu label={`Signed in as ${session.user.name}`} button={<UserButton name={session.user.name} />}>
        <p>
          {session.user.email ?? session.user.name}
          {session.user.groups.length > 0 && ` · ${session.user.groups.join(', ')}`}
        </p>
        <hr />
        <button type="button" onClick={() => void signOut()}>
          <Icon name="out" />
          Sign out
        </button>
      </Menu>
    </>
  );
}

function UserButton({ name }: { readonly name: string }): ReactElement {
  return (
    <>
      <Icon name="person" />
      <span className="find__text">{name}</span>
    </>
  );
}

function Crumbs({ breadcrumbs, path }: { breadcrumbs: Readonly<Record<string, string>>; path: string }): ReactElement {
  const entries = Object.entries(breadcrumbs);
  return (
    <nav className="crumbs" aria-label="Breadcrumbs">
      <ol>
        {entries.map(([to, label], index) => (
          <li key={to}>
            {to === path || index === entries.length - 1 ? (
              <span aria-current="page">{label}</span>
            ) : (
              <Link href={to}>{label}</Link>
            )}
          </li>
        ))}
      </ol>
    </nav>
  );
}
