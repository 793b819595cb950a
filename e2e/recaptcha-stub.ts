import type { BrowserContext, Page } from '@playwright/test';

/**
 * What runs in the page in place of Google's script: the same three functions, a box of the same size to tick, and the
 * field that Google's widget brings along. Ticking takes the next of `tokens`.
 */
function stub(tokens: string[]): void {
  const answers: string[] = [];
  const expiries: (() => void)[] = [];
  let solved = 0;
  const grecaptcha = {
    render(place: HTMLElement, options: Record<string, unknown>): number {
      const id = answers.push('') - 1;
      const isDark = options['theme'] === 'dark';
      const [width, height] = options['size'] === 'compact' ? [164, 144] : [304, 78];
      const box = document.createElement('label');
      box.style.cssText = `display:flex;align-items:center;gap:12px;box-sizing:border-box;padding:12px;width:${width}px;
        height:${height}px;font:14px sans-serif;border:1px solid ${isDark ? '#525252' : '#d3d3d3'};border-radius:3px;
        background:${isDark ? '#222' : '#f9f9f9'};color:${isDark ? '#fff' : '#000'}`;
      const tick = Object.assign(document.createElement('input'), { type: 'checkbox' });
      const field = Object.assign(document.createElement('textarea'), { name: 'g-recaptcha-response', hidden: true });
      tick.addEventListener('change', () => {
        answers[id] = tick.checked ? (tokens[solved++] ?? '') : '';
        field.value = answers[id] ?? '';
        (options['callback'] as (token: string) => void)(field.value);
      });
      expiries[id] = () => {
        answers[id] = '';
        tick.checked = false;
        (options['expired-callback'] as () => void)();
      };
      box.append(tick, 'I’m not a robot', field);
      place.append(box);
      place.dataset['sitekey'] = String(options['sitekey']);
      return id;
    },
    reset(id: number): void {
      answers[id] = '';
    },
    getResponse: (id: number) => answers[id] ?? '',
    /** Google's own takes two minutes for it. */
    expireAll: () => expiries.forEach((expire) => expire()),
  };
  Object.assign(window, { grecaptcha });
  (window as unknown as { onloadcallback: () => void }).onloadcallback();
}

/** Puts a widget in the place of Google's, whose ticks give these tokens, one after the other. */
export async function serveRecaptcha(context: BrowserContext, tokens: string[]): Promise<void> {
  await context.route('**/recaptcha/api.js*', (route) =>
    route.fulfill({ contentType: 'text/javascript', body: `(${String(stub)})(${JSON.stringify(tokens)})` }),
  );
}

/** Nothing comes from Google: blocked, or offline. */
export async function blockRecaptcha(context: BrowserContext): Promise<void> {
  await context.route('**/recaptcha/api.js*', (route) => route.abort());
}

/** Lets what was solved grow too old. */
export async function expireRecaptcha(page: Page): Promise<void> {
  await page.evaluate(() => (window as unknown as { grecaptcha: { expireAll: () => void } }).grecaptcha.expireAll());
}
