import { getEnv, SettingsError } from '@/lib/core/env';
import { getLog } from '@/lib/core/log';
import type { Settings } from '@/lib/core/settings';
import { followChanges } from './change-feed';
import { prepareCommonPasswords } from './common-passwords';
import { DatabaseProblem } from './database-problem';
import { getDb } from './db';
import { startDatabase, type StartedDatabase } from './start-database';
import { startMetrics } from './metrics';
import { getStore } from './store/shared-store';
import { startTracing } from './tracing';

/** What stands in the way of a start, in words for whoever started it; a surprise keeps its stack. */
export function explainFailedStart(error: unknown): string {
  if (error instanceof SettingsError || error instanceof DatabaseProblem) return error.message;
  return error instanceof Error ? (error.stack ?? error.message) : String(error);
}

/** What production does without because somebody said so, as sentences to be warned with at each start. */
export function warningsOf(settings: Settings): string[] {
  if (settings.mode !== 'production') return [];
  const warnings: string[] = [];
  if (settings.REDIS_URL === undefined) {
    warnings.push(
      'ALLOW_SINGLE_INSTANCE: limits and caches live in this process alone; a second instance needs REDIS_URL',
    );
  }
  if (settings.REDIS_URL !== undefined && settings.AWS_STORAGE_BUCKET_NAME === undefined) {
    warnings.push(
      'AWS_STORAGE_BUCKET_NAME: not set, so pictures lie on the disk; several instances need a bucket, or a disk they share',
    );
  }
  if (!settings.isCaptchaOn) warnings.push('CAPTCHA: off, so that nothing but the limits holds robots back');
  return warnings;
}

function greet(settings: Settings, { place, appliedMigrations }: StartedDatabase): void {
  const applied = appliedMigrations.length === 0 ? '' : `, ${appliedMigrations.length} new migration(s) applied`;
  const greeting = `Gatehouse (${settings.mode}) at ${settings.APP_URL} · ${place}${applied}`;
  // In production machines read along: every line is of the log.
  if (settings.mode === 'production') getLog().info(greeting);
  else process.stdout.write(`${greeting}\n`);
  for (const warning of warningsOf(settings)) getLog().warn(warning);
}

/**
 * Makes ready what every request needs, before the first one. A start that cannot succeed says why, all of it, on
 * standard error, and ends the process with 1: Next alone would go on without. Answers how to end what it began.
 */
export async function startUp(): Promise<() => void> {
  try {
    const settings = getEnv();
    if (settings.OTEL_EXPORTER_OTLP_ENDPOINT !== undefined) await startTracing(settings.OTEL_EXPORTER_OTLP_ENDPOINT);
    if (settings.METRICS_TOKEN !== undefined) await startMetrics();
    const database = await startDatabase(settings);
    prepareCommonPasswords();
    const stopListening = followChanges({ url: database.url, db: getDb() }, getStore());
    greet(settings, database);
    return stopListening;
  } catch (error) {
    process.stderr.write(`${explainFailedStart(error)}\n`);
    return process.exit(1);
  }
}
