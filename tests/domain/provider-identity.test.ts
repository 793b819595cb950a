import { describe, expect, it } from 'vitest';
import { readIdentity } from '@/lib/domain/provider-identity';

const CLAIMS = {
  iss: 'https://id.example',
  sub: '108',
  email: ' Ada@Example.COM ',
  email_verified: true,
  given_name: 'Ada',
  family_name: 'King',
};
const identityOf = (own: Record<string, unknown>) => readIdentity('google', { ...CLAIMS, ...own });
const namesOf = (own: Record<string, unknown>) => {
  const { firstName, lastName } = identityOf(own) ?? {};
  return [firstName, lastName];
};

it('reads who somebody is, with the address normalised', () => {
  expect(identityOf({})).toEqual({
    provider: 'google',
    issuer: 'https://id.example',
    subject: '108',
    verifiedEmail: 'ada@example.com',
    firstName: 'Ada',
    lastName: 'King',
  });
});

it.each([{ iss: undefined }, { iss: '' }, { sub: undefined }, { sub: '' }, { sub: 7 }, { sub: 'x'.repeat(256) }])(
  'knows nobody from %j',
  (own) => {
    expect(identityOf(own)).toBeNull();
  },
);

it.each([
  { email_verified: false },
  { email_verified: undefined },
  { email_verified: 'true' },
  { email_verified: 1 },
  { email: undefined },
  { email: 'nobody' },
  { email: `${'x'.repeat(250)}@example.com` },
])('has no verified address with %j', (own) => {
  expect(identityOf(own)?.verifiedEmail).toBeNull();
});

describe('names', () => {
  it.each([
    [{ given_name: '  Ada ', family_name: 'King' }, ['Ada', 'King']],
    [{ given_name: 'A\u0000d\u202ea', family_name: '<King>' }, ['A d a', 'King']],
    [{ given_name: undefined, family_name: undefined, name: 'Ada Lovelace King' }, ['Ada', 'Lovelace King']],
    [{ given_name: '', family_name: '', name: 'Plato', email: 'p@x.example' }, ['Plato', 'p']],
    [{ given_name: 'www.win.example', family_name: 7, email: 'ada@x.example' }, ['ada', 'ada']],
    [{ given_name: undefined, family_name: undefined, email: undefined }, ['Unnamed', 'Unnamed']],
  ])('of %j are %j', (own, names) => {
    expect(namesOf(own)).toEqual(names);
  });

  it('are cut to what fits, never through a character', () => {
    expect(namesOf({ given_name: '🏰'.repeat(100), family_name: 'x'.repeat(100) })).toEqual([
      '🏰'.repeat(40),
      'x'.repeat(80),
    ]);
  });
});

it.each([
  'ｖisitor@example.com',
  'visitor@ｅxample.com',
  '\u212Aim@example.com',
  'oﬃce@example.com',
  'änne@example.com',
])('does not take %s for the address that it would become here: the provider verified another mailbox', (email) => {
  expect(identityOf({ email })?.verifiedEmail).toBeNull();
});
