import { pbkdf2Sync } from 'node:crypto';
import { chmod, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { hash as bcrypt } from 'bcrypt';
import { describe, expect, it, onTestFinished } from 'vitest';
import { runBuilt } from '../harness/built-program';
import { client } from '../harness/client';
import { activatedPerson, idOf, newPerson, type Person } from '../harness/people';
import { useSharedServer } from '../harness/use-server';

const server = useSharedServer();

/**
 * `npm run import-people -- people.jsonl …` of the built server, beside the one that runs, with these lines in the
 * file.
 */
async function importLines(lines: readonly (object | string)[], ...words: string[]) {
  const folder = await mkdtemp(join(tmpdir(), 'gatehouse-import-'));
  onTestFinished(() => rm(folder, { recursive: true }));
  await chmod(folder, 0o755);
  const file = join(folder, 'people.jsonl');
  await writeFile(file, lines.map((line) => (typeof line === 'string' ? line : JSON.stringify(line))).join('\n'));
  const settings = { PREVIEW: 'true', APP_URL: server.url, DATABASE_URL: server.database.url };
  const { code, stdout, stderr } = await runBuilt('import-people', [file, ...words], {
    ...settings,
    ALLOW_SINGLE_INSTANCE: 'true',
    CAPTCHA: 'off',
  });
  return { code, stdout: stdout.trim(), refused: stderr.trim() === '' ? [] : stderr.trim().split('\n') };
}

const nameOf = ({ email, first_name, last_name }: Person) => ({ email, first_name, last_name });
const lineOf = (person: Person) => ({ ...nameOf(person), is_activated: true });
const signIn = ({ email, password }: Person) => client(server).post('/api/login', { email, password });

function asDjango(password: string): string {
  return `pbkdf2_sha256$1000$seasalt$${pbkdf2Sync(password, 'seasalt', 1000, 32, 'sha256').toString('base64')}`;
}

describe('people who are brought from elsewhere', { timeout: 60_000 }, () => {
  it('sign in with the passwords that they had, come once, and change nobody who is here already', async () => {
    const [one, other, passwordless, there] = [newPerson(), newPerson(), newPerson(), await activatedPerson(server)];
    const password_hash = asDjango('somebody else’s');
    const lines = [
      { ...lineOf(one), password_hash: await bcrypt(one.password, 4) },
      '',
      { ...lineOf(other), password_hash: asDjango(other.password), created_at: '2019-05-04T12:00:00+02:00' },
      { ...lineOf(there), password_hash },
      lineOf(passwordless),
    ];
    const said = await importLines(lines);
    expect(said).toEqual({ code: 0, stdout: '3 brought here, 1 were here already, 0 refused.', refused: [] });
    expect((await importLines(lines)).stdout).toBe('0 brought here, 4 were here already, 0 refused.');
    for (const person of [one, there]) expect((await signIn(person)).status).toBe(200);
    const { status, body } = await signIn(other);
    expect(status).toBe(200);
    const since = { roles: ['member'], created_at: '2019-05-04T10:00:00.000Z' };
    expect(body['user']).toMatchObject({ ...lineOf(other), ...since });
    expect((await signIn(passwordless)).body['code']).toBe('invalid_credentials');
    const { rows } = await server.database.query<{ event: string; data: object }>(
      'SELECT event, data FROM audit_events WHERE subject_id = $1 ORDER BY at LIMIT 1',
      [await idOf(server, other.email)],
    );
    expect(rows).toEqual([{ event: 'person.imported', data: { via: 'command line' } }]);
  });

  it('are only counted in a dry run, and who is refused is named by the line', async () => {
    const [person, there] = [newPerson(), await activatedPerson(server)];
    const said = await importLines([lineOf(person), '', lineOf(there), ' ', '{'], '--dry-run');
    expect(said).toEqual({
      code: 1,
      stdout: '1 would be brought here, 1 were here already, 1 would be refused. Nothing was written.',
      refused: ['line 5: This is no JSON.'],
    });
    expect(await idOf(server, person.email)).toBe('');
  });

  it('are none of them brought when several have one address: nobody knows whose password it would be', async () => {
    const [twin, person] = [newPerson(), newPerson()];
    const upper = { ...lineOf(twin), email: ` ${twin.email.toUpperCase()}`, password_hash: asDjango('theirs') };
    const { code, stdout, refused } = await importLines([lineOf(twin), lineOf(person), upper]);
    expect([code, stdout]).toEqual([1, '1 brought here, 0 were here already, 2 refused.']);
    expect(refused.map((line) => line.slice(0, 8))).toEqual(['line 1: ', 'line 3: ']);
    expect(await idOf(server, twin.email)).toBe('');
  });

  it('need a file', async () => {
    const settings = { PREVIEW: 'true', APP_URL: server.url, DATABASE_URL: server.database.url };
    const missing = await runBuilt('import-people', ['nothing.jsonl'], settings);
    expect([missing.code, missing.stderr]).toEqual([1, expect.stringMatching(/^nothing.jsonl cannot be read: ENOENT/)]);
  });
});
