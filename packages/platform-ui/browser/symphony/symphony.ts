import type { SymphonyPage } from '@symphony-ts/page';
import { createContext, useContext } from 'react';

/** What pages import as `@symphony`. The shell gives the value; outside of a page there is none. */
export const SymphonyContext = createContext<SymphonyPage>(undefined as unknown as SymphonyPage);

export const useSymphony = (): SymphonyPage => useContext(SymphonyContext);
