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

/** `npm run import-people -- people.jsonl …` of the built server, beside the one that runs, with these lines in the file. */
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

const lineOf = ({ email, first_name, last_name }: Person) => ({ email, first_name, last_name });
const signIn = ({ email, password }: Person) => client(server).post('/api/login', { email, password });

function asDjango(password: string): string {
  return `pbkdf2_sha256$1000$seasalt$${pbkdf2Sync(password, 'seasalt', 1000, 32, 'sha256').toString('base64')}`;
}

describe('people who are brought from elsewhere', { timeout: 60_000 }, () => {
  it('sign in with the passwords that they had, as members, since they came there', async () => {
    const [one, other] = [newPerson(), newPerson()];
    const said = await importLines([
      { ...lineOf(one), password_hash: await bcrypt(one.password, 4), is_activated: true },
      '',
      { ...lineOf(other), password_hash: asDjango(other.password), created_at: '2019-05-04T12:00:00+02:00' },
    ]);
    expect(said).toEqual({ code: 0, stdout: '2 brought here, 0 were here already, 0 refused.', refused: [] });
    expect((await signIn(one)).status).toBe(200);
    const { status, body } = await signIn(other);
    expect(status).toBe(200);
    const since = { is_activated: true, roles: ['member'], created_at: '2019-05-04T10:00:00.000Z' };
    expect(body['user']).toMatchObject({ ...lineOf(other), ...since });
    expect((await signIn({ ...other, password: 'not it' })).status).toBe(401);
  });

  it('without a password are there for a reset link, and on the record as brought by the command line', async () => {
    const person = newPerson();
    await importLines([lineOf(person)]);
    const { rows } = await server.database.query<{ event: string; data: object }>(
      'SELECT event, data FROM audit_events WHERE subject_id = $1',
      [await idOf(server, person.email)],
    );
    expect(rows).toEqual([{ event: 'person.imported', data: { via: 'command line' } }]);
    expect((await signIn(person)).body['code']).toBe('invalid_credentials');
  });

  it('come once, however often it is run, and change nobody who is here already', async () => {
    const [person, there] = [newPerson(), await activatedPerson(server)];
    const password_hash = await bcrypt('somebody else’s', 4);
    const lines = [
      { ...lineOf(person), password_hash: await bcrypt(person.password, 4) },
      { ...lineOf(person), email: ` ${person.email.toUpperCase()}`, password_hash },
      { ...lineOf(there), password_hash },
    ];
    expect((await importLines(lines)).stdout).toBe('1 brought here, 2 were here already, 0 refused.');
    expect((await importLines(lines)).stdout).toBe('0 brought here, 3 were here already, 0 refused.');
    for (const one of [person, there]) expect((await signIn(one)).status).toBe(200);
  });

  it('are only counted in a dry run', async () => {
    const [person, there] = [newPerson(), await activatedPerson(server)];
    const said = await importLines([lineOf(person), lineOf(person), lineOf(there), '{}'], '--dry-run');
    expect(said.stdout).toBe('1 would be brought here, 2 were here already, 1 would be refused. Nothing was written.');
    expect(await idOf(server, person.email)).toBe('');
  });

  it('are refused by the line, with the reason, while the others come', async () => {
    const good = newPerson();
    const bad = lineOf(newPerson());
    const { code, stdout, refused } = await importLines([
      'email,first_name',
      '[]',
      { ...bad, email: 'nobody' },
      { ...bad, password_hash: `pbkdf2_sha256$1000000000$salt$${'A'.repeat(43)}=` },
      { ...bad, password_hash: 'md5$salt$hash' },
      { ...bad, is_activated: false },
      { ...bad, created_at: 'long ago', passwordhash: 'x' },
      lineOf(good),
    ]);
    expect([code, stdout]).toEqual([1, '1 brought here, 0 were here already, 7 refused.']);
    expect(refused).toEqual([
      'line 1: This is no JSON.',
      expect.stringMatching(/^line 2: \w/) as string,
      'line 3: email: Enter an e-mail address, such as name@example.com.',
      expect.stringMatching(/^line 4: password_hash: No hash that can be verified here/) as string,
      expect.stringMatching(/^line 5: password_hash: /) as string,
      'line 6: is_activated: Not activated there: let them register.',
      expect.stringMatching(/^line 7: created_at: Give a time .*passwordhash/) as string,
    ]);
    expect(await idOf(server, good.email)).not.toBe('');
    expect(await idOf(server, bad.email)).toBe('');
  });

  it('need a file', async () => {
    const settings = { PREVIEW: 'true', APP_URL: server.url, DATABASE_URL: server.database.url };
    expect((await runBuilt('import-people', [], settings)).stderr).toContain('npm run import-people -- people.jsonl');
    const missing = await runBuilt('import-people', ['nothing.jsonl'], settings);
    expect([missing.code, missing.stderr]).toEqual([1, expect.stringMatching(/^nothing.jsonl cannot be read: ENOENT/)]);
  });
});
