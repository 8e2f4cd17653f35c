import { type ReactElement, type ReactNode, Suspense, useCallback, useEffect, useMemo, useState } from 'react';
import type { ShellSession } from '../../src/wire/session.js';
import type { LiveExtensions } from '../connect/extensions.js';
import type { PersonConnection } from '../connect/person-connection.js';
import { overlaps } from '../context/overlaps.js';
import { Link, usePlace } from '../context/router.js';
import { type Shell, ShellContext } from '../context/shell-context.js';
import { createStore, useStore } from '../data/store.js';
import { readBreadcrumbs } from '../kit/breadcrumbs.js';
import { loadIconFont } from '../kit/font-icon.js';
import { Icon, Mark } from '../kit/icon.js';
import { lazyPart } from '../kit/lazy-part.js';
import { Failure, Loading } from '../kit/states.js';
import { Guard } from '../pages/guard.js';
import { ConfirmDialog } from './confirm-dialog.js';
import { Navigation } from './navigation.js';
import { Outlet } from './outlet.js';
import { TopBar } from './top-bar.js';

const Palette = lazyPart(() => import('../palette/palette.js'));

/** The content after the connection is made. */
interface Live {
  readonly connection: PersonConnection;
  readonly extensions: LiveExtensions;
}

type FrameProps =
  | { readonly name: string; readonly children: ReactNode; readonly session?: undefined; readonly live?: undefined }
  | { readonly name: string; readonly session: ShellSession; readonly live: Live; readonly children?: undefined };

/** Navigation, top bar and page. They are the same from the first paint on, so that nothing moves when the content loads. */
export function Frame(props: FrameProps): ReactElement {
  return props.session ? <LiveFrame {...props} /> : <Layout name={props.name}>{props.children}</Layout>;
}

function LiveFrame({ name, session, live }: { name: string; session: ShellSession; live: Live }): ReactElement {
  const { list, error } = useStore(live.extensions.state);
  const { path } = usePlace();
  const crumbs = useMemo(() => createStore<Readonly<Record<string, string>>>({}), []);
  const setTitle = useCallback(
    (next: Readonly<Record<string, string>>): void => crumbs.set(readBreadcrumbs(next)),
    [crumbs],
  );
  const breadcrumbs = useStore(crumbs);
  const [isFinding, setFinding] = useState(false);
  useEffect(() => loadIconFont(), []);
  useEffect(() => {
    const onKey = (event: KeyboardEvent): void => {
      if (event.key.toLowerCase() !== 'k' || !(event.metaKey || event.ctrlKey) || event.altKey || event.shiftKey)
        return;
      event.preventDefault();
      setFinding(true);
    };
    addEventListener('keydown', onKey);
    return () => removeEventListener('keydown', onKey);
  }, []);
  // A page without its own title must not keep the title of the page before it.
  useEffect(() => () => crumbs.set({}), [crumbs, path]);
  useEffect(() => {
    const label = Object.values(breadcrumbs).at(-1);
    document.title = label === undefined ? name : `${label} · ${name}`;
  }, [breadcrumbs, name]);
  const shell = useMemo<Shell>(
    () => ({
      session,
      connection: live.connection,
      extensions: list ?? [],
      may: (right) => session.may.pub.some((pattern) => overlaps(pattern, right)),
      setTitle,
    }),
    [session, live, list, setTitle],
  );
  return (
    <ShellContext.Provider value={shell}>
      <Layout
        name={name}
        side={<Navigation />}
        top={<TopBar breadcrumbs={breadcrumbs} path={path} onFind={() => setFinding(true)} />}
      >
        {error && !list && (
          <Failure
            title="The extensions could not be loaded."
            error={error}
            onRetry={() => void live.extensions.load()}
          />
        )}
        {!list && !error && <Loading />}
        {list && <Outlet />}
      </Layout>
      <ConfirmDialog session={session} />
      {isFinding && (
        <Suspense fallback={null}>
          <Guard what="Find">
            <Palette onClose={() => setFinding(false)} />
          </Guard>
        </Suspense>
      )}
    </ShellContext.Provider>
  );
}

function Layout(props: { name: string; side?: ReactNode; top?: ReactNode; children: ReactNode }): ReactElement {
  const { name, side, top, children } = props;
  const [isOpen, setOpen] = useState(false);
  const { path } = usePlace();
  useEffect(() => setOpen(false), [path]);
  return (
    <div className="shell" onKeyDown={(event) => void (event.key === 'Escape' && setOpen(false))}>
      <a className="skip" href="#main">
        Skip to the page
      </a>
      <aside className="shell__side" id="side" aria-label={name} data-open={isOpen}>
        <Link className="shell__brand" href="/">
          <span className="shell__mark">
            <Mark />
          </span>
          {name}
        </Link>
        {side}
      </aside>
      <div className="shell__scrim" data-open={isOpen} onClick={() => setOpen(false)} />
      <header className="shell__top">
        <button
          type="button"
          className="button button--plain button--icon shell__burger"
          aria-label="Menu"
          aria-expanded={isOpen}
          aria-controls="side"
          onClick={() => setOpen(!isOpen)}
        >
          <Icon name="menu" />
        </button>
        {top}
      </header>
      <main className="shell__main" id="main" tabIndex={-1}>
        {children}
      </main>
    </div>
  );
}
