import { renderToStaticMarkup } from 'react-dom/server';
import { describe, expect, it } from 'vitest';
import { RegisterForm } from '@/components/register/register-form';
import { parseSettings } from '@/lib/core/env';
import { captchaSetting } from '@/lib/http/page-facts';

const KEYS = { RECAPTCHA_SITE_KEY: 'the-site-key', RECAPTCHA_SECRET_KEY: 'secret' };
const PREVIEW = { NODE_ENV: 'production', PREVIEW: 'true' };

describe('what the forms know of the captcha', () => {
  it.each([
    ['keys', KEYS, { siteKey: 'the-site-key' }],
    ['keys, put off', { ...KEYS, CAPTCHA: 'off' }, 'off'],
    ['no keys in development', {}, 'keyless'],
    ['no keys in development, as was said', { CAPTCHA: 'off' }, 'off'],
    ['no keys in the preview', PREVIEW, 'off'],
    ['no keys in the preview, as was said', { ...PREVIEW, CAPTCHA: 'off' }, 'off'],
  ])('with %s', (_, settings, known) => {
    expect(captchaSetting(parseSettings(settings))).toEqual(known);
  });

  it.each([
    ['for want of keys in development: says so', {}, true],
    ['in the preview, which says nothing', PREVIEW, false],
  ])('the form to register where it is off %s', (_, settings, isSaid) => {
    const captcha = captchaSetting(parseSettings(settings));
    const html = renderToStaticMarkup(<RegisterForm action={async (state) => state} captcha={captcha} />);
    expect(html.includes('Captcha is off here: no keys are set.')).toBe(isSaid);
    expect(html).not.toContain('<legend');
  });
});
