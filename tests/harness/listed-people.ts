import type { Answer, Client } from './client';

/** Somebody as the list shows them. */
export type Row = Record<string, unknown> & { id: string };
export const rowsOf = ({ body }: Answer) => body['results'] as Row[];
export const idsOf = (answer: Answer) => rowsOf(answer).map(({ id }) => id);

export function list(browser: Client, query: Record<string, string> = {}): Promise<Answer> {
  return browser.get(`/api/users?${new URLSearchParams(query)}`);
}
