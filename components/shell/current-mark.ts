/** The `aria-current` of a link on the page at `path`: it leads to this very page, or to the part of the site it is in. */
export function currentMark(href: string, path: string): 'page' | 'true' | undefined {
  if (path === href) return 'page';
  return path.startsWith(`${href}/`) ? 'true' : undefined;
}
