import { type ComponentType, lazy } from 'react';
import { type AdminPath, type AdminPlace, adminSections, isAllowed } from './kit/admin-sections.js';

/** What is drawn at each path. Each page is loaded when it is opened. */
const pages: Readonly<Record<AdminPath, ComponentType>> = {
  '/settings/extensions': lazy(() => import('./extensions/extensions-page.js')),
  '/settings/keys': lazy(() => import('./keys/keys-page.js')),
  '/settings/registration-tokens': lazy(() => import('./keys/registration-tokens-page.js')),
  '/settings/people': lazy(() => import('./people/people-page.js')),
  '/settings/roles': lazy(() => import('./people/roles-page.js')),
  '/settings/sign-in': lazy(() => import('./people/sign-in-page.js')),
  '/settings/usage': lazy(() => import('./usage/usage-page.js')),
  '/settings/licenses': lazy(() => import('./usage/licenses-page.js')),
  '/settings/business-units': lazy(() => import('./usage/business-units-page.js')),
  '/settings/attribution': lazy(() => import('./usage/attribution-page.js')),
  '/settings/audit': lazy(() => import('./audit/audit-page.js')),
  '/inspector/buckets': lazy(() => import('./inspector/buckets-page.js')),
  '/inspector/events': lazy(() => import('./inspector/events-page.js')),
  '/settings/reference': lazy(() => import('./reference/reference-page.js')),
};

/** A page of the platform that was found. */
export interface FoundPage {
  readonly label: string;
  /** Whether the person may open it. */
  readonly isAllowed: boolean;
  readonly Page: ComponentType;
}

/** The page at a path. */
export function findAdminPage(path: string, may: (right: string) => boolean): FoundPage | undefined {
  type Place = AdminPlace & { readonly path: AdminPath };
  const places = adminSections.flatMap((section): readonly Place[] => section.pages);
  const place = places.find((candidate) => candidate.path === path);
  return place && { label: place.label, isAllowed: isAllowed(place, may), Page: pages[place.path] };
}
