import { spawnSync } from 'node:child_process';
import { existsSync } from 'node:fs';
import { chromium } from '@playwright/test';

/** Switches for a browser in a container, that talks to nobody but the page. */
export const BROWSER_FLAGS = [
  '--no-sandbox',
  '--disable-gpu',
  '--disable-quic',
  '--no-first-run',
  '--disable-background-networking',
  '--disable-component-update',
  '--disable-sync',
  // Newer ones draw what drops down from their address line as web pages, in every window of a test: nobody looks.
  '--disable-features=WebUIOmniboxPopup,WebUIOmniboxAimPopup',
  // Pages under test load nothing from anywhere else; what tries gets no address.
  '--host-resolver-rules=MAP * ~NOTFOUND, EXCLUDE localhost, EXCLUDE 127.0.0.1',
];

/** The one without windows first: it is what Playwright itself would take. */
const SYSTEM_BROWSERS = [
  '/usr/bin/chromium-headless-shell',
  '/usr/bin/chromium',
  '/usr/bin/chromium-browser',
  '/usr/bin/google-chrome',
];
const WANTED =
  'The browser tests want Chromium: install it (Debian: apt-get install chromium), or npx playwright install chromium.';

const runs = (command: string, ...words: string[]) => spawnSync(command, words, { stdio: 'ignore' }).status === 0;

const onSystem = () => SYSTEM_BROWSERS.find((path) => existsSync(path));

function ofPlaywright(): string | undefined {
  const path = chromium.executablePath();
  return existsSync(path) ? path : undefined;
}

function downloaded(): string | undefined {
  runs('npx', 'playwright', 'install', 'chromium');
  return ofPlaywright();
}

function installed(): string | undefined {
  const isRootOnDebian = process.getuid?.() === 0 && existsSync('/etc/debian_version');
  if (!isRootOnDebian) return undefined;
  runs('apt-get', 'update');
  runs('apt-get', 'install', '-y', '--no-install-recommends', 'chromium');
  return onSystem();
}

/** The path of a Chromium: the system's, Playwright's, one that can be had now. Throws one line that says what to do. */
export function findBrowser(): string {
  const path = onSystem() ?? ofPlaywright() ?? downloaded() ?? installed();
  if (path === undefined) throw new Error(WANTED);
  return path;
}
