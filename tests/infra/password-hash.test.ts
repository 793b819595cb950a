import { hash as argon2 } from '@node-rs/argon2';
import { hash as bcrypt } from 'bcrypt';
import { describe, expect, it } from 'vitest';
import { Problem } from '@/lib/core/problem';
import { asOutdatedHash, hashSecret, isSameHash, verifySecret } from '@/lib/infra/password-hash';

const SALT = Buffer.alloc(32, 7);
/** The least there is: what it costs is not what these tests are about. */
const COST = 4;

const verify = (secret: string, stored: string | null) => verifySecret(secret, stored, SALT);

/** As other systems write the same hash: $2y$ is PHP's, $2a$ most others'. */
const written = (hash: string, prefix: string) => hash.replace(/^\$2b/, prefix);

// asvs:11.4.2 asvs:6.2.8
describe('a password that is hashed here', () => {
  it('is Argon2id at the cost that the standard asks for, with a salt of its own', async () => {
    const [first, second] = await Promise.all([hashSecret('engines'), hashSecret('engines')]);
    expect(first).toMatch(/^\$argon2id\$v=19\$m=19456,t=2,p=1\$[\w+/]{22}\$[\w+/]{43}$/);
    expect(first).not.toBe(second);
    expect(asOutdatedHash(first)).toBeNull();
  });

  it('is verified as typed, to the last of 128 characters', async () => {
    const typed = ` ${'ö🔑'.repeat(63)}x`;
    const stored = await hashSecret(typed);
    expect(await verify(typed, stored)).toBe(true);
    const others = [`${typed.slice(0, -1)}y`, typed.trim(), typed.toUpperCase(), typed.normalize('NFD'), `${typed} `];
    for (const other of others) expect(await verify(other, stored)).toBe(false);
  });

  it('is the same string for the same salt', async () => {
    expect(isSameHash(await hashSecret('engines', SALT), await hashSecret('engines', SALT))).toBe(true);
  });
});

// asvs:11.2.2
describe('a hash from elsewhere', () => {
  it.each(['$2a', '$2b', '$2y'])('by bcrypt, as %s$, verifies, and is outdated', async (prefix) => {
    const stored = written(await bcrypt('pässwörter 🔑', COST), prefix);
    expect(asOutdatedHash(stored)).not.toBeNull();
    expect(await verify('pässwörter 🔑', stored)).toBe(true);
    expect(await verify('pässwörter 🔒', stored)).toBe(false);
    expect(await verify('', stored)).toBe(false);
  });

  it('by another system of another language verifies', async () => {
    // Test vectors of Openwall's crypt_blowfish.
    const stored = [
      ['U*U', '$2a$05$CCCCCCCCCCCCCCCCCCCCC.E5YPO9kmyuRGyh0XouQYb4YMJKvyOeW'],
      ['U*U*U', '$2a$05$XXXXXXXXXXXXXXXXXXXXXOAcXxm9kjPGEMsLznoKqmqw7tc8WCx4a'],
    ] as const;
    for (const [typed, hash] of stored) expect(await verify(typed, hash)).toBe(true);
  });

  it.each(['$2a', '$2b', '$2y'])('as %s$ was made of 72 bytes, and is verified by as many', async (prefix) => {
    for (const length of [71, 72, 73, 255, 256, 300]) {
      const typed = 'xy'.repeat(150).slice(0, length);
      const stored = written(await bcrypt(typed, COST), prefix);
      expect(await verify(typed, stored)).toBe(true);
      expect(await verify(`${typed.slice(0, 71)}?`, stored)).toBe(false);
      expect(await verify(`${typed}?`, stored)).toBe(length >= 72);
    }
  });

  it('by PBKDF2 verifies as Django wrote it, and is outdated', async () => {
    // Vectors of Django's own tests (auth_tests/test_hashers.py, 1.5 and 5.1).
    const stored = [
      'pbkdf2_sha256$10000$seasalt$CWWFdHOWwPnki7HvkcqN9iA2T3KLW1cf2uZ5kvArtVY=',
      'pbkdf2_sha256$870000$seasalt$wJSpLMQRQz0Dhj/pFpbyjMj71B2gUYp6HJS5AU+32Ac=',
    ];
    for (const hash of stored) {
      expect(asOutdatedHash(hash)).not.toBeNull();
      expect(await verify('lètmein', hash)).toBe(true);
      expect(await verify('lètmeinz', hash)).toBe(false);
    }
    expect(await verify('', stored[0] ?? '')).toBe(false);
  });

  it('by Argon2id at another cost verifies, and is outdated', async () => {
    const stored = await argon2('engines', { memoryCost: 4096, timeCost: 3, parallelism: 2 });
    expect(asOutdatedHash(stored)).not.toBeNull();
    expect([await verify('engines', stored), await verify('engine', stored)]).toEqual([true, false]);
  });
});

describe('what is no hash', () => {
  const tail = 'N9qo8uLOickgx2ZMRZoMyeIjZAgcfl7p92ldGxad68LJZdL17lhWy';

  it.each([
    '',
    'engines',
    '$',
    '$2b$10$',
    `$2b$10$${tail.slice(1)}`,
    `$2b$10$${tail}.`,
    `$2b$03$${tail}`,
    `$2b$31$${tail}`,
    `$2x$10$${tail}`,
    `$2b$1x$${tail}`,
    `$2b$10$${'!'.repeat(53)}`,
    '$argon2id$v=19$m=19456,t=2,p=1$$',
    '$argon2id$v=19$m=19456,t=2,p=1$c2hvcnQ$c2hvcnQ',
    `$argon2id$v=19$m=4294967295,t=2,p=1$${'A'.repeat(22)}$${'A'.repeat(43)}`,
    `$argon2id$v=19$m=1,t=0,p=1$${'A'.repeat(22)}$${'A'.repeat(43)}`,
    `$argon2i$v=19$m=19456,t=2,p=1$${'A'.repeat(22)}$${'A'.repeat(43)}`,
    'pbkdf2_sha256$1000000$salt$hash',
    `pbkdf2_sha256$1000000000$salt$${'A'.repeat(43)}=`,
    `pbkdf2_sha256$2000000$salt$${'A'.repeat(43)}=`,
    `pbkdf2_sha256$0$salt$${'A'.repeat(43)}=`,
    `pbkdf2_sha256$1e9$salt$${'A'.repeat(43)}=`,
    `pbkdf2_sha256$10000$$${'A'.repeat(43)}=`,
    `pbkdf2_sha256$10000$${'s'.repeat(129)}$${'A'.repeat(43)}=`,
    `pbkdf2_sha512$10000$salt$${'A'.repeat(43)}=`,
  ])('is nobody’s password, and no error: %j', async (stored) => {
    expect(await verify('engines', stored)).toBe(false);
    expect(await verify('', stored)).toBe(false);
  });

  it('is not verified by nothing either', async () => {
    expect(await verify('engines', null)).toBe(false);
  });
});

/** How often the event loop comes round meanwhile: not once, if the work holds it up. */
async function turnsDuring(work: () => Promise<unknown>): Promise<number> {
  let turns = 0;
  let isDone = false;
  const turn = () => {
    turns += 1;
    if (!isDone) setImmediate(turn);
  };
  setImmediate(turn);
  await work();
  isDone = true;
  return turns;
}

describe('hashing', () => {
  it.each([
    ['Argon2id', () => hashSecret('engines')],
    ['bcrypt', async () => verify('engines', await bcrypt('engines', 10))],
    ['PBKDF2', () => verify('engines', `pbkdf2_sha256$200000$salt$${'A'.repeat(43)}=`)],
  ])('leaves the main thread to others: %s', async (_, work) => {
    // On a busy machine one of them may be through before this thread has its turn; not twenty in a row.
    const turns: number[] = [];
    while (turns.length < 20 && (turns.at(-1) ?? 0) <= 20) turns.push(await turnsDuring(work));
    expect(turns.at(-1), turns.join()).toBeGreaterThan(20);
  });

  it('that cannot begin says so to whoever waits for it, and holds nobody up', async () => {
    await expect(hashSecret(undefined as unknown as string)).rejects.toThrow('none of these types');
    await expect(hashSecret('engines', SALT)).resolves.toContain('$argon2id$');
  });

  it('tells whoever would wait behind 256 others to come back, and forgets nobody', async () => {
    const quick = await bcrypt('engines', COST);
    const asked = await Promise.allSettled(Array.from({ length: 300 }, () => verify('engines', quick)));
    expect(asked).toContainEqual({ status: 'fulfilled', value: true });
    const refused = asked.flatMap((result) => (result.status === 'rejected' ? [result.reason as unknown] : []));
    expect(refused.length).toBeGreaterThanOrEqual(300 - 256 - 3);
    expect(refused.length).toBeLessThan(300 - 256);
    for (const problem of refused) {
      expect(problem).toBeInstanceOf(Problem);
      expect(problem).toMatchObject({ code: 'service_unavailable', retryAfterSeconds: 5 });
    }
    await expect(hashSecret('engines', SALT)).resolves.toContain('$argon2id$');
  });
});
