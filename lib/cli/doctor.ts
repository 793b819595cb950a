/** npm run doctor: looks at the settings and at everything they name; 1 when anything is wrong. Changes nothing. */
import { runsInProduction, surveySettings } from '@/lib/core/env';
import { type Check, examine, type Finding } from './doctor/check';
import { secretKeyCheck, tokenKeysCheck } from './doctor/key-checks';
import { captchaCheck, googleCheck, jobsCheck, mailCheck } from './doctor/outside-checks';
import { clientAddressCheck, originCheck, settingsCheck } from './doctor/settings-checks';
import { databaseCheck, redisCheck } from './doctor/storage-checks';
import { envFilesOf, loadEnvFiles } from './env-files.mjs';

/** In the order of its lines. */
const CHECKS: readonly Check[] = [
  ...[settingsCheck, originCheck, clientAddressCheck, tokenKeysCheck, secretKeyCheck],
  ...[databaseCheck, redisCheck, mailCheck, captchaCheck, googleCheck, jobsCheck],
];

const NAME_WIDTH = Math.max(...CHECKS.map(({ name }) => name.length));

function lineOf(name: string, { level, found, mend }: Finding): string {
  const words = mend === undefined ? found : `${found} → ${mend}`;
  return `${level.padEnd('warning'.length)}  ${name.padEnd(NAME_WIDTH)}  ${words}`;
}

// The files that `npm run dev` or, under NODE_ENV=production, `npm start` would read.
loadEnvFiles(envFilesOf(runsInProduction() ? 'production' : 'development'));
const survey = surveySettings();
const examined = CHECKS.map((check) => ({ check, findings: examine(check, survey) }));
const levels: Finding['level'][] = [];
for (const { check, findings } of examined) {
  for (const finding of await findings) {
    levels.push(finding.level);
    console.log(lineOf(check.name, finding));
  }
}
// Not by its code alone: what was cut off may hold a connection open.
process.exit(levels.includes('wrong') ? 1 : 0);
