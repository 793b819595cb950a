import { leakIn } from './token-guard';

const ERROR_LEVELS = new Set(['error', 'fatal']);

/** 32 random bytes and more in base64url, such as the token of a mail's link: nothing of that shape belongs into a log. */
const RANDOM = /(?<![\w-])(?=[\w-]*[a-z])(?=[\w-]*[A-Z])(?=[\w-]*\d)[\w-]{43,}(?![\w-])/;

function levelOf(line: string): string | undefined {
  try {
    const { level } = JSON.parse(line) as { level?: unknown };
    return typeof level === 'string' ? level : undefined;
  } catch {
    // Next writes its own failures as text, with this mark.
    return line.includes('⨯') || /^\s*(?:\w*Error:|Unhandled|Uncaught)/.test(line) ? 'error' : undefined;
  }
}

/** What is wrong with a server's log: errors that no pattern of `expected` covers, and anything that looks like a token. */
export function logProblems(lines: readonly string[], expected: readonly RegExp[]): string[] {
  return lines.flatMap((line) => {
    const isExpected = expected.some((pattern) => pattern.test(line));
    const isError = ERROR_LEVELS.has(levelOf(line) ?? '') && !isExpected;
    const isLeak = leakIn(line) !== undefined || RANDOM.test(line);
    return [...(isError ? [`an error: ${line}`] : []), ...(isLeak ? [`what looks like a token: ${line}`] : [])];
  });
}
