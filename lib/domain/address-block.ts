import { isIPv6 } from 'node:net';

/** Full groups of an IPv6 address: `2001:db8::1` → ['2001', 'db8', '0', …, '1']. */
function groupsOf(ip: string): string[] {
  const [head = '', tail] = ip.split('::');
  const before = head === '' ? [] : head.split(':');
  if (tail === undefined) return before;
  const after = tail === '' ? [] : tail.split(':');
  return [...before, ...Array<string>(Math.max(0, 8 - before.length - after.length)).fill('0'), ...after];
}

/**
 * What counts as one address: an IPv4 address itself, an IPv6 address by its /64, because that is what one household
 * or one rented machine is given to roam in.
 */
export function addressBlock(ip: string): string {
  if (!isIPv6(ip)) return ip;
  const network = groupsOf(ip.split('%')[0] ?? ip).slice(0, 4);
  return `${network.map((group) => Number.parseInt(group, 16).toString(16)).join(':')}::/64`;
}
