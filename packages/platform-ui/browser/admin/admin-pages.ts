import type { ComponentType } from 'react';
import { lazyPart } from '../kit/lazy-part.js';
import { type AdminPath, type AdminPlace, adminSections, isAllowed } from './kit/admin-sections.js';

/** The component for each path. A page's code is loaded when the page is opened. */
const pages: Readonly<Record<AdminPath, ComponentType>> = {
  '/settings/extensions': lazyPart(() => import('./extensions/extensions-page.js')),
  '/settings/keys': lazyPart(() => import('./keys/keys-page.js')),
  '/settings/registration-tokens': lazyPart(() => import('./keys/registration-tokens-page.js')),
  '/settings/people': lazyPart(() => import('./people/people-page.js')),
  '/settings/roles': lazyPart(() => import('./people/roles-page.js')),
  '/settings/sign-in': lazyPart(() => import('./people/sign-in-page.js')),
  '/settings/usage': lazyPart(() => import('./usage/usage-page.js')),
  '/settings/licenses': lazyPart(() => import('./usage/licenses-page.js')),
  '/settings/business-units': lazyPart(() => import('./usage/business-units-page.js')),
  '/settings/attribution': lazyPart(() => import('./usage/attribution-page.js')),
  '/settings/audit': lazyPart(() => import('./audit/audit-page.js')),
  '/inspector/buckets': lazyPart(() => import('./inspector/buckets-page.js')),
  '/inspector/events': lazyPart(() => import('./inspector/events-page.js')),
  '/settings/reference': lazyPart(() => import('./reference/reference-page.js')),
};

/** The page of the platform at a path. */
export interface FoundPage {
  readonly label: string;
  /** Whether the person may open the page. */
  readonly isAllowed: boolean;
  readonly Page: ComponentType;
}

/** Finds the page at a path. */
export function findAdminPage(path: string, may: (right: string) => boolean): FoundPage | undefined {
  type Place = AdminPlace & { readonly path: AdminPath };
  const places = adminSections.flatMap((section): readonly Place[] => section.pages);
  const place = places.find((candidate) => candidate.path === path);
  return place && { label: place.label, isAllowed: isAllowed(place, may), Page: pages[place.path] };
}
