import type { z } from 'zod';
import { ENV_SCHEMA, type Settings } from './settings';

/** The settings a start cannot go on with, all of them at once, each as a sentence with its name. */
export class SettingsError extends Error {
  readonly problems: readonly string[];

  constructor(problems: readonly string[]) {
    super(
      `Gatehouse cannot start. Mend these settings (see .env.example):\n${problems.map((p) => `  - ${p}`).join('\n')}`,
    );
    this.name = 'SettingsError';
    this.problems = problems;
  }
}

/** Reads settings out of `source`; throws {@link SettingsError} with every problem. An empty value counts as unset. */
export function parseSettings(source: Record<string, string | undefined>): Settings {
  const given = Object.fromEntries(Object.entries(source).filter(([, value]) => value !== undefined && value !== ''));
  const parsed = ENV_SCHEMA.safeParse(given);
  if (parsed.success) return parsed.data;
  throw new SettingsError(allProblems(given, parsed.error.issues));
}

/**
 * A malformed value can keep the rules of the whole from being judged. They are judged once more without it, so that
 * nobody mends one setting only to be told of the next.
 */
function allProblems(given: Record<string, string | undefined>, issues: readonly z.core.$ZodIssue[]): string[] {
  const malformed = issues.map((issue) => issue.path.join('.')).filter((name) => name !== '');
  const rest = Object.fromEntries(Object.entries(given).filter(([name]) => !malformed.includes(name)));
  const broken = (ENV_SCHEMA.safeParse(rest).error?.issues ?? []).map(sentenceOf);
  const isNew = (problem: string) => !malformed.some((name) => problem.startsWith(name));
  return [...new Set([...issues.map(sentenceOf), ...broken.filter(isNew)])];
}

function sentenceOf(issue: z.core.$ZodIssue): string {
  const name = issue.path.join('.');
  return name === '' || issue.message.startsWith(name) ? issue.message : `${name}: ${issue.message}`;
}

/** What Next goes by when it chooses among the .env files: known before any setting is read. */
export function runsInProduction(): boolean {
  return process.env.NODE_ENV === 'production';
}

let settings: Settings | undefined;

/** The settings of this process, read once, on first use. */
export function getEnv(): Settings {
  if (settings) return settings;
  settings = parseSettings(process.env);
  // next-auth looks for its own origin here, and would otherwise believe the Host header.
  process.env['AUTH_URL'] = settings.APP_URL;
  return settings;
}
