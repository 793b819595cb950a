import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { unavailablePage } from '@/lib/http/unavailable-page';

const coloursIn = (text: string) => text.match(/#[\da-f]{6}\b/g) ?? [];

describe('the page of an outage', () => {
  it('has the colours of the rest of the site, in light and dark', async () => {
    const [light = '', dark = ''] = readFileSync('app/globals.css', 'utf8').split('prefers-color-scheme: dark');
    const [ownLight = '', ownDark = ''] = (await unavailablePage().text()).split('prefers-color-scheme: dark');
    expect(coloursIn(ownLight)).toHaveLength(5);
    expect(coloursIn(light)).toEqual(expect.arrayContaining(coloursIn(ownLight)));
    expect(coloursIn(ownDark)).toHaveLength(5);
    expect(coloursIn(dark)).toEqual(expect.arrayContaining(coloursIn(ownDark)));
  });

  it('is kept by nobody, and says when to come again', () => {
    const { status, headers } = unavailablePage();
    expect(status).toBe(503);
    expect(headers.get('cache-control')).toBe('private, no-store');
    expect(headers.get('retry-after')).toBe('5');
  });
});
