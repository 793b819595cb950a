import { pbkdf2, timingSafeEqual } from 'node:crypto';
import { promisify } from 'node:util';
import { verify } from '@node-rs/argon2';
import { compare } from 'bcrypt';

type ForeignForm = { form: RegExp; verify: (secret: string, stored: string) => Promise<boolean> };

const pbkdf2Of = promisify(pbkdf2);

/** As Django writes it: `pbkdf2_sha256$iterations$salt$hash`, the salt as it stands there, the hash in base64. */
async function verifyPbkdf2(secret: string, stored: string): Promise<boolean> {
  const [, iterations = '', salt = '', hash = ''] = stored.split('$');
  const expected = Buffer.from(hash, 'base64');
  return timingSafeEqual(await pbkdf2Of(secret, salt, Number(iterations), expected.length, 'sha256'), expected);
}

/**
 * Hashes that were made elsewhere, or here at another cost. What none of these forms fits is nobody's password, and so
 * is what would cost more than 96 MiB or a second or two: a row of the database shall not be able to stop the house.
 * Each is verified in native code, off the main thread.
 */
export const FOREIGN_FORMS: readonly ForeignForm[] = [
  {
    // $2a$, $2b$ and $2y$ name one algorithm, each after the repair of some old mistake. Read as $2b$, the key ends
    // after 72 bytes, as it did where these hashes were made.
    form: /^\$2[aby]\$(?:0[4-9]|1[0-4])\$[./A-Za-z0-9]{53}$/,
    verify: (secret, stored) => compare(secret, stored.replace(/^\$2[ay]/, '$2b')),
  },
  {
    // Below two million iterations; Django 6.0 makes 1.2 million, in a third of a second.
    form: /^pbkdf2_sha256\$(?:[1-9]\d{0,5}|1\d{6})\$[!-#%-~]{1,128}\$[A-Za-z0-9+/]{43}=$/,
    verify: verifyPbkdf2,
  },
  {
    form: /^\$argon2id\$v=19\$m=\d{1,5},t=\d,p=[1-4]\$[A-Za-z0-9+/]{11,86}\$[A-Za-z0-9+/]{16,86}$/,
    verify: (secret, stored) => verify(stored, secret),
  },
];
