import { readFile } from 'node:fs/promises';
import { gzipSync } from 'node:zlib';
import { build, type Plugin } from 'esbuild';

/** What the form of /login imports of react-hook-form and of Zod, through its schema. */
const LOGIN_IMPORTS = `
export { useForm } from 'react-hook-form';
export { loginInput } from '@/lib/shared/schemas/session';
`;
const LIBRARIES = ['react-hook-form', 'zod'];

/** As a server sends it, in bytes. */
function gzipSize(text: string | Uint8Array): number {
  return gzipSync(text).length;
}

/** The scripts that a page has a browser load at once, but for those that only browsers without modules want. */
function scriptsIn(html: string): string[] {
  const modern = html.replaceAll(/<script [^>]*\bnoModule\b[^>]*>/gi, '');
  return [...new Set([...modern.matchAll(/static\/chunks\/[^"'\\<>\s]+?\.js/g)].map(([path]) => `/_next/${path}`))];
}

/** What the scripts weigh that the page at `path` loads, in bytes. `headers` say who asks for it. */
export async function pageWeight(url: string, path: string, headers: Record<string, string> = {}): Promise<number> {
  const page = await fetch(`${url}${path}`, { headers, redirect: 'error' });
  const scripts = scriptsIn(await page.text());
  if (!page.ok || scripts.length === 0) throw new Error(`${path}: ${page.status}, ${scripts.length} scripts`);
  let weight = 0;
  for (const script of scripts) {
    const answer = await fetch(`${url}${script}`);
    if (!answer.ok) throw new Error(`${script}: ${answer.status}`);
    weight += gzipSize(await answer.text());
  }
  return weight;
}

/** `import { z }` has esbuild keep the whole of Zod, languages and all; spelled so, only what is used. */
const spellZodOut: Plugin = {
  name: 'spell zod out',
  setup(bundling) {
    bundling.onLoad({ filter: /\/lib\/shared\/.*\.ts$/ }, async ({ path }) => {
      const source = await readFile(path, 'utf8');
      return { loader: 'ts', contents: source.replace("import { z } from 'zod'", "import * as z from 'zod'") };
    });
  },
};

async function bundleWeight(external: readonly string[]): Promise<number> {
  const bundle = await build({
    stdin: { contents: LOGIN_IMPORTS, resolveDir: process.cwd(), loader: 'ts' },
    alias: { '@': process.cwd() },
    external: ['react', ...external],
    plugins: [spellZodOut],
    define: { 'process.env.NODE_ENV': '"production"' },
    platform: 'browser',
    format: 'esm',
    bundle: true,
    minify: true,
    write: false,
  });
  return bundle.outputFiles.reduce((sum, { contents }) => sum + gzipSize(contents), 0);
}

/** What react-hook-form and Zod weigh by themselves, as far as /login uses them, in bytes. */
export async function formLibrariesWeight(): Promise<number> {
  const [whole, ours] = await Promise.all([bundleWeight([]), bundleWeight(LIBRARIES)]);
  return whole - ours;
}
