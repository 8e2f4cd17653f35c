import type { ReactElement } from 'react';
import { type FoundHelp, HELP_ROOT } from '../../src/wire/help.js';
import { decodeText } from '../../src/wire/route-paths.js';
import { allowedSections } from '../admin/kit/admin-sections.js';
import { navigate } from '../context/router.js';
import { listRoutes } from '../context/routes.js';
import type { Shell } from '../context/shell-context.js';
import { setTheme } from '../context/theme.js';
import { signOut } from '../data/session.js';
import { FontIcon } from '../kit/font-icon.js';
import { Icon } from '../kit/icon.js';
import type { Findable } from './rank.js';

/** A page to open, or an action to do. */
export interface PaletteEntry extends Findable {
  readonly id: string;
  readonly group: 'Pages' | 'Platform' | 'Help' | 'Actions';
  readonly icon: ReactElement;
  readonly run: () => void;
  /** The text in which the typed words were found. */
  readonly snippet?: string;
}

const go = (path: string) => () => navigate(path);
const open = (href: string) => () => void window.open(href, '_blank', 'noopener,noreferrer');

/** Everything that the palette can find for the signed-in person. */
export function paletteEntries({ extensions, may }: Pick<Shell, 'extensions' | 'may'>): PaletteEntry[] {
  return [
    { id: '/', group: 'Pages', label: 'Dashboard', icon: <Icon name="grid" />, run: go('/') },
    ...pages(extensions),
    ...allowedSections(may).flatMap(({ label: section, icon, pages }) =>
      pages.map(
        ({ path, label }): PaletteEntry => ({
          id: path,
          group: 'Platform',
          label,
          detail: label === section ? undefined : section,
          icon: <Icon name={icon} />,
          run: go(path),
        }),
      ),
    ),
    { id: '/help', group: 'Help', label: 'Help', icon: <Icon name="help" />, run: go('/help') },
    ...help(extensions),
    { id: 'light', group: 'Actions', label: 'Light colours', icon: <Icon name="sun" />, run: () => setTheme('light') },
    { id: 'dark', group: 'Actions', label: 'Dark colours', icon: <Icon name="moon" />, run: () => setTheme('dark') },
    {
      id: 'system',
      group: 'Actions',
      label: 'Colours of the system',
      icon: <Icon name="system" />,
      run: () => setTheme('system'),
    },
    { id: 'sign-out', group: 'Actions', label: 'Sign out', icon: <Icon name="out" />, run: () => void signOut() },
  ];
}

/** Pages by their menus. A page without a menu has the name of its resource. */
function pages(extensions: Shell['extensions']): PaletteEntry[] {
  const menus = extensions.flatMap(({ prefix, name, menus }) =>
    menus.map(
      ({ item, route, icon, link }): PaletteEntry => ({
        id: `${prefix} ${item} ${route}`,
        group: 'Pages',
        label: item,
        detail: item === name ? undefined : name,
        icon: <FontIcon name={icon} />,
        run: link === undefined || link.startsWith('/') ? go(link ?? route) : open(link),
      }),
    ),
  );
  const withMenu = new Set(extensions.flatMap(({ menus }) => menus.map(({ route }) => route)));
  const others = listRoutes(extensions)
    .filter(({ path }) => !path.startsWith(HELP_ROOT) && !withMenu.has(path))
    .map(({ path, uri, extension }): PaletteEntry => {
      const label = extension.resources.find((resource) => resource.uri === uri)?.name ?? nameOfPath(path);
      const detail = label === extension.name ? undefined : extension.name;
      return { id: path, group: 'Pages', label, detail, icon: <Icon name="plug" />, run: go(path) };
    });
  return [...menus, ...others];
}

/** The last part of a path, as the name of a page without one. */
const nameOfPath = (path: string): string => {
  const word = decodeText(path.split('/').at(-1) ?? '').replaceAll('-', ' ');
  return word.charAt(0).toUpperCase() + word.slice(1);
};

const help = (extensions: Shell['extensions']): PaletteEntry[] =>
  listRoutes(extensions)
    .filter(({ path }) => path.startsWith(HELP_ROOT))
    .map(({ path, extension }) => ({
      id: path,
      group: 'Help',
      label: decodeText(path.slice(HELP_ROOT.length)),
      detail: extension.description,
      icon: <Icon name="book" />,
      run: go(path),
    }));

/** Help pages whose text contains the words, except those that are in the list already. */
export function helpByText(found: readonly FoundHelp[], shown: readonly PaletteEntry[]): PaletteEntry[] {
  const known = new Set(shown.map(({ id }) => id));
  return found
    .filter(({ path }) => !known.has(path))
    .map(({ path, snippet }) => ({
      id: path,
      group: 'Help',
      label: decodeText(path.slice(HELP_ROOT.length)),
      snippet,
      icon: <Icon name="book" />,
      run: go(path),
    }));
}
