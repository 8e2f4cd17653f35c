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
import { frameProblem } from './frame-problem.js';
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

const showProblem = (reason: string): void => root?.replaceChildren(frameProblem(reason, show));
/** A page that could not be built has no code to draw again. When it changes, the shell loads this frame anew. */
const showBroken = (reason: string): void => root?.replaceChildren(frameProblem(reason));

async function draw(): Promise<void> {
  const { page, broken } = root?.dataset ?? {};
  const start = await bridge.ready;
  if (root === null || page === undefined) return showBroken(broken ?? 'there is no page');
  const module = (await import(/* the address is data */ page)) as { readonly default: ComponentType };
  const place = document.createElement('div');
  root.replaceChildren(place);
  const onUncaughtError = (error: unknown): void => showProblem(String(error));
  createRoot(place, { onUncaughtError }).render(<IsolatedPage start={start} page={module.default} />);
}

/** Draws the page, and again each time the reader asks for it. */
function show(): void {
  draw().catch((error: unknown) => showProblem(String(error)));
}

show();
