import { rights, storageRight } from '@symphony-ts/contract';
import type { IconName } from '../../kit/icon.js';

/** A page of the platform itself. */
export interface AdminPlace {
  readonly path: string;
  readonly label: string;
  /** The right that shows the page. Holding a part of a right with wildcards is enough. Absent if everybody sees the page. */
  readonly right?: string;
}

/** Pages of one section: one entry of the navigation, and a tab for each page. */
export interface AdminSection {
  readonly label: string;
  readonly icon: IconName;
  readonly pages: readonly AdminPlace[];
}

/** Any bucket of any extension. */
const anyBucket = storageRight('list', '*', '*');

/** All pages of the platform, by section. */
export const adminSections = [
  {
    label: 'Extensions',
    icon: 'plug',
    pages: [{ path: '/settings/extensions', label: 'Extensions' }],
  },
  {
    label: 'API keys',
    icon: 'key',
    pages: [
      { path: '/settings/keys', label: 'API keys' },
      { path: '/settings/registration-tokens', label: 'Registration tokens' },
    ],
  },
  {
    label: 'People and roles',
    icon: 'people',
    pages: [
      { path: '/settings/people', label: 'People', right: rights.rolesAdmin },
      { path: '/settings/roles', label: 'Roles', right: rights.rolesAdmin },
      { path: '/settings/sign-in', label: 'Sign-in', right: rights.rolesAdmin },
    ],
  },
  {
    label: 'Usage',
    icon: 'chart',
    pages: [
      { path: '/settings/usage', label: 'Usage', right: rights.usageRead },
      { path: '/settings/licenses', label: 'Licences', right: rights.usageAdmin },
      { path: '/settings/business-units', label: 'Business units', right: rights.usageRead },
      { path: '/settings/attribution', label: 'Attribution rules', right: rights.usageRead },
    ],
  },
  {
    label: 'Audit log',
    icon: 'list',
    pages: [{ path: '/settings/audit', label: 'Audit log', right: rights.auditRead }],
  },
  {
    label: 'Inspector',
    icon: 'search',
    pages: [
      { path: '/inspector/buckets', label: 'Buckets', right: anyBucket },
      { path: '/inspector/events', label: 'Events', right: anyBucket },
    ],
  },
  {
    label: 'API reference',
    icon: 'book',
    pages: [{ path: '/settings/reference', label: 'API reference' }],
  },
] as const satisfies readonly AdminSection[];

/** The path of a page of the platform. */
export type AdminPath = (typeof adminSections)[number]['pages'][number]['path'];

type May = (right: string) => boolean;

/** Whether a person may open a page. */
export const isAllowed = ({ right }: AdminPlace, may: May): boolean => right === undefined || may(right);

/** The sections of a person, each with the pages that the person may open. */
export const allowedSections = (may: May): AdminSection[] =>
  adminSections
    .map((section) => ({ ...section, pages: section.pages.filter((page) => isAllowed(page, may)) }))
    .filter(({ pages }) => pages.length > 0);

/** The first page below a path that is no page itself, such as `/settings`, and that the person may open. */
export const firstPageBelow = (path: string, may: May): string | undefined =>
  allowedSections(may)
    .flatMap(({ pages }) => pages)
    .find((page) => page.path.startsWith(`${path}/`))?.path;
