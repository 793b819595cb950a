import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { brokenPasswordRules } from '@/lib/domain/new-password';
import { COMMON_PASSWORDS, isCommonPassword } from '@/lib/infra/common-passwords';
import { LOOKED_UP_RULES, PASSWORD_MAX_LENGTH, PASSWORD_RULES, type PasswordOwner } from '@/lib/shared/password-policy';

const ADA: PasswordOwner = { first_name: 'Ada', last_name: 'Byron', email: 'ada.engine+post@lovelace.example.com' };

/** The rules that a password breaks, by the name that each has here. */
function brokenBy(password: string, owner: PasswordOwner = ADA): string[] {
  const names = new Map<string, string>(PASSWORD_RULES.map(({ id, message }) => [message, id]));
  names.set(LOOKED_UP_RULES.not_common, 'not_common');
  return brokenPasswordRules(password, owner).map((message) => names.get(message) ?? message);
}

const key = '🔑';

// asvs:6.2.1 asvs:6.2.8 asvs:6.2.9
describe('the length, in characters as typed', () => {
  it.each([
    ['7 characters', 'zq vw xk', 'min_length', 7],
    ['8 characters', 'zq vw xk', undefined, 8],
    ['128 characters', 'zq vw xk '.repeat(16), undefined, 128],
    ['129 characters', 'zq vw xk '.repeat(16), 'max_length', 129],
    ['7 emoji, which are 14 units', key.repeat(9), 'min_length', 7],
    ['8 emoji', key.repeat(9), undefined, 8],
    ['128 emoji, which are 256 units', key.repeat(129), undefined, 128],
    ['129 emoji', key.repeat(129), 'max_length', 129],
  ])('%s', (_, text, rule, length) => {
    expect(brokenBy(Array.from(text).slice(0, length).join(''))).toEqual(rule === undefined ? [] : [rule]);
  });

  it('counts the spaces at both ends, and what looks like one letter and is two', () => {
    expect(brokenBy('  zqvwx ')).toEqual([]);
    expect(brokenBy('zqvwx')).toEqual(['min_length']);
    expect(brokenBy('zqvwxo\u0308k')).toEqual([]);
    expect(brokenBy('zqvwxök')).toEqual(['min_length']);
  });
});

// asvs:6.2.5
describe('what it is made of', () => {
  it.each(['jxqvzwkp', 'JXQVZWKP', '{}[]<>~^', '        ', 'ジョン万次郎漂流記', 'пароль из слов', 'aaaaaaaaaaaa'])(
    'is free: %j',
    (password) => {
      expect(brokenBy(password)).toEqual([]);
    },
  );

  it.each(['9081726354', '٩٠٨١٧٢٦٣٥٤', '９０８１７２６３５４'])('is not only digits: %s', (password) => {
    expect(brokenBy(password)).toContain('not_numeric');
  });

  it('says every broken rule at once', () => {
    expect(brokenBy('1234567')).toEqual(['min_length', 'not_numeric']);
    expect(brokenBy('12345678')).toEqual(['not_numeric', 'not_common']);
    expect(brokenBy('BYRON-1815')).toEqual(['not_similar', 'not_common']);
    expect(brokenBy('admin')).toEqual(['min_length', 'not_context']);
  });
});

describe('likeness to the person', () => {
  const VAN: PasswordOwner = { first_name: 'José', last_name: 'vanDerBerg', email: 'j_vdberg77@post.example' };

  it.each([
    ['both names', 'AdaByron1!', ADA],
    ['the names the other way round, with signs between', 'by.ron - a.d.a', ADA],
    ['a name in substitutes', '8yr0n--4d@', ADA],
    ['a name backwards', 'noryB~noryB', ADA],
    ['a part of the address', 'engine*engine', ADA],
    ['what follows the plus', 'my-post-post', ADA],
    ['the domain', 'lovelace1852', ADA],
    ['the domain in substitutes', '|0v3|@ce1852', ADA],
    ['the beginning of the domain', 'lovela-77-ce', ADA],
    ['the whole address', 'x ada.engine+post@lovelace.example.com x', ADA],
    ['a name without its accent', 'jose_jose_jose', VAN],
    ['a word of a name in camel case', 'berg-berg-berg', VAN],
    ['the letters before the digits of the address', 'vdberg1977', VAN],
    ['a name in capitals of full width', 'ＢＹＲＯＮ－１８１５', ADA],
  ])('refuses %s', (_, password, owner) => {
    expect(brokenBy(password, owner)).toContain('not_similar');
  });

  it.each([
    ['correct horse battery staple', ADA],
    ['byron kept a bear at college', ADA],
    ['a dash of common sense', ADA],
    ['engines are patient', { ...ADA, email: 'ada@example.com' }],
    ['italian lawyers sing', { first_name: 'Ian', last_name: 'Law', email: 'ian@law.example' }],
    ['eleven lazy otters', { first_name: 'Al', last_name: 'Li', email: 'a@b.example' }],
    ['stone soup for twenty', { first_name: 'Featherstone', last_name: 'Feather', email: 'f@b.example' }],
    ['communicating in comics', { first_name: '', last_name: '', email: 'x@y.com' }],
    ['nobody is nobody yet', {}],
  ] satisfies [string, PasswordOwner][])('takes %j', (password, owner) => {
    expect(brokenBy(password, owner)).toEqual([]);
  });
});

// asvs:6.1.2 asvs:6.2.11
describe('the words of the product', () => {
  it.each(['gatehouse', 'Gatehouse2026!', 'G4t3h0u$e!', 'esuohetag1', 'my gatehouse pw', 'gate-keeper', 'adm1n@dmin'])(
    'do not make a password: %s',
    (password) => {
      expect(brokenBy(password)).toContain('not_context');
    },
  );

  it.each(['the gatehouse keeper feeds nine owls', 'managers meet on monday', 'a better password'])(
    'may stand in a longer one: %s',
    (password) => {
      expect(brokenBy(password)).toEqual([]);
    },
  );
});

// asvs:6.2.4
describe('the common passwords', () => {
  it('are more than 10,000 that the length would let through, and every one is refused', () => {
    const long = COMMON_PASSWORDS.filter((password) => Array.from(password).length >= 8);
    expect(long).toHaveLength(17_950);
    expect(long.filter((password) => !isCommonPassword(password))).toEqual([]);
  });

  it.each(['Football', 'P@$$w0rd', 'password2024!', '!!sunsh1ne!!', 'Trust No 1', 'i love you', 'qwerty-uiop'])(
    'are known in disguise: %s',
    (password) => {
      expect(brokenBy(password)).toEqual(['not_common']);
    },
  );

  it.each(['tiger8!2#4$9@1^5&', 'correcthorse', 'dragons like monkeys', 'sunshine on a football'])(
    'are not seen where there is more: %s',
    (password) => {
      expect(brokenBy(password)).toEqual([]);
    },
  );
});

describe('whatever is typed', () => {
  const text = fc.string({ unit: 'binary', maxLength: 200 });

  it('is judged without an error, and the same each time', () => {
    fc.assert(
      fc.property(text, text, text, text, (password, first_name, last_name, email) => {
        const owner = { first_name, last_name, email };
        expect(brokenPasswordRules(password, owner)).toEqual(brokenPasswordRules(password, owner));
      }),
    );
  });

  /** Processor time in milliseconds: what else the machine does is not in it. */
  function cpuMsOf(work: () => void): number {
    const before = process.cpuUsage();
    work();
    const { user, system } = process.cpuUsage(before);
    return (user + system) / 1_000;
  }

  const units = ['a', 'ab', '1', ' ', '!', key, 'aA1-', 'Abc', 'x.yz'];
  const growing = ['\ufdfa', '\ufb03', '\u1f82', '한', '\u0301', 'Z\u0301\u0323\u0334\u0489', '\ufdfaa1-'];

  // asvs:2.2.1
  it.each([...units, ...growing])('is judged in no time, however much of it there is in all fields: %j', (unit) => {
    const long = unit.repeat(65_536 / unit.length);
    const password = Array.from(long.slice(0, 512)).slice(0, PASSWORD_MAX_LENGTH).join('');
    const owners = [long, long.slice(0, 254), long.slice(0, 80)].map((text) => ({
      ...{ first_name: text, last_name: `x${text}`, email: `y${text}` },
    }));
    const judgeAll = () =>
      owners.forEach((owner) => [long, password].map((typed) => brokenPasswordRules(typed, owner)));
    judgeAll();
    expect(cpuMsOf(() => Array.from({ length: 5 }, judgeAll))).toBeLessThan(500);
  });
});
