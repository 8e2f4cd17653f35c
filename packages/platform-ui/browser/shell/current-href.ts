/** Which of the addresses of a menu leads to a page: the longest that is the page's path or stands above it. */
export function currentHref(hrefs: readonly string[], path: string): string | undefined {
  const leads = (href: string): boolean => path === href || (href !== '/' && path.startsWith(`${href}/`));
  return hrefs.filter(leads).sort((left, right) => right.length - left.length)[0];
}
