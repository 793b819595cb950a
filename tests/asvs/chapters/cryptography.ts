import { byConstruction, inDocument, notApplicable, notKept, type Chapter } from '../requirement';

export const cryptography: Chapter = {
  title: 'V11 Cryptography',
  requirements: [
    {
      id: '11.1.1',
      level: 2,
      asks: 'How keys are made, changed and dropped is written down',
      reason: inDocument('[Keys](security.md#keys), and the [rotation](sessions.md#keys) step by step.'),
    },
    {
      id: '11.1.2',
      level: 2,
      asks: 'There is a list of keys and algorithms, and what each is for',
      reason: inDocument('[Keys](security.md#keys) and [Algorithms](security.md#algorithms).'),
    },
    { id: '11.1.3', level: 3, asks: 'Every use of cryptography in the code is found' },
    {
      id: '11.1.4',
      level: 3,
      asks: 'There is a plan for what comes after today’s algorithms',
      reason: notKept('Tokens and hashes are symmetric and of 256 bits; there is no written plan for the rest.'),
    },
    {
      id: '11.2.1',
      level: 2,
      asks: 'Only well-known implementations',
      reason: inDocument(
        '[Algorithms](security.md#algorithms): `node:crypto` (OpenSSL), `@node-rs/argon2`, `bcrypt`, `jose`.',
      ),
    },
    { id: '11.2.2', level: 2, asks: 'Keys and algorithms can be exchanged' },
    {
      id: '11.2.3',
      level: 2,
      asks: 'At least 128 bits of strength',
      reason: inDocument('[Algorithms](security.md#algorithms): the weakest is of 128 bits.'),
    },
    {
      id: '11.2.4',
      level: 3,
      asks: 'Comparing takes the same time, whatever is compared',
      reason: byConstruction(
        'Hashes of passwords are compared by `timingSafeEqual`, seals by OpenSSL; tokens are looked up by hash.',
      ),
    },
    { id: '11.2.5', level: 3, asks: 'A failure tells nothing of its cause' },
    { id: '11.3.1', level: 1, asks: 'No ECB, no weak padding' },
    { id: '11.3.2', level: 1, asks: 'Approved ciphers and modes' },
    { id: '11.3.3', level: 2, asks: 'What is encrypted is authenticated' },
    { id: '11.3.4', level: 3, asks: 'No nonce twice under one key' },
    {
      id: '11.3.5',
      level: 3,
      asks: 'Encryption and authentication are combined in the right order',
      reason: notApplicable('A256GCM does both in one.'),
    },
    {
      id: '11.4.1',
      level: 1,
      asks: 'Approved hashes only',
      reason: inDocument('[Algorithms](security.md#algorithms): SHA-256 and HMAC-SHA-256.'),
    },
    { id: '11.4.2', level: 2, asks: 'Passwords are stored under an approved, slow hash' },
    {
      id: '11.4.3',
      level: 2,
      asks: 'Hashes resist collisions',
      reason: inDocument('[Algorithms](security.md#algorithms): SHA-256.'),
    },
    {
      id: '11.4.4',
      level: 2,
      asks: 'Keys made of passwords are stretched',
      reason: notApplicable('No key is made of a password.'),
    },
    { id: '11.5.1', level: 2, asks: 'What nobody may guess is random and of 128 bits' },
    {
      id: '11.5.2',
      level: 3,
      asks: 'The generator holds under load',
      reason: byConstruction(
        '`node:crypto` draws from OpenSSL’s generator, seeded by the system, which does not run dry.',
      ),
    },
    { id: '11.6.1', level: 2, asks: 'Approved ways to make keys and signatures' },
    { id: '11.7.2', level: 3, asks: 'What is secret is in the clear as little as possible' },
  ],
};
