import type { SymphonyPage } from '@symphony-ts/page';
import { createContext, useContext } from 'react';

/** The module `@symphony` for pages. The shell provides the value. Outside a page there is none. */
export const SymphonyContext = createContext<SymphonyPage>(undefined as unknown as SymphonyPage);

export const useSymphony = (): SymphonyPage => useContext(SymphonyContext);
