import type { ReactElement } from 'react';
import type { ShellExtension, ShellMenu } from '../../src/wire/shell-extension.js';
import { allowedSections } from '../admin/admin-pages.js';
import { FontIcon } from '../kit/font-icon.js';
import { Icon, type IconName } from '../kit/icon.js';
import { Link, usePlace } from './router.js';
import { type Shell, useShell } from './shell-context.js';

interface Item {
  readonly key: string;
  readonly label: string;
  readonly href: string;
  readonly icon: ReactElement;
  readonly isExternal?: boolean;
  /** Other pages that are reached through this one. */
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

/** Menus by group, in the order in which extensions name the groups. */
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

/** The way to every page. */
export function Navigation(): ReactElement {
  const { extensions, may } = useShell();
  const { path } = usePlace();
  const groups: (readonly [string, readonly Item[]])[] = [
    ['', [own('Dashboard', '/', 'grid')]],
    ...groupsOf(extensions),
    ['Platform', adminItems(may)],
    ['Help', [own('Help', '/help', 'help')]],
  ];
  return (
    <nav className="nav" aria-label="Main">
      {groups.map(([name, items], index) => (
        <Group key={name} id={`nav-${index}`} name={name} items={items} path={path} />
      ))}
    </nav>
  );
}

function Group(props: { id: string; name: string; items: readonly Item[]; path: string }): ReactElement {
  const { id, name, items, path } = props;
  return (
    <>
      {name !== '' && <h2 id={id}>{name}</h2>}
      <ul {...(name === '' ? {} : { 'aria-labelledby': id })}>
        {items.map((item) => (
          <li key={item.key}>
            <Entry item={item} isCurrent={path === item.href || (item.within?.includes(path) ?? false)} />
          </li>
        ))}
      </ul>
    </>
  );
}

function Entry({ item, isCurrent }: { readonly item: Item; readonly isCurrent: boolean }): ReactElement {
  const { label, href, icon, isExternal } = item;
  const content = (
    <>
      <span className="nav__icon">{icon}</span>
      {label}
    </>
  );
  if (!isExternal) {
    return (
      <Link href={href} {...(isCurrent ? { 'aria-current': 'page' } : {})}>
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
