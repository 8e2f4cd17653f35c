import { createContext, type ReactElement, type ReactNode, useContext } from 'react';

/** The level of the first heading in what is drawn: 1 on a page, 3 in a widget, whose own title is above it. */
export const HeadingLevel = createContext<1 | 3>(1);

/** The first heading of whatever it is drawn in. */
export function FirstHeading({ children }: { readonly children: ReactNode }): ReactElement {
  return useContext(HeadingLevel) === 1 ? <h1 className="first-heading">{children}</h1> : <h3>{children}</h3>;
}
