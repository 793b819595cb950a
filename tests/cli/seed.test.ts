import { describe, expect, it } from 'vitest';
import { assertMeant, readWishes, USAGE } from '@/lib/cli/seed/wishes';

describe('the words of npm run db:seed', () => {
  it.each([
    [[], { people: 50, into: undefined }],
    [['--people', '100000'], { people: 100_000, into: undefined }],
    [['--people=7', '--into=staging'], { people: 7, into: 'staging' }],
  ])('%j', (words, wishes) => {
    expect(readWishes(words)).toEqual(wishes);
  });

  it.each([
    [['--people', '0']],
    [['--people', '1000001']],
    [['--people', '1e3']],
    [['--people', 'many']],
    [['--people']],
    [['--peple', '3']],
    [['100']],
  ])('are answered with the usage when they are none: %j', (words) => {
    expect(() => readWishes(words)).toThrow(`Say it like this: ${USAGE}`);
  });
});

describe('a database that made-up people get into', () => {
  const url = 'postgresql://me:hunter2@db.example:5432/shop%20floor';

  it('is the embedded one, or another that is named', () => {
    expect(() => assertMeant(undefined, undefined)).not.toThrow();
    expect(() => assertMeant(url, 'shop floor')).not.toThrow();
  });

  it.each([[undefined], ['floor'], ['shop%20floor']])('is none that may have real ones: %s', (into) => {
    expect(() => assertMeant(url, into)).toThrow(
      /^DATABASE_URL is the database "shop floor" at db\.example:5432, .*--into/,
    );
    expect(() => assertMeant(url, into)).not.toThrow('hunter2');
  });

  it('is none that was named and is not set', () => {
    expect(() => assertMeant(undefined, 'shop')).toThrow('DATABASE_URL, which is not set');
  });
});
