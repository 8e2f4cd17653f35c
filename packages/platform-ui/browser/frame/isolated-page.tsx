// A React page in its own frame. The page and its imports are the same, but it has no rights of the shell.

import type { FrameStart, SymphonyFrame, SymphonyPage } from '@symphony-ts/page';
import {
  type ComponentType,
  createElement,
  lazy,
  type ReactElement,
  type ReactNode,
  Suspense,
  useEffect,
  useMemo,
  useState,
} from 'react';
import { createRoot } from 'react-dom/client';
import { SymphonyContext } from '../symphony/symphony.js';
import { framedConnection } from './framed-connection.js';

const bridge = (globalThis as unknown as { readonly symphony: SymphonyFrame }).symphony;
const root = document.getElementById('root');
const FrameMuiTheme = lazy(() => import('./frame-mui-theme.js'));
const Bare = ({ children }: { readonly children: ReactNode }): ReactNode => children;

function IsolatedPage({ start, page }: { readonly start: FrameStart; readonly page: ComponentType }): ReactElement {
  const [mode, setMode] = useState(start.theme);
  useEffect(() => {
    const stop = bridge.onTheme(setMode);
    return stop;
  }, []);
  const symphony = useMemo<SymphonyPage>(
    () => ({
      nc: framedConnection(bridge),
      kv: (bucket) => bridge.kv(bucket),
      navigate: (path) => bridge.navigate(path),
      setTitle: (breadcrumbs) => bridge.setTitle(breadcrumbs),
      theme: { mode },
      user: start.user,
      extension: start.extension,
    }),
    [mode, start],
  );
  const Theme = root?.dataset['mui'] === undefined ? Bare : FrameMuiTheme;
  return (
    <SymphonyContext.Provider value={symphony}>
      <Suspense fallback={<p role="status">Loading…</p>}>
        <Theme>{createElement(page)}</Theme>
      </Suspense>
    </SymphonyContext.Provider>
  );
}

function showProblem(reason: string): void {
  const box = document.createElement('pre');
  box.setAttribute('role', 'alert');
  box.textContent = reason;
  root?.replaceChildren(box);
}

async function main(): Promise<void> {
  const { page, broken } = root?.dataset ?? {};
  const start = await bridge.ready;
  if (root === null || page === undefined) return showProblem(broken ?? 'there is no page');
  const onUncaughtError = (error: unknown): void => showProblem(String(error));
  const module = (await import(/* the address is data */ page)) as { readonly default: ComponentType };
  createRoot(root, { onUncaughtError }).render(<IsolatedPage start={start} page={module.default} />);
}

main().catch((error: unknown) => showProblem(String(error)));
