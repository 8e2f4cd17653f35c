import type { ReactElement } from 'react';
import type { ShellExtension, ShellMenu } from '../../src/wire/shell-extension.js';
import { allowedSections } from '../admin/kit/admin-sections.js';
import { Link, usePlace } from '../context/router.js';
import { currentHref } from '../context/routes.js';
import { type Shell, useShell } from '../context/shell-context.js';
import { FontIcon } from '../kit/font-icon.js';
import { Icon, type IconName } from '../kit/icon.js';

interface Item {
  readonly key: string;
  readonly label: string;
  readonly href: string;
  readonly icon: ReactElement;
  readonly isExternal?: boolean;
  /** Other pages that count as below this one. */
  readonly within?: readonly string[];
}

const own = (label: string, href: string, icon: IconName): Item => ({
  key: href,
  label,
  href,
  icon: <Icon name={icon} />,
});

const menuItem = (prefix: string, { item, route, icon, link }: ShellMenu): Item => ({
  key: `${prefix} ${item} ${route}`,
  label: item,
  href: link ?? route,
  icon: <FontIcon name={icon} />,
  isExternal: link !== undefined && !link.startsWith('/'),
});

/** Menus by group. The groups are in the order in which extensions name them. */
function groupsOf(extensions: readonly ShellExtension[]): (readonly [string, readonly Item[]])[] {
  const groups = new Map<string, Item[]>();
  for (const { prefix, menus } of extensions) {
    for (const menu of menus) groups.set(menu.group, [...(groups.get(menu.group) ?? []), menuItem(prefix, menu)]);
  }
  return [...groups];
}

const adminItems = (may: Shell['may']): Item[] =>
  allowedSections(may).flatMap(({ label, icon, pages }) => {
    const [first, ...others] = pages.map(({ path }) => path);
    return first === undefined ? [] : [{ ...own(label, first, icon), within: others }];
  });

/** The navigation. It leads to every page. */
export function Navigation(): ReactElement {
  const { extensions, may } = useShell();
  const { path } = usePlace();
  const groups: (readonly [string, readonly Item[]])[] = [
    ['', [own('Dashboard', '/', 'grid')]],
    ...groupsOf(extensions),
    ['Platform', adminItems(may)],
    ['Help', [own('Help', '/help', 'help')]],
  ];
  const items = groups.flatMap(([, inGroup]) => inGroup);
  const within = items.find((item) => item.within?.includes(path));
  const current =
    within?.href ??
    currentHref(
      items.map(({ href }) => href),
      path,
    );
  return (
    <nav className="nav" aria-label="Main">
      {groups.map(([name, inGroup], index) => (
        <Group key={name} id={`nav-${index}`} name={name} items={inGroup} path={path} current={current} />
      ))}
    </nav>
  );
}

interface GroupProps {
  readonly id: string;
  readonly name: string;
  readonly items: readonly Item[];
  readonly path: string;
  /** The menu address of the current page, or of a page above it. */
  readonly current: string | undefined;
}

function Group({ id, name, items, path, current }: GroupProps): ReactElement {
  return (
    <>
      {name !== '' && <h2 id={id}>{name}</h2>}
      <ul {...(name === '' ? {} : { 'aria-labelledby': id })}>
        {items.map((item) => (
          <li key={item.key}>
            <Entry item={item} current={item.href === current ? (path === current ? 'page' : 'true') : undefined} />
          </li>
        ))}
      </ul>
    </>
  );
}

interface EntryProps {
  readonly item: Item;
  /** `true` if the current page is below the page of this entry. */
  readonly current: 'page' | 'true' | undefined;
}

function Entry({ item, current }: EntryProps): ReactElement {
  const { label, href, icon, isExternal } = item;
  const content = (
    <>
      <span className="nav__icon">{icon}</span>
      <span className="nav__label" title={label}>
        {label}
      </span>
    </>
  );
  if (!isExternal) {
    return (
      <Link href={href} {...(current ? { 'aria-current': current } : {})}>
        {content}
      </Link>
    );
  }
  return (
    <a href={href} target="_blank" rel="noopener noreferrer">
      {content}
      <span className="nav__out">
        <Icon name="out" size={14} />
        <span className="visually-hidden"> (opens a new tab)</span>
      </span>
    </a>
  );
}
