import { Client as Connection } from 'pg';
import { expect, it } from 'vitest';
import { isSignedIn } from '../harness/chain';
import { signedInAgain, signedInPerson } from '../harness/people';
import { askForReset, FRESH_PASSWORD, reset } from '../harness/reset';
import { useSharedServer } from '../harness/use-server';

const server = useSharedServer();

it('nobody who registers, activates, signs in, refreshes or resets waits for who changes the manager chain', async () => {
  const changing = new Connection({ connectionString: server.database.url });
  await changing.connect();
  await changing.query("BEGIN; SELECT pg_advisory_xact_lock(hashtext('gatehouse.manager_chain'))");
  try {
    const person = await signedInPerson(server);
    const browser = await signedInAgain(server, person);
    expect((await browser.post('/api/refresh')).status).toBe(200);
    expect(await isSignedIn(browser)).toBe(true);
    const { token } = await askForReset(server, person.email);
    expect((await reset(browser, token, FRESH_PASSWORD)).status).toBe(200);
    await signedInAgain(server, { ...person, password: FRESH_PASSWORD });
  } finally {
    await changing.end();
  }
});
