import { type ReactElement, type ReactNode, useEffect } from 'react';
import { useShell } from '../shell/shell-context.js';
import './admin.css';

/** The frame of a page of the platform: its heading, what it is for, and what one can do. */
export function AdminPage(props: {
  readonly path: string;
  readonly title: string;
  readonly about: string;
  readonly actions?: ReactNode;
  readonly children: ReactNode;
}): ReactElement {
  const { path, title, about, actions, children } = props;
  const { setTitle } = useShell();
  useEffect(() => setTitle({ '/': 'Home', [path]: title }), [setTitle, path, title]);
  return (
    <>
      <div className="page-head">
        <div>
          <h1>{title}</h1>
          <p>{about}</p>
        </div>
        {actions}
      </div>
      {children}
    </>
  );
}
