import { afterAll, describe, expect, it } from 'vitest';
import { readReadiness } from '@/lib/domain/readiness';
import { connectDatabase, disconnectDatabase } from '@/lib/infra/db';
import { until } from '../harness/poll';
import { startTcpServer } from '../infra/mail/loopback-servers';

afterAll(disconnectDatabase);

describe('a database that only takes the call', () => {
  it('is waited for a second, and not called again while it hangs', async () => {
    let calls = 0;
    const port = await startTcpServer(() => void (calls += 1));
    connectDatabase(`postgresql://gatehouse@127.0.0.1:${port}/gatehouse`);
    const startedAtMs = performance.now();
    const { isReady, checks } = await readReadiness();
    expect(performance.now() - startedAtMs).toBeLessThan(3_000);
    expect({ isReady, checks }).toMatchObject({ isReady: false, checks: { database: 'failing', redis: 'ok' } });
    // The database itself, its migrations, and mail and jobs in one.
    await until('each question to have called', () => calls === 3);
    await readReadiness();
    expect(calls).toBe(3);
  });
});
