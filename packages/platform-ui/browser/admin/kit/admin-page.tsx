import { type ReactElement, type ReactNode, useEffect } from 'react';
import { Link } from '../../context/router.js';
import { useShell } from '../../context/shell-context.js';
import { allowedSections } from './admin-sections.js';
import './admin.css';

/** The frame of a page of the platform: heading, purpose, tabs of the other pages in its section, and actions. */
export function AdminPage(props: {
  readonly path: string;
  readonly title: string;
  readonly about: string;
  readonly actions?: ReactNode;
  readonly children: ReactNode;
}): ReactElement {
  const { path, title, about, actions, children } = props;
  const { setTitle, may } = useShell();
  const section = allowedSections(may).find(({ pages }) => pages.some((page) => page.path === path));
  const [first] = section?.pages ?? [];
  useEffect(() => {
    const above = section && first && first.path !== path ? { [first.path]: section.label } : {};
    setTitle({ '/': 'Home', ...above, [path]: title });
    // `section` is not a dependency, because `path` determines it.
  }, [setTitle, path, title]);
  return (
    <>
      <div className="page-head">
        <div>
          <h1>{title}</h1>
          <p>{about}</p>
        </div>
        {actions}
      </div>
      {section && section.pages.length > 1 && (
        <nav className="tabs" aria-label={section.label}>
          {section.pages.map((page) => (
            <Link key={page.path} href={page.path} {...(page.path === path ? { 'aria-current': 'page' } : {})}>
              {page.label}
            </Link>
          ))}
        </nav>
      )}
      {children}
    </>
  );
}
