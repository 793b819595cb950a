import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { createServer, type AddressInfo } from 'node:net';
import { describe, expect, it } from 'vitest';

async function launch(command: string, env: Record<string, string>): Promise<{ code: number | null; said: string }> {
  const child = spawn(process.execPath, ['lib/cli/next.mjs', command.replace(':', '-')], {
    env: { ...process.env, ...env },
    stdio: ['ignore', 'ignore', 'pipe'],
  });
  let said = '';
  child.stderr.on('data', (chunk: Buffer) => (said += chunk.toString()));
  const [code] = (await once(child, 'close')) as [number | null];
  return { code, said };
}

describe.each(['dev', 'dev:https', 'start', 'preview'])('npm run %s', (command) => {
  it('says at once that the port is taken, and what to do', async () => {
    const holder = createServer().listen(0);
    await once(holder, 'listening');
    const { port } = holder.address() as AddressInfo;
    try {
      const { code, said } = await launch(command, { PORT: String(port) });
      expect(code).toBe(1);
      expect(said).toContain(`Port ${port} is in use. Stop what uses it, or choose another: PORT=${port + 1}`);
    } finally {
      holder.close();
    }
  });

  it.each(['99999', 'abc', '-1'])('says that %s is no port', async (PORT) => {
    const { code, said } = await launch(command, { PORT });
    expect(code).toBe(1);
    expect(said).toContain(`${PORT} is no port.`);
  });
});
