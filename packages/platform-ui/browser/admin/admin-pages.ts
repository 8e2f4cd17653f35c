import { rights } from '@symphony-ts/contract';
import { type ComponentType, lazy } from 'react';
import type { IconName } from '../kit/icon.js';

/** A page of the platform itself. */
export interface AdminPage {
  readonly path: string;
  readonly label: string;
  /** What one must be allowed to see it; absent for a page that everybody has. */
  readonly right?: string;
  readonly Page: ComponentType;
}

/** Pages that belong together: one entry of the navigation, and a tab for each page. */
export interface AdminSection {
  readonly label: string;
  readonly icon: IconName;
  readonly pages: readonly AdminPage[];
}

/** The pages for those whose roles allow them. Each is loaded when it is opened. */
export const adminSections: readonly AdminSection[] = [
  {
    label: 'Extensions',
    icon: 'plug',
    pages: [
      {
        path: '/settings/extensions',
        label: 'Extensions',
        Page: lazy(() => import('./extensions/extensions-page.js')),
      },
    ],
  },
  {
    label: 'API keys',
    icon: 'key',
    pages: [
      { path: '/settings/keys', label: 'API keys', Page: lazy(() => import('./keys/keys-page.js')) },
      {
        path: '/settings/registration-tokens',
        label: 'Registration tokens',
        Page: lazy(() => import('./keys/registration-tokens-page.js')),
      },
    ],
  },
  {
    label: 'People and roles',
    icon: 'people',
    pages: [
      {
        path: '/settings/people',
        label: 'People',
        right: rights.rolesAdmin,
        Page: lazy(() => import('./people/people-page.js')),
      },
      {
        path: '/settings/roles',
        label: 'Roles',
        right: rights.rolesAdmin,
        Page: lazy(() => import('./people/roles-page.js')),
      },
      {
        path: '/settings/sign-in',
        label: 'Sign-in',
        right: rights.rolesAdmin,
        Page: lazy(() => import('./people/sign-in-page.js')),
      },
    ],
  },
  {
    label: 'Usage',
    icon: 'chart',
    pages: [
      {
        path: '/settings/usage',
        label: 'Usage',
        right: rights.usageRead,
        Page: lazy(() => import('./usage/usage-page.js')),
      },
      {
        path: '/settings/licenses',
        label: 'Licences',
        right: rights.usageAdmin,
        Page: lazy(() => import('./usage/licenses-page.js')),
      },
      {
        path: '/settings/business-units',
        label: 'Business units',
        right: rights.usageRead,
        Page: lazy(() => import('./usage/business-units-page.js')),
      },
      {
        path: '/settings/attribution',
        label: 'Attribution rules',
        right: rights.usageRead,
        Page: lazy(() => import('./usage/attribution-page.js')),
      },
    ],
  },
  {
    label: 'Audit log',
    icon: 'list',
    pages: [
      {
        path: '/settings/audit',
        label: 'Audit log',
        right: rights.auditRead,
        Page: lazy(() => import('./audit/audit-page.js')),
      },
    ],
  },
  {
    label: 'API reference',
    icon: 'book',
    pages: [
      {
        path: '/settings/reference',
        label: 'API reference',
        Page: lazy(() => import('./reference/reference-page.js')),
      },
    ],
  },
];

type May = (right: string) => boolean;
const isAllowed = ({ right }: AdminPage, may: May): boolean => right === undefined || may(right);

/** The sections that a person sees, each with the pages that they may open. */
export const allowedSections = (may: May): AdminSection[] =>
  adminSections
    .map((section) => ({ ...section, pages: section.pages.filter((page) => isAllowed(page, may)) }))
    .filter(({ pages }) => pages.length > 0);

/** The page at a path; `isAllowed` says whether the person may open it. */
export function findAdminPage(
  path: string,
  may: May,
): { readonly page: AdminPage; readonly isAllowed: boolean } | undefined {
  const page = adminSections.flatMap(({ pages }) => pages).find((one) => one.path === path);
  return page && { page, isAllowed: isAllowed(page, may) };
}
