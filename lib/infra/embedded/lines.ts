import type { Socket } from 'node:net';

/** Longer than any line that two parties who mean each other would send. */
const LONGEST_LINE = 4_096;

/**
 * Reads `socket` line by line: each call gives the next line, or undefined once the other side is gone.
 * Whoever sends more than a line's worth without an end to it is not who we talk to, and is cut off.
 */
export function lineReader(socket: Socket): () => Promise<string | undefined> {
  const lines: string[] = [];
  let rest = '';
  let wake = () => {};
  socket.setEncoding('utf8');
  socket.on('data', (text: string) => {
    const parts = (rest + text).split('\n');
    rest = parts.pop() ?? '';
    lines.push(...parts);
    if (rest.length > LONGEST_LINE) socket.destroy();
    wake();
  });
  // A reset is an end like any other; 'close' follows it.
  socket.on('error', () => {});
  socket.on('close', () => wake());
  return async () => {
    while (lines.length === 0 && !socket.closed) {
      await new Promise<void>((resolve) => (wake = resolve));
    }
    return lines.shift();
  };
}
