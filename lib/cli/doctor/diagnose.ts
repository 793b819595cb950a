import type { SurveyedSettings } from '@/lib/core/env';
import { type Check, examine, type Finding } from './check';
import { secretKeyCheck, tokenKeysCheck } from './key-checks';
import { captchaCheck, googleCheck, mailCheck, watchingCheck } from './outside-checks';
import { clientAddressCheck, originCheck, settingsCheck } from './settings-checks';
import { auditChainCheck, databaseCheck, picturesCheck, redisCheck } from './storage-checks';
import { jobsCheck } from './work-checks';

/** In the order of their lines. */
const CHECKS: readonly Check[] = [
  ...[settingsCheck, originCheck, clientAddressCheck, tokenKeysCheck, secretKeyCheck],
  ...[
    databaseCheck,
    auditChainCheck,
    redisCheck,
    mailCheck,
    captchaCheck,
    googleCheck,
    picturesCheck,
    jobsCheck,
    watchingCheck,
  ],
];

const NAME_WIDTH = Math.max(...CHECKS.map(({ name }) => name.length));

function lineOf(name: string, { level, found, mend }: Finding): string {
  const words = mend === undefined ? found : `${found} → ${mend}`;
  return `${level.padEnd('warning'.length)}  ${name.padEnd(NAME_WIDTH)}  ${words}`;
}

/** Runs every check at once, and tells of each in its turn: a level, and a line for a person. */
export async function* diagnose(survey: SurveyedSettings): AsyncGenerator<{ level: Finding['level']; line: string }> {
  const examined = CHECKS.map((check) => ({ name: check.name, findings: examine(check, survey) }));
  for (const { name, findings } of examined) {
    for (const finding of await findings) yield { level: finding.level, line: lineOf(name, finding) };
  }
}
