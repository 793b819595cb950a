import { parse } from 'bowser';

/** "Firefox on Linux", for mails and lists; "an unknown device" where the agent string says nothing. */
export function deviceInWords(userAgent: string): string {
  if (userAgent === '') return 'an unknown device';
  const { browser, os } = parse(userAgent);
  const words = [browser.name, os.name].filter((word) => word !== undefined && word !== '');
  return words.length > 0 ? words.join(' on ') : 'an unknown device';
}
