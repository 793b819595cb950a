import type { Page } from '@playwright/test';
import { expect, test } from './fixtures';

const POLICY = /Content Security Policy/;

const PAYLOADS = {
  'an inline script': '<script>window.injected = true</script>',
  'a script with a made-up nonce': '<script nonce="AAAAAAAAAAAAAAAAAAAAAA">window.injected = true</script>',
  'an event handler': '<img src="/nowhere.png" onerror="window.injected = true" alt="">',
  'a script of a data address': '<script src="data:text/javascript,window.injected=true"></script>',
  'a base that moves every path': '<base href="https://evil.example/">',
  'a frame of a script': '<iframe title="frame" src="javascript:parent.injected=true"></iframe>',
} as const;

/** The page as it would come if somebody's text had become its markup: the policy is the last line. */
async function inject(page: Page, payload: string): Promise<void> {
  await page.route('**/login', async (route) => {
    const answer = await route.fetch();
    const body = (await answer.text()).replace('</body>', `${payload}</body>`);
    await route.fulfill({ response: answer, body });
  });
  await page.goto('/login');
}

for (const [what, payload] of Object.entries(PAYLOADS)) {
  // asvs:3.4.3
  test(`${what} that got into a page does nothing`, async ({ page, expectComplaints }) => {
    expectComplaints(POLICY);
    // Markup that the server did not send is React's to complain about; a picture that is not there, the browser's.
    expectComplaints(/hydrat|404|#418/i);
    const complaint = page.waitForEvent('console', (message) => POLICY.test(message.text()));
    await inject(page, payload);
    await complaint;
    expect(await page.evaluate(() => 'injected' in window)).toBe(false);
    expect(await page.evaluate(() => document.baseURI)).toBe(page.url());
  });
}
