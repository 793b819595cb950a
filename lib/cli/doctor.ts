/** npm run doctor: looks at the settings and at everything they name; 1 when anything is wrong. Changes nothing. */
import { runsInProduction, surveySettings } from '@/lib/core/env';
import { diagnose } from './doctor/diagnose';
import { envFilesOf, loadEnvFiles } from './env-files.mjs';

// The files that `npm run dev` or, under NODE_ENV=production, `npm start` would read.
loadEnvFiles(envFilesOf(runsInProduction() ? 'production' : 'development'));
let isAnythingWrong = false;
for await (const { level, line } of diagnose(surveySettings())) {
  isAnythingWrong ||= level === 'wrong';
  console.log(line);
}
// At once: what was cut off may hold a connection open.
process.exit(isAnythingWrong ? 1 : 0);
