import { lazy, type ReactElement, Suspense, useEffect } from 'react';
import type { ShellPage, ShellResource } from '../../src/wire/shell-extension.js';
import { resourcePath } from '../../src/wire/ui-paths.js';
import { usePlace } from '../context/router.js';
import { crumbsOf, listRoutes } from '../context/routes.js';
import { useShell } from '../context/shell-context.js';
import { api } from '../data/api.js';
import { useQuery } from '../data/use-query.js';
import { Failure, Loading } from '../kit/states.js';

const Markdown = lazy(() => import('./markdown.js'));

/** A Markdown resource, drawn in the page. HTML in it is not drawn. */
export function MarkdownPage({ resource, isWidget }: { resource: ShellResource; isWidget: boolean }): ReactElement {
  const { extensions, setTitle } = useShell();
  const { path } = usePlace();
  const { value, error, reload } = useQuery(`${resource.uri} ${resource.version}`, (signal) =>
    api<ShellPage>(resourcePath(resource.uri, 'pages'), { signal }),
  );
  const page = value?.kind === 'markdown' ? value : undefined;
  useEffect(() => {
    if (isWidget || !page) return;
    const { breadcrumbs, title } = page;
    setTitle(breadcrumbs ?? crumbsOf(listRoutes(extensions), path, title));
    // `extensions` is not a dependency: a change of another extension is no reason to set the title again.
  }, [isWidget, page, path, setTitle]);
  if (error && !page) return <Failure title="The page could not be loaded." error={error} onRetry={reload} />;
  if (!page) return <Loading />;
  return (
    <Suspense fallback={<Loading />}>
      <Markdown text={page.text} level={isWidget ? 3 : 1} />
    </Suspense>
  );
}
