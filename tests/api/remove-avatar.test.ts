import { describe, expect, it } from 'vitest';
import { client } from '../harness/client';
import { signedInPerson } from '../harness/people';
import { putAvatar } from '../harness/pictures';
import { asking, makePolicy } from '../harness/policies';
import { personWithRoles, refusalOf } from '../harness/roles';
import { useSharedServer } from '../harness/use-server';

const server = useSharedServer();

describe('200', () => {
  it('takes the picture away at once, for everybody, and says so on the record', async () => {
    const person = await signedInPerson(server);
    await putAvatar(server, person.id);
    expect((await person.browser.get(`/api/users/${person.id}/avatar`)).status).toBe(200);
    expect((await person.browser.delete('/api/me/avatar')).status).toBe(200);
    expect((await person.browser.get('/api/me')).body['avatar_url']).toBeNull();
    expect(refusalOf(await person.browser.get(`/api/users/${person.id}/avatar`))).toEqual([404, 'not_found']);
    const { rows } = await server.database.query(
      `SELECT event FROM audit_events WHERE subject_id = $1 AND event LIKE 'avatar.%'`,
      [person.id],
    );
    expect(rows).toEqual([{ event: 'avatar.removed' }]);
  });

  it('is the answer also where there is none, and then nothing is on the record', async () => {
    const { browser, id } = await signedInPerson(server);
    expect((await browser.delete('/api/me/avatar')).status).toBe(200);
    const { rows } = await server.database.query(
      `SELECT event FROM audit_events WHERE subject_id = $1 AND event LIKE 'avatar.%'`,
      [id],
    );
    expect(rows).toEqual([]);
  });
});

describe('401, 403', () => {
  it('is not for strangers', async () => {
    expect(refusalOf(await client(server).delete('/api/me/avatar'))).toEqual([401, 'unauthenticated']);
  });

  // asvs:8.2.3
  it('is taken from whom a rule takes it', async () => {
    const { browser: admin } = await personWithRoles(server, ['admin']);
    const person = await personWithRoles(server, ['member']);
    await putAvatar(server, person.id);
    const conditions = [asking('subject', 'id', 'equal', person.id)];
    await makePolicy(admin, { effect: 'deny', action: 'update', resource: 'user', fields: ['avatar'], conditions });
    expect(refusalOf(await person.browser.delete('/api/me/avatar'))).toEqual([403, 'forbidden']);
    expect((await person.browser.get(`/api/users/${person.id}/avatar`)).status).toBe(200);
  });
});
