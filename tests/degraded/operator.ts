import { expect } from 'vitest';
import { surveySettings } from '@/lib/core/env';
import { type Check, examine } from '@/lib/cli/doctor/check';
import { client } from '../harness/client';
import { until } from '../harness/poll';
import type { TestServer } from '../harness/server';
import { inTime } from './in-time';

// What whoever runs the site is told of something that is out of order.

/** It looks at most once a second. */
const LOOKED_AT_EVERY_MS = 250;

/** The token for metrics of a server whose rows look at them. */
export const METRICS_TOKEN = 'a token of the degraded modes';

/** Waits until /api/health/ready says this, with a status for balancers, and names these parts; each answer comes in time. */
export async function untilReadySays(
  server: TestServer,
  said: 'ready' | 'degraded' | 'unready',
  failing: string[] = [],
): Promise<void> {
  const ask = async () => {
    const { status, body } = await inTime(client(server).get('/api/health/ready'));
    expect(status).toBe(body['status'] === 'unready' ? 503 : 200);
    const parts = Object.entries(body['checks'] as object).flatMap(([part, how]) => (how === 'failing' ? part : []));
    return body['status'] === said && parts.join() === failing.join();
  };
  await until(`ready to say ${said}`, ask, 10, LOOKED_AT_EVERY_MS);
}

/** The value of one of `/api/metrics`, which answers in time. */
export async function metricOf(server: TestServer, name: string): Promise<number> {
  const headers = { authorization: `Bearer ${METRICS_TOKEN}` };
  const { text } = await inTime(client(server).get('/api/metrics', { headers }));
  return Number(new RegExp(`^gatehouse_${name} (.*)$`, 'm').exec(text)?.[1]);
}

/** The longest that it waits for anything that a row is about, and time to say so. */
const DOCTOR_SECONDS = 7;

/** Has `npm run doctor` look at one thing with these settings: it calls it wrong, with what to do, before anybody gives up. */
export async function expectDoctorToSee(check: Check, settings: Record<string, string>): Promise<void> {
  const [finding] = await inTime(examine(check, surveySettings(settings)), DOCTOR_SECONDS);
  expect(finding?.level, check.name).toBe('wrong');
}

/** The lines of the log that hold all of these words. */
export function linesWith(server: TestServer, ...words: string[]): string[] {
  return server.logs().filter((line) => words.every((word) => line.includes(word)));
}
