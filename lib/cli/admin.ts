/** npm run admin -- create --email …: makes somebody an administrator, the first one above all. */
import { parseArgs } from 'node:util';
import { z } from 'zod';
import { getEnv, runsInProduction } from '@/lib/core/env';
import { Problem } from '@/lib/core/problem';
import { makeAdministrator, type MadeAdministrator } from '@/lib/domain/first-administrator';
import { getDb } from '@/lib/infra/db';
import { startDatabase } from '@/lib/infra/start-database';
import { explainFailedStart } from '@/lib/infra/start-up';
import { emailAddress, personName } from '@/lib/shared/schemas/fields';
import { createCommandContext } from './command-context';
import { envFilesOf, loadEnvFiles } from './env-files.mjs';

const USAGE = 'npm run admin -- create --email name@example.com [--first-name Ada] [--last-name Byron]';

const OPTIONS = {
  email: { type: 'string' },
  'first-name': { type: 'string' },
  'last-name': { type: 'string' },
} as const;

const wantedOptions = z.object({
  email: emailAddress,
  'first-name': personName.default('New'),
  'last-name': personName.default('Administrator'),
});
type Wanted = z.output<typeof wantedOptions>;

/** What was typed after the command, or why it makes no sense. */
function readWords(): Wanted | string {
  try {
    const { positionals, values } = parseArgs({ options: OPTIONS, allowPositionals: true });
    if (positionals.length !== 1 || positionals[0] !== 'create') return 'There is one thing to do: create.';
    const read = wantedOptions.safeParse(values);
    if (read.success) return read.data;
    return read.error.issues.map(({ path, message }) => `--${path.join('.')}: ${message}`).join('\n');
  } catch (error) {
    return (error as Error).message;
  }
}

const SENTENCES: Record<MadeAdministrator['outcome'], string> = {
  invited: 'is an administrator as soon as this link has set a password. It holds for 72 hours and works once:',
  pending: 'was never activated, and is an administrator as soon as this link has set a password (72 hours, once):',
  active: 'is an administrator, and signs in as before:',
};

async function create(wanted: Wanted): Promise<void> {
  // The files that `npm run dev` or, under NODE_ENV=production, `npm start` would read.
  loadEnvFiles(envFilesOf(runsInProduction() ? 'production' : 'development'));
  await startDatabase(getEnv());
  const { email, 'first-name': firstName, 'last-name': lastName } = wanted;
  const { outcome, address } = await makeAdministrator(createCommandContext('npm run admin'), {
    email,
    firstName,
    lastName,
  });
  console.log(`${email} ${SENTENCES[outcome]}\n\n  ${address}\n`);
  const site = new URL(address).origin;
  console.log(
    `This is for the site at ${site}. Where yours has another address, give this command the PORT or APP_URL`,
  );
  console.log('that the site was started with, and run it again.');
}

const wanted = readWords();
if (typeof wanted === 'string') {
  console.error(`${wanted}\n\n  ${USAGE}\n`);
  process.exit(1);
}
try {
  await create(wanted);
  await getDb().$disconnect();
} catch (error) {
  console.error(error instanceof Problem ? error.detail : explainFailedStart(error));
  process.exitCode = 1;
}
// At once: a development database may be held until the end of this process.
process.exit();
