import { format } from 'node:util';
import { afterEach, beforeEach, expect } from 'vitest';
import { takeRefusedHosts } from './loopback-only.mjs';
import { forgetSecrets } from './token-guard';

const METHODS = ['log', 'info', 'warn', 'error', 'debug', 'trace'] as const;
const said: string[] = [];

for (const method of METHODS) {
  // For every test of this file; one that expects output spies on the method itself.
  console[method] = (...words: unknown[]) => void said.push(`console.${method}: ${format(...words)}`);
}

function takeUnexpected(): string[] {
  const beyond = takeRefusedHosts().map((host) => `connection to ${host}`);
  return [...said.splice(0), ...beyond];
}

// The files of a worker share a process.
forgetSecrets();

beforeEach(() => {
  takeUnexpected();
});

afterEach(() => {
  expect(takeUnexpected(), 'unexpected console output or network').toEqual([]);
});
