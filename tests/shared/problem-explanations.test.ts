import { expect, it } from 'vitest';
import { EXPLANATIONS } from '@/lib/shared/problem-explanations';
import { PROBLEM_CODES, PROBLEMS } from '@/lib/shared/problems';

it.each(PROBLEM_CODES)(
  '%s is explained to people and to programs, in whole sentences, beyond what its document says',
  (code) => {
    const { detail } = PROBLEMS[code];
    for (const words of Object.values(EXPLANATIONS[code])) {
      expect(words).toMatch(/^[A-Z].*\.$/);
      expect((words.match(/`/g) ?? []).length % 2).toBe(0);
    }
    expect(EXPLANATIONS[code].happened).not.toBe(detail);
  },
);
