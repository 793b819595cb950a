import { describe, expect, it } from 'vitest';
import { client } from '../harness/client';
import { personOfRank, personWithRoles, refusalOf } from '../harness/roles';
import { useSharedServer } from '../harness/use-server';

const server = useSharedServer();

describe('200', () => {
  it('lists the shipped rules in the words of the API', async () => {
    const { browser } = await personWithRoles(server, ['admin']);
    const answer = await browser.get('/api/policies');
    expect(answer.status).toBe(200);
    const results = answer.body['results'] as object[];
    expect(results).toHaveLength(10);
    expect(results[1]).toEqual({
      id: '01000000-0000-7000-8000-000000000002',
      name: "Everyone edits one's own names and picture",
      effect: 'allow',
      action: 'update',
      resource: 'user',
      fields: ['first_name', 'last_name', 'avatar'],
      conditions: [{ on: 'resource', attribute: 'id', is: 'equal', value: { subject: 'id' } }],
      enabled: true,
    });
  });

  it('is open to everybody who may change rules, whatever their rank', async () => {
    const { browser } = await personOfRank(server, { level: 50, permissions: ['policies.manage'] });
    expect((await browser.get('/api/policies')).status).toBe(200);
  });
});

describe('401 and 403', () => {
  it('is for those alone who may change rules', async () => {
    expect((await client(server).get('/api/policies')).status).toBe(401);
    const { browser } = await personWithRoles(server, ['manager']);
    expect(refusalOf(await browser.get('/api/policies'))).toEqual([403, 'forbidden']);
  });
});
