import { BROWSER_MAP, OS_MAP, parse } from 'bowser';

/** A browser and its system in words, without versions. */
type Device = { browser: string; os: string };

/**
 * The words that there are. From an agent string that it does not know, bowser copies: whoever signs in with a stolen
 * password would then write the line of the mail that warns its owner.
 */
const KNOWN_WORDS = new Set([...Object.values(BROWSER_MAP), ...Object.values(OS_MAP)]);

/** What an agent string says, as far as we know the words; an empty one says nothing. */
function knownWords(userAgent: string): Partial<Device> {
  if (userAgent === '') return {};
  const { browser, os } = parse(userAgent);
  const isKnown = (word: string | undefined) => word !== undefined && KNOWN_WORDS.has(word);
  return { ...(isKnown(browser.name) && { browser: browser.name }), ...(isKnown(os.name) && { os: os.name }) };
}

/** "Firefox" and "Linux", each by itself, for programs. */
export function describeDevice(userAgent: string): Device {
  return { browser: 'Unknown browser', os: 'Unknown system', ...knownWords(userAgent) };
}

/** "Firefox on Linux", for mails, lists and as a device's name; "an unknown device" where the agent string says nothing. */
export function deviceInWords(userAgent: string): string {
  const { browser, os } = knownWords(userAgent);
  const words = [browser, os].filter((word) => word !== undefined);
  return words.length > 0 ? words.join(' on ') : 'an unknown device';
}
