import { describe, expect, it } from 'vitest';
import { parseSettings } from '@/lib/core/env';
import { answerHeaders, contentSecurityPolicy, pageHeaders, SIGN_OUT_HEADERS } from '@/lib/http/page-headers';

const KEYS = { RECAPTCHA_SITE_KEY: 'the-site-key', RECAPTCHA_SECRET_KEY: 'secret' };
const PREVIEW = { NODE_ENV: 'production', PREVIEW: 'true' };

/** The policy as directive → sources. */
function policyOf(settings: Record<string, string>): Record<string, string> {
  const policy = contentSecurityPolicy('n0nce', parseSettings(settings));
  return Object.fromEntries(
    policy.split('; ').map((part) => {
      const [directive = '', ...sources] = part.split(' ');
      return [directive, sources.join(' ')];
    }),
  );
}

describe('the content security policy', () => {
  // asvs:3.4.3 asvs:3.4.6 asvs:3.6.1
  it.each<[where: string, settings: Record<string, string>, differences: Record<string, string>]>([
    ['a production build', PREVIEW, {}],
    [
      'a production build with captcha',
      { ...PREVIEW, ...KEYS },
      {
        'connect-src': "'self' https://www.google.com/recaptcha/",
        'frame-src': 'https://www.google.com/recaptcha/ https://recaptcha.google.com/recaptcha/',
      },
    ],
    ['captcha that was put off', { ...PREVIEW, ...KEYS, CAPTCHA: 'off' }, {}],
    [
      'Google sign-in',
      { ...PREVIEW, GOOGLE_CLIENT_ID: 'id', GOOGLE_CLIENT_SECRET: 'secret' },
      { 'form-action': "'self' https://accounts.google.com" },
    ],
    ['https', { ...PREVIEW, APP_URL: 'https://localhost:3000' }, { 'upgrade-insecure-requests': '' }],
    [
      'development',
      {},
      {
        'script-src': "'self' 'nonce-n0nce' 'strict-dynamic' 'unsafe-eval'",
        'connect-src': "'self' ws:",
      },
    ],
  ])('of %s', (_, settings, differences) => {
    expect(policyOf(settings)).toEqual({
      'default-src': "'self'",
      'script-src': "'self' 'nonce-n0nce' 'strict-dynamic'",
      'style-src': "'self' 'unsafe-inline'",
      'img-src': "'self' data: blob:",
      'font-src': "'self'",
      'connect-src': "'self'",
      'object-src': "'none'",
      'base-uri': "'none'",
      'form-action': "'self'",
      'frame-src': "'none'",
      'frame-ancestors': "'none'",
      ...differences,
    });
  });
});

describe('the headers', () => {
  // asvs:3.4.1
  it('say HSTS for two years and subdomains, under https alone', () => {
    const at = (APP_URL: string) => answerHeaders(parseSettings({ ...PREVIEW, APP_URL }));
    expect(at('https://localhost:3000')['strict-transport-security']).toBe('max-age=63072000; includeSubDomains');
    expect(at('http://localhost:3000')['strict-transport-security']).toBeUndefined();
    const development = answerHeaders(parseSettings({ APP_URL: 'https://localhost:3000' }));
    expect(development['strict-transport-security']).toBeUndefined();
  });

  it('of pages leave to people what passkeys, federated sign-in and pasting need', () => {
    const policy = pageHeaders('n0nce')['permissions-policy'];
    expect(policy).toMatch(/^[a-z-]+=\(\)(, [a-z-]+=\(\))*$/);
    expect(policy).not.toMatch(/publickey|identity|clipboard-write|private-state/);
  });

  // asvs:14.3.1
  it('on signing out clear what the site stored, and neither hold the answer back nor touch other hosts', () => {
    expect(SIGN_OUT_HEADERS).toEqual({ 'clear-site-data': '"storage"' });
  });
});
