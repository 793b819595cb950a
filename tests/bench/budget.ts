import { signedInPerson } from '../harness/people';
import { startServer } from '../harness/server';
import { type Bench, say } from './bench';
import { formLibrariesWeight, pageWeight } from './script-weight';
import { cookieHeader } from './targets';

/** How much more /login may weigh than what it is made of. */
const ALLOWED = 1.1;

function line(what: string, bytes: number): string {
  return `${what.padEnd(44)}${(bytes / 1000).toFixed(1).padStart(8)} kB`;
}

/**
 * What a browser loads of JavaScript with its first page, compressed: /login beside a page with nothing but a form
 * with a server action, of the same build. Answers whether it is more than allowed.
 */
export async function measureBudget({ root, env }: Bench): Promise<string[]> {
  const server = await startServer({ root, env });
  const bare = await pageWeight(server.url, '/bare-form');
  const login = await pageWeight(server.url, '/login');
  const { browser } = await signedInPerson(server);
  const dashboard = await pageWeight(server.url, '/dashboard', cookieHeader(browser));
  await server.stop();
  const libraries = await formLibrariesWeight();
  const allowed = (bare + libraries) * ALLOWED;
  say(
    [
      '',
      'First-load JavaScript, gzip',
      line('bare page with a server-action form', bare),
      line('react-hook-form and Zod, what /login uses', libraries),
      line(`allowed: ${ALLOWED} times both`, allowed),
      line('/login', login),
      line('/dashboard, for comparison', dashboard),
    ].join('\n'),
  );
  const excess = ((login - allowed) / 1000).toFixed(1);
  return login <= allowed ? [] : [`missed: /login loads ${excess} kB of JavaScript more than is allowed`];
}
