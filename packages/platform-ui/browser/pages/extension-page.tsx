import type { ReactElement } from 'react';
import type { ShellExtension } from '../../src/wire/shell-extension.js';
import { FramePage } from './frame-page.js';
import { Guard, PageProblem } from './guard.js';
import { JsxPage } from './jsx-page.js';
import { MarkdownPage } from './markdown-page.js';

/** Draws a resource of an extension according to its type. */
export function ExtensionPage(props: {
  readonly extension: ShellExtension;
  readonly uri: string;
  readonly isWidget?: boolean;
}): ReactElement {
  const { extension, uri, isWidget = false } = props;
  const resource = extension.resources.find((resource) => resource.uri === uri);
  if (!resource) {
    return (
      <PageProblem
        what={uri}
        reason={`${extension.name} has registered no such resource.`}
        onRetry={() => location.reload()}
      />
    );
  }
  const parts = { extension, resource, isWidget };
  switch (resource.mimeType) {
    case 'text/symphony-jsx':
      return extension.isTrusted ? <JsxPage {...parts} /> : <Framed {...parts} />;
    case 'text/markdown':
      return (
        <Guard key={resource.version} what={uri}>
          <MarkdownPage resource={resource} isWidget={isWidget} />
        </Guard>
      );
    case 'text/symphony-module':
      return (
        <PageProblem
          what={uri}
          reason="It is a module, which pages import; it is no page itself."
          onRetry={() => location.reload()}
        />
      );
    default:
      return <Framed {...parts} />;
  }
}

/** Gives the page a heading, because screen readers do not find one inside a frame. */
function Framed(props: Parameters<typeof FramePage>[0]): ReactElement {
  const { extension, resource, isWidget } = props;
  return (
    <>
      {!isWidget && <h1 className="visually-hidden">{resource.name ?? extension.name}</h1>}
      <FramePage {...props} />
    </>
  );
}
