import type { SymphonyPage } from '@symphony-ts/page';
import { type ComponentType, lazy, type ReactElement, type ReactNode, Suspense, useMemo, useState } from 'react';
import type { ShellExtension, ShellPage, ShellResource } from '../../src/wire/shell-extension.js';
import { resourcePath } from '../../src/wire/ui-paths.js';
import { navigate } from '../context/router.js';
import { useShell } from '../context/shell-context.js';
import { useTheme } from '../context/theme.js';
import { api } from '../data/api.js';
import { useQuery } from '../data/use-query.js';
import { Failure, Loading } from '../kit/states.js';
import { openBucket } from '../symphony/open-bucket.js';
import { SymphonyContext } from '../symphony/symphony.js';
import { Guard, PageProblem, Thrown } from './guard.js';

const MuiTheme = lazy(() => import('./mui-theme.js'));
const Bare = ({ children }: { readonly children: ReactNode }): ReactNode => children;

interface JsxProps {
  readonly extension: ShellExtension;
  readonly resource: ShellResource;
  readonly isWidget: boolean;
}

/** A page that can be drawn, or why it cannot. */
type LoadedPage =
  | { readonly kind: 'page'; readonly href: string; readonly Page: ComponentType; readonly hasMui: boolean }
  | { readonly kind: 'broken'; readonly reason: string }
  | { readonly kind: 'thrown'; readonly error: unknown };

/**
 * A React page in the shell itself, with all rights of the person. Only trusted extensions have such pages. While a new
 * version loads, the old one stays visible.
 */
export function JsxPage({ extension, resource, isWidget }: JsxProps): ReactElement {
  const { extensions } = useShell();
  const [uses, setUses] = useState<readonly string[]>([extension.prefix]);
  // A page may import files of other extensions, so it is loaded again when those change.
  const versions = extensions.filter(({ prefix }) => uses.includes(prefix)).map(versionOf);
  const { value, error, reload } = useQuery<LoadedPage>(`${resource.uri} ${versions.join(' ')}`, async (signal) => {
    const page = await api<ShellPage>(resourcePath(resource.uri, 'pages'), { signal });
    if (page.kind === 'markdown') throw new Error(`${resource.uri} is no React page`);
    setUses((last) => (last.join(' ') === page.uses.join(' ') ? last : page.uses));
    return page.kind === 'broken' ? page : importPage(page);
  });
  if (error) return <Failure title="The page could not be loaded." error={error} onRetry={reload} />;
  switch (value?.kind) {
    case undefined:
      return <Loading />;
    case 'broken':
      return <PageProblem what={resource.uri} reason={value.reason} onRetry={reload} />;
    case 'thrown':
      return <Thrown what={resource.uri} thrown={value.error} onRetry={reload} />;
    case 'page': {
      const Theme = value.hasMui ? MuiTheme : Bare;
      return (
        <Guard key={value.href} what={resource.uri}>
          <Suspense fallback={<Loading />}>
            <Theme>
              <WithSymphony extension={extension} uri={resource.uri} isWidget={isWidget}>
                <value.Page />
              </WithSymphony>
            </Theme>
          </Suspense>
        </Guard>
      );
    }
  }
}

/** The version of everything that a page can import from an extension. */
const versionOf = ({ prefix, resources }: ShellExtension): string =>
  `${prefix}:${resources.find(({ mimeType }) => mimeType.startsWith('text/symphony'))?.version ?? ''}`;

type ModuleAddress = Extract<ShellPage, { readonly kind: 'module' }>;

async function importPage({ href, hasMui }: ModuleAddress): Promise<LoadedPage> {
  try {
    const { default: Page } = (await import(/* the address is data */ href)) as { readonly default?: unknown };
    if (typeof Page === 'function') return { kind: 'page', href, hasMui, Page: Page as ComponentType };
    return { kind: 'broken', reason: 'The page has no default export: write `export default function …`.' };
  } catch (error) {
    return { kind: 'thrown', error };
  }
}

const noTitle = (): void => undefined;

/** Provides `@symphony` to the page. The dashboard sets the title of a widget, so a widget cannot set one. */
function WithSymphony(props: {
  readonly extension: ShellExtension;
  readonly uri: string;
  readonly isWidget: boolean;
  readonly children: ReactNode;
}): ReactElement {
  const { extension, uri, isWidget, children } = props;
  const { prefix } = extension;
  const { connection, session, setTitle } = useShell();
  const { mode } = useTheme();
  const symphony = useMemo<SymphonyPage>(
    () => ({
      nc: connection,
      navigate: (path) => navigate(path),
      setTitle: isWidget ? noTitle : setTitle,
      user: session.user,
      theme: { mode },
      extension: { prefix, uri },
      kv: (bucket, options) => openBucket(connection, options?.prefix ?? prefix, bucket),
    }),
    [connection, isWidget, mode, prefix, session.user, setTitle, uri],
  );
  return <SymphonyContext.Provider value={symphony}>{children}</SymphonyContext.Provider>;
}
