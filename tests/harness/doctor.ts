import { execFile } from 'node:child_process';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { createRequire } from 'node:module';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { diagnose } from '../../lib/cli/doctor/diagnose';
import { surveySettings } from '../../lib/core/env';

const TSX = pathToFileURL(createRequire(import.meta.url).resolve('tsx')).href;
const LOOPBACK_ONLY = pathToFileURL(join(process.cwd(), 'tests/harness/loopback-only.mjs')).href;
const { PATH } = process.env;

type Diagnosis = { code: number; lines: string[]; stderr: string };

/** What `npm run doctor` says of these settings, without the program around it, which takes seconds to start. */
export async function diagnosisOf(settings: Record<string, string>): Promise<{ lines: string[] }> {
  const lines: string[] = [];
  for await (const { line } of diagnose(surveySettings(settings))) lines.push(line);
  return { lines };
}

/** `npm run doctor` in a folder of its own: the settings are in its environment, or as `files` beside it. */
export async function runDoctor(
  env: Record<string, string> = {},
  files: Record<string, string> = {},
): Promise<Diagnosis> {
  const folder = await mkdtemp(join(tmpdir(), 'gatehouse-doctor-'));
  for (const [name, text] of Object.entries(files)) await writeFile(join(folder, name), text);
  const words = ['--import', TSX, '--import', LOOPBACK_ONLY, join(process.cwd(), 'lib/cli/doctor.ts')];
  // Typed as Next has it, the environment wants a NODE_ENV, which is for the settings to say.
  const own: Record<string, string | undefined> = {
    PATH,
    TSX_TSCONFIG_PATH: join(process.cwd(), 'tsconfig.json'),
    ...env,
  };
  const diagnosis = await new Promise<Diagnosis>((resolve) => {
    execFile(process.execPath, words, { cwd: folder, env: own as NodeJS.ProcessEnv }, (error, stdout, stderr) => {
      const code = typeof error?.code === 'number' ? error.code : 0;
      resolve({ code, lines: stdout.trimEnd().split('\n'), stderr });
    });
  });
  await rm(folder, { recursive: true });
  return diagnosis;
}

/** The lines of one check, each without its name. */
export function linesOf({ lines }: { lines: readonly string[] }, name: string): string[] {
  const pattern = new RegExp(`^(ok|warning|wrong) +${name} {2,}(.*)$`);
  return lines.flatMap((line) => {
    const [, level, words] = pattern.exec(line) ?? [];
    return level === undefined ? [] : [`${level} ${words}`];
  });
}
