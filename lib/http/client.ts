import { isIP, isIPv6, SocketAddress } from 'node:net';
import { getEnv } from '@/lib/core/env';
import type { Client } from '@/lib/domain/context';
import { socketAddress } from './request-scope';

/** Where no address can be told, all such requests share one count: strict, and never "no limit". */
const UNKNOWN_ADDRESS = '0.0.0.0';
const USER_AGENT_MAX_LENGTH = 512;

/**
 * `[2001:db8::1]:443`, `203.0.113.9:5512`, `fe80::1%eth0`, `::ffff:203.0.113.9` in any spelling → the bare address, each
 * in one spelling, or undefined.
 */
function bareAddress(text: string): string | undefined {
  const bare = text
    .trim()
    .replace(/^\[(.+)\](:\d+)?$/, '$1')
    .replace(/^(\d+\.\d+\.\d+\.\d+):\d+$/, '$1');
  if (!isIPv6(bare)) return isIP(bare) ? bare : undefined;
  const { address } = new SocketAddress({ family: 'ipv6', address: bare.replace(/%.*$/, '') });
  return address.replace(/^::ffff:(?=\d+\.)/, '');
}

/**
 * The client's address: the socket's own, or, behind TRUSTED_PROXY_HOPS proxies, the one that the outermost of them
 * saw (the n-th from the right of X-Forwarded-For; what stands further left was written by the client).
 */
export function clientAddress(headers: Headers): string {
  const socket = bareAddress(socketAddress() ?? '') ?? UNKNOWN_ADDRESS;
  const { TRUSTED_PROXY_HOPS } = getEnv();
  if (TRUSTED_PROXY_HOPS === 0) return socket;
  const forwarded = (headers.get('x-forwarded-for') ?? '').split(',');
  return bareAddress(forwarded.at(-TRUSTED_PROXY_HOPS) ?? '') ?? socket;
}

/** Whether the socket's other end is on this machine, whatever a header says. */
export function isAskedFromThisMachine(): boolean {
  const address = bareAddress(socketAddress() ?? '');
  return address !== undefined && (address === '::1' || address.startsWith('127.'));
}

/** Who is asking, as far as the wire tells. */
export function clientOf(headers: Headers, requestId: string): Client {
  const userAgent = (headers.get('user-agent') ?? '').replace(/\p{C}/gu, '').slice(0, USER_AGENT_MAX_LENGTH);
  const isSentByAnother = ['cross-site', 'same-site'].includes(headers.get('sec-fetch-site') ?? '');
  return { ip: clientAddress(headers), userAgent, requestId, isSentByAnother };
}
