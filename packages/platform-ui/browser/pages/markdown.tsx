import { type ComponentProps, createElement, type ReactElement } from 'react';
import ReactMarkdown, { type Components } from 'react-markdown';
import remarkGfm from 'remark-gfm';
import { Link } from '../context/router.js';

const plugins = [remarkGfm];

/** Markdown in GitHub's dialect. It removes raw HTML and addresses that run scripts. */
export default function Markdown({ text, level }: { readonly text: string; readonly level: 1 | 2 | 3 }): ReactElement {
  return (
    <div className="prose">
      <ReactMarkdown remarkPlugins={plugins} components={componentsFrom(level)}>
        {text}
      </ReactMarkdown>
    </div>
  );
}

const headings = ['h1', 'h2', 'h3', 'h4', 'h5', 'h6'] as const;

/** The first heading of a widget is one level below the dashboard's. */
function componentsFrom(level: 1 | 2 | 3): Components {
  const shifted = headings
    .slice(0, 4)
    .map((name, index) => [
      name,
      ({ children }: ComponentProps<'h1'>) =>
        createElement(headings[Math.min(index + level - 1, 5)] ?? 'h6', {}, children),
    ]);
  return { ...(Object.fromEntries(shifted) as Components), a: Anchor };
}

function Anchor({ href = '', children }: ComponentProps<'a'>): ReactElement {
  if (href.startsWith('/') && !href.startsWith('//')) return <Link href={href}>{children}</Link>;
  if (href.startsWith('#')) return <a href={href}>{children}</a>;
  return (
    <a href={href} target="_blank" rel="noopener noreferrer">
      {children}
    </a>
  );
}
