import { describe, expect, it } from 'vitest';
import { describeDevice, deviceInWords } from '@/lib/core/device';
import { EDGE_ON_WINDOWS, FIREFOX_ON_LINUX, NEWER_FIREFOX_ON_LINUX, SAFARI_ON_IOS } from '../harness/agents';

describe('a device', () => {
  it.each([
    [FIREFOX_ON_LINUX, 'Firefox', 'Linux', 'Firefox on Linux'],
    [SAFARI_ON_IOS, 'Safari', 'iOS', 'Safari on iOS'],
    [EDGE_ON_WINDOWS, 'Microsoft Edge', 'Windows', 'Microsoft Edge on Windows'],
    ['Mozilla/5.0 (X11; Linux x86_64) Nothing/1.0', 'Unknown browser', 'Linux', 'Linux'],
    ['', 'Unknown browser', 'Unknown system', 'an unknown device'],
    ['curl/8.5.0', 'Unknown browser', 'Unknown system', 'an unknown device'],
  ])('that says %j is %s, %s', (agent, browser, os, words) => {
    expect(describeDevice(agent)).toEqual({ browser, os });
    expect(deviceInWords(agent)).toBe(words);
  });

  it('is the same one after an update', () => {
    expect(deviceInWords(NEWER_FIREFOX_ON_LINUX)).toBe(deviceInWords(FIREFOX_ON_LINUX));
  });

  it('does not put words of its own into the mail that warns of it', () => {
    expect(deviceInWords('Your own telephone, all is well/1.0 (x)')).toBe('an unknown device');
  });
});
