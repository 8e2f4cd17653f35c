import { type ComponentType, lazy } from 'react';
import type { IconName } from '../kit/icon.js';

/** A page of the platform itself. */
export interface AdminPage {
  readonly path: string;
  readonly label: string;
  readonly icon: IconName;
  /** What one must be allowed to see it; absent for a page that everybody has. */
  readonly right?: string;
  readonly Page: ComponentType;
}

/** The pages for those whose roles allow them. Each is loaded when it is opened. */
export const adminPages: readonly AdminPage[] = [
  {
    path: '/settings/extensions',
    label: 'Extensions',
    icon: 'plug',
    Page: lazy(() => import('./extensions-page.js')),
  },
  {
    path: '/settings/keys',
    label: 'API keys',
    icon: 'key',
    Page: lazy(() => import('./keys-page.js')),
  },
];
