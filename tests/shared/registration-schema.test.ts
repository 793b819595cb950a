import { describe, expect, it } from 'vitest';
import { activateAccountInput, registerForm, registerInput } from '@/lib/shared/schemas/registration';

const good = {
  first_name: 'Ada',
  last_name: 'Byron',
  email: 'ada@example.com',
  password: 'analytical engine',
  confirm_password: 'analytical engine',
};

function messagesOf(input: Record<string, unknown>): Record<string, string[]> {
  const fields: Record<string, string[]> = {};
  for (const issue of registerForm.safeParse(input).error?.issues ?? []) {
    (fields[issue.path.join('.')] ??= []).push(issue.message);
  }
  return fields;
}

function withPassword(password: string) {
  return { ...good, password, confirm_password: password };
}

describe('a registration', () => {
  it('takes no half of a character in a password: many such passwords would be one', () => {
    expect(messagesOf(withPassword('analytical \ud800 engine'))).toEqual({
      password: ['This holds a character that is none. Type the password again.'],
    });
    expect(messagesOf(withPassword('analytical 😀 engine'))).toEqual({});
  });

  // asvs:6.2.8
  it('is accepted as typed, but for the address and the spaces around names', () => {
    const parsed = registerInput.parse({
      ...good,
      first_name: ' Ada ',
      email: 'ADA@example.com',
      password: ' spaces stay ',
      confirm_password: ' spaces stay ',
    });
    expect(parsed).toMatchObject({ first_name: 'Ada', email: 'ada@example.com', password: ' spaces stay ' });
  });

  // asvs:2.2.3
  it('reports a mismatch under confirm_password', () => {
    expect(messagesOf({ ...good, confirm_password: 'analytical engines' })).toEqual({
      confirm_password: ['The two passwords are not the same.'],
    });
  });

  it('reports every broken rule at once, each under its field', () => {
    const fields = messagesOf({
      first_name: '',
      last_name: 'Byron',
      email: 'nobody',
      password: '1234',
      confirm_password: 'x',
    });
    expect(fields).toEqual({
      first_name: ['Enter a name.'],
      email: ['Enter an e-mail address, such as name@example.com.'],
      password: ['Use at least 8 characters.', 'Use more than digits alone.'],
      confirm_password: ['The two passwords are not the same.'],
    });
  });

  it('reports the password even where other fields are missing altogether', () => {
    expect(messagesOf({ password: '1234567' })['password']).toEqual([
      'Use at least 8 characters.',
      'Use more than digits alone.',
    ]);
  });

  // asvs:6.2.1 asvs:6.2.5 asvs:6.2.9
  it.each([
    ['eight chars', '8 letter'],
    ['128 characters', 'ab'.repeat(64)],
    ['an own name among much else', 'byron kept a bear at college'],
    ['no composition rules', 'aaaaaaaaaaaa'],
    ['emoji, counted as one each', '🔑🔒🗝️🚪🏰🛡️'],
  ])('takes a password of %s', (_, password) => {
    expect(messagesOf(withPassword(password))).toEqual({});
  });

  // asvs:6.2.1 asvs:6.2.11 asvs:6.1.2
  it.each([
    ['7 characters', 'seven77', 'Use at least 8 characters.'],
    ['129 characters', 'a'.repeat(129), 'Use at most 128 characters.'],
    ['digits alone', '9081726354', 'Use more than digits alone.'],
    ['little but the own last name', 'BYRON-1815', 'This is too similar to your name or e-mail address.'],
    ['both own names', 'AdaByron1!', 'This is too similar to your name or e-mail address.'],
    ['little but the own address', 'x ada@example.com x', 'This is too similar to your name or e-mail address.'],
    ['the product', 'my gatehouse pw', 'This is too close to “Gatehouse”, or to words such as “login” and “admin”.'],
  ])('refuses a password of %s', (_, password, message) => {
    expect(messagesOf(withPassword(password))).toEqual({ password: [message] });
  });

  it.each([
    'Bo\u0000b',
    '<b>Bob</b>',
    'see https://spam.example',
    'www.spam.example',
    'Bo\u202Eb',
    'x'.repeat(81),
    '   ',
  ])('refuses the name %j', (first_name) => {
    expect(Object.keys(messagesOf({ ...good, first_name }))).toEqual(['first_name']);
  });

  it.each(["O'Neil", 'José-María', '李', 'van der Berg', 'Ægir'])('takes the name %j', (first_name) => {
    expect(messagesOf({ ...good, first_name })).toEqual({});
  });
});

describe('an activation', () => {
  it.each(['123456', '123 456', ' 123-456 '])('takes the code %j as people paste it', (activation_code) => {
    expect(activateAccountInput.parse({ activation_code }).activation_code).toBe('123456');
  });

  it.each([
    {},
    { activation_code: '123456', token: 'x' },
    { activation_code: '12345' },
    { activation_code: '１２３４５６' },
  ])('wants exactly one of code and token: %j', (input) => {
    expect(activateAccountInput.safeParse(input).success).toBe(false);
  });
});
