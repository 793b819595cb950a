import { readFileSync } from 'node:fs';
import type { Answer, Client } from './client';

type Manifest = { node: Record<string, { workers: Record<string, unknown>; exportedName: string }> };

/** Every server action of the build: what it is called by, its name, and the pages that have it. */
export function serverActions(): { id: string; name: string; pages: string[] }[] {
  const { node } = JSON.parse(readFileSync('.next/server/server-reference-manifest.json', 'utf8')) as Manifest;
  const pathOf = (worker: string) => worker.replace(/^app|\/page$/g, '').replace(/\[[^\]]+\]/g, 'nobody') || '/';
  return Object.entries(node).map(([id, { workers, exportedName }]) => ({
    id,
    name: exportedName,
    pages: Object.keys(workers).map(pathOf),
  }));
}

/** Posts to a page what Next's own script does when a form calls an action: the form's state and its fields. */
export function callAction(browser: Client, page: string, id: string, fields: Record<string, string>): Promise<Answer> {
  const form = new FormData();
  for (const [name, value] of Object.entries(fields)) form.append(`_1_${name}`, value);
  form.append('0', '[{"status":"idle"},"$K1"]');
  return browser.raw('POST', page, form, { headers: { 'next-action': id, accept: 'text/x-component' } });
}
