import { developmentKey } from '@/lib/core/development-keys';
import type { Settings } from '@/lib/core/settings';
import { isDevelopmentTokenKey, tokenKeys, type TokenKey } from '@/lib/core/token-keys';
import { ACTIVATION_SECONDS } from '@/lib/domain/tokens';
import type { Check, Finding } from './check';

const DAY = 24 * 60 * 60;
const MAKE_TOKEN_KEY = 'openssl rand -base64 32 | tr "+/" "-_" | tr -d "="';

/** How long the last token that a key sealed can be good for, in words. */
function lifeInWords({ REFRESH_TOKEN_SECONDS }: Settings): string {
  const seconds = Math.max(REFRESH_TOKEN_SECONDS, ACTIVATION_SECONDS);
  return seconds % DAY === 0 ? `${seconds / DAY} day(s)` : `${seconds} s`;
}

function duty(index: number, total: number, settings: Settings): Required<Pick<Finding, 'found' | 'mend'>> {
  const life = lifeInWords(settings);
  if (index > 0) {
    return { found: 'opens what it sealed before, seals nothing', mend: `drop it ${life} after the first key came in` };
  }
  const found = total === 1 ? 'seals and opens' : 'seals what is new, and opens it';
  return {
    found,
    mend: `to rotate: put a new key first (of several instances: last, until all of them know it), keep this one for ${life}, then drop it; a new key: ${MAKE_TOKEN_KEY}`,
  };
}

function tokenKeyFinding(key: TokenKey, index: number, keys: readonly TokenKey[], settings: Settings): Finding {
  const { found, mend } = duty(index, keys.length, settings);
  const name = `JWE_KEY ${index + 1} of ${keys.length}, kid ${key.kid}`;
  const twin = keys.findIndex(({ kid }) => kid === key.kid);
  if (twin < index) return { level: 'warning', found: `${name}: the same as ${twin + 1}`, mend: 'drop it' };
  if (!isDevelopmentTokenKey(key)) return { level: 'ok', found: `${name}: ${found}`, mend };
  const published = `${name}: development's, which is published with the program; ${found}`;
  if (settings.mode !== 'production') return { level: 'ok', found: published };
  return { level: 'wrong', found: published, mend: `drop it; your own: ${MAKE_TOKEN_KEY}` };
}

export const tokenKeysCheck: Check = {
  name: 'token keys',
  reads: ['JWE_KEY', 'REFRESH_TOKEN_SECONDS'],
  look: ({ settings }) => {
    const keys = tokenKeys(settings.JWE_KEY);
    return keys.map((key, index) => tokenKeyFinding(key, index, keys, settings));
  },
};

/** Nothing of the key itself is said, not even by a hash: unlike a token key it may be a weak one. */
export const secretKeyCheck: Check = {
  name: 'secret key',
  reads: ['SECRET_KEY'],
  look: ({ settings: { SECRET_KEY, mode } }) => {
    if (SECRET_KEY !== developmentKey('secret')) return [{ level: 'ok', found: 'SECRET_KEY: your own' }];
    const found = "SECRET_KEY: development's, which is published with the program";
    if (mode !== 'production') return [{ level: 'ok', found }];
    return [{ level: 'wrong', found, mend: 'your own: openssl rand -hex 32' }];
  },
};
