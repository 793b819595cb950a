import type { SurveyedSettings } from '@/lib/core/env';
import type { Settings } from '@/lib/core/settings';

/** What a check came to; `mend` says what to do, as words for the end of the line. Neither ever holds a secret. */
export type Finding = { level: 'ok' | 'warning' | 'wrong'; found: string; mend?: string };

/** One thing that the doctor looks at. It changes nothing. */
export type Check = {
  name: string;
  /** Without these there is nothing to look at: while one of them cannot be read, the finding is that. */
  reads: readonly (keyof Settings)[];
  /** Of things that answer over a network: it is cut off after this long. */
  withinSeconds?: number;
  look: (survey: SurveyedSettings) => readonly Finding[] | Promise<readonly Finding[]>;
};

const DEFAULT_WITHIN_SECONDS = 5;

/** Runs one check to its end, in time: one that hangs or throws is a finding, too. */
export async function examine(check: Check, survey: SurveyedSettings): Promise<readonly Finding[]> {
  const unread = check.reads.filter((name) => survey.malformed.includes(name));
  if (unread.length > 0) {
    return [
      { level: 'wrong', found: `cannot be judged while ${unread.join(', ')} cannot be read`, mend: 'see settings' },
    ];
  }
  const { withinSeconds = DEFAULT_WITHIN_SECONDS } = check;
  let timer: NodeJS.Timeout | undefined;
  const cutOff = new Promise<readonly Finding[]>((resolve) => {
    const found = `no answer within ${withinSeconds} s`;
    const mend = 'look whether it hangs, and whether the address leads there from here';
    timer = setTimeout(() => resolve([{ level: 'wrong', found, mend }]), withinSeconds * 1000);
  });
  try {
    return await Promise.race([check.look(survey), cutOff]);
  } catch (error) {
    // The message of an error that nobody foresaw may quote anything.
    const kind = error instanceof Error ? error.name : typeof error;
    return [{ level: 'wrong', found: `the check itself failed (${kind})`, mend: 'this is a mistake in Gatehouse' }];
  } finally {
    clearTimeout(timer);
  }
}
