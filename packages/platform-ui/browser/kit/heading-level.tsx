import { createContext, type ReactElement, type ReactNode, useContext } from 'react';

/** The level of the first heading: 1 on a page, 3 in a widget, because the widget's own title is above it. */
export const HeadingLevel = createContext<1 | 3>(1);

/** The first heading of a page or widget. */
export function FirstHeading({ children }: { readonly children: ReactNode }): ReactElement {
  return useContext(HeadingLevel) === 1 ? <h1 className="first-heading">{children}</h1> : <h3>{children}</h3>;
}
