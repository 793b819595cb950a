import { COOKIE_ROLES, cookieName } from '@/lib/http/cookies';
import type { Check, Finding } from './check';

/** All that a start would refuse. */
export const settingsCheck: Check = {
  name: 'settings',
  reads: [],
  look: ({ settings, problems }) => {
    const inProduction =
      settings.mode === 'development' ? '; those of production: NODE_ENV=production npm run doctor' : '';
    if (problems.length === 0) return [{ level: 'ok', found: `a start in ${settings.mode} goes on${inProduction}` }];
    return problems.map((found) => ({ level: 'wrong', found, mend: 'see .env.example' }));
  },
};

/** What links, cookies and the origin check go by. */
export const originCheck: Check = {
  name: 'origin',
  reads: ['APP_URL'],
  look: ({ settings }) => {
    const { APP_URL, isHttps, mode } = settings;
    const names = COOKIE_ROLES.map((role) => cookieName(role, settings)).join(', ');
    const found = `${APP_URL}; cookies ${names}, ${isHttps ? 'Secure' : 'not Secure, because this is plain http'}`;
    if (isHttps || mode !== 'production') return [{ level: 'ok', found }];
    return [{ level: 'warning', found, mend: 'for anything but a trial on this machine, an https APP_URL' }];
  },
};

/** Whose address limits and records go by. */
export const clientAddressCheck: Check = {
  name: 'client address',
  reads: ['TRUSTED_PROXY_HOPS', 'APP_URL'],
  look: ({ settings: { TRUSTED_PROXY_HOPS: hops, isHttps, mode } }) => [
    hops === 0 ? withoutProxy(isHttps && mode === 'production') : behindProxies(hops, isHttps),
  ],
};

function withoutProxy(isTlsElsewhere: boolean): Finding {
  const found = 'TRUSTED_PROXY_HOPS=0: the address of the socket; X-Forwarded-For is ignored';
  if (!isTlsElsewhere) return { level: 'ok', found };
  return {
    level: 'warning',
    found: `${found}. Some proxy must be ending TLS for this https APP_URL: all people share its address, and its limits`,
    mend: 'TRUSTED_PROXY_HOPS=1, or however many proxies of yours stand in front',
  };
}

function behindProxies(hops: number, isHttps: boolean): Finding {
  const place = hops === 1 ? 'the last address' : `address ${hops} from the right`;
  const found = `TRUSTED_PROXY_HOPS=${hops}: ${place} in X-Forwarded-For, as your ${hops === 1 ? 'proxy' : 'outermost proxy'} wrote it`;
  if (isHttps) return { level: 'ok', found };
  return {
    level: 'warning',
    found: `${found}. APP_URL is plain http: where no proxy stands in front, callers choose their own address`,
    mend: 'TRUSTED_PROXY_HOPS=0 unless there is one',
  };
}
