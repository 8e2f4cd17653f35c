import { type ReactElement, Suspense, useEffect, useMemo } from 'react';
import { findAdminPage } from '../admin/admin-pages.js';
import { firstPageBelow } from '../admin/kit/admin-sections.js';
import { Link, navigate, usePlace } from '../context/router.js';
import { crumbsOf, type ExtensionRoute, listRoutes } from '../context/routes.js';
import { useShell } from '../context/shell-context.js';
import { lazyPart } from '../kit/lazy-part.js';
import { Empty, Loading } from '../kit/states.js';
import { ExtensionPage } from '../pages/extension-page.js';
import { Guard } from '../pages/guard.js';

const Dashboard = lazyPart(() => import('../dashboard/dashboard.js'));
const HelpIndex = lazyPart(() => import('../help/help-index.js'));

/** Draws the page of the current path. */
export function Outlet(): ReactElement {
  const { extensions, may } = useShell();
  const { path } = usePlace();
  const routes = useMemo(() => listRoutes(extensions), [extensions]);
  const found = routes.find((route) => route.path === path);
  const admin = findAdminPage(path, may);
  const below = firstPageBelow(path, may);
  return (
    <Suspense fallback={<Loading />}>
      {path === '/' || path === '/dashboard' ? (
        <Guard what="Dashboard">
          <Dashboard />
        </Guard>
      ) : path === '/help' ? (
        <Guard key={path} what="Help">
          <HelpIndex />
        </Guard>
      ) : admin ? (
        admin.isAllowed ? (
          <Guard key={path} what={admin.label}>
            <admin.Page />
          </Guard>
        ) : (
          <NotAllowed what={admin.label} path={path} />
        )
      ) : found ? (
        <RoutePage key={found.path} route={found} routes={routes} />
      ) : below === undefined ? (
        <NotFound path={path} />
      ) : (
        <Redirect to={below} />
      )}
    </Suspense>
  );
}

/** Sets the breadcrumbs from the routes above the page. The page can then set its own. */
function RoutePage({ route, routes }: { route: ExtensionRoute; routes: readonly ExtensionRoute[] }): ReactElement {
  const { setTitle } = useShell();
  const { extension, uri, path } = route;
  useEffect(() => {
    setTitle(crumbsOf(routes, path));
    // Runs only when a page is opened. Afterwards the page itself decides.
  }, [path, setTitle]);
  return <ExtensionPage key={uri} extension={extension} uri={uri} />;
}

/** Opens another page instead of this one, which then is not in the history. */
function Redirect({ to }: { readonly to: string }): null {
  useEffect(() => navigate(to, { replace: true }), [to]);
  return null;
}

function useTitle(label: string, path: string): void {
  const { setTitle } = useShell();
  useEffect(() => setTitle({ '/': 'Home', [path]: label }), [setTitle, label, path]);
}

function NotFound({ path }: { readonly path: string }): ReactElement {
  useTitle('Not found', path);
  return (
    <Empty title="There is no such page" heading="h1">
      <p>
        No extension that you may see has a page at <code>{path}</code>. It may have been removed, or not be running
        yet.
      </p>
      <Link className="button" href="/">
        Go to the dashboard
      </Link>
    </Empty>
  );
}

function NotAllowed({ what, path }: { readonly what: string; readonly path: string }): ReactElement {
  useTitle(what, path);
  return (
    <Empty title="You may not see this page" heading="h1">
      <p>Your roles do not allow “{what}”. Ask an administrator of the platform.</p>
      <Link className="button" href="/">
        Go to the dashboard
      </Link>
    </Empty>
  );
}
