import type { Answer, Client } from './client';

const decoded = (text: string) =>
  text.replace(/&(quot|amp|lt|gt|#x27);/g, (_, name: string) => {
    const signs: Record<string, string> = { quot: '"', amp: '&', lt: '<', gt: '>', '#x27': "'" };
    return signs[name] ?? '';
  });

/** What the forms of a page send by themselves, as they stand in its source: one list of names and values for each. */
export function formsIn(html: string): [string, string][][] {
  return [...html.matchAll(/<form\b.*?<\/form>/gs)].map(([form]) =>
    [...form.matchAll(/<input type="hidden" name="([^"]*)"(?: value="([^"]*)")?\/>/g)].map(
      ([, name = '', value = '']): [string, string] => [decoded(name), decoded(value)],
    ),
  );
}

/** The id of the server action behind the first form of a page. */
export function actionIdIn(html: string): string {
  const id = /"id":"([0-9a-f]+)"/.exec(decoded(html))?.[1];
  if (id === undefined) throw new Error('The page has no form with an action.');
  return id;
}

type Sending = { headers?: Record<string, string>; fields?: Record<string, string>; form?: number };

/** Posts a form of a page as a browser without JavaScript does. */
export async function sendForm(
  browser: Client,
  path: string,
  { headers = {}, fields = {}, form = 0 }: Sending,
): Promise<Answer> {
  const data = new FormData();
  const { text } = await browser.get(path);
  for (const [name, value] of formsIn(text)[form] ?? []) data.append(name, value);
  for (const [name, value] of Object.entries(fields)) data.set(name, value);
  return browser.raw('POST', path, data, { headers });
}
