/** The clock of a request or job: a parameter, so that tests can move it. */
export type Clock = () => Date;

export const systemClock: Clock = () => new Date();

export function addSeconds(date: Date, seconds: number): Date {
  return new Date(date.getTime() + seconds * 1000);
}

/** "30 minutes", "1 minute": rounded down, so that nothing is promised beyond its end. */
export function minutesInWords(seconds: number): string {
  const minutes = Math.max(1, Math.floor(seconds / 60));
  return minutes === 1 ? '1 minute' : `${minutes} minutes`;
}

/** "40 seconds", "15 minutes": rounded up, so that who waits that long is not refused again. */
export function waitInWords(seconds: number): string {
  const [count, unit] = seconds < 60 ? [seconds, 'second'] : [Math.ceil(seconds / 60), 'minute'];
  return `${count} ${unit}${count === 1 ? '' : 's'}`;
}

/** Whole seconds for a Retry-After: rounded up, never zero, so that who waits that long is not refused again. */
export function retryAfterSeconds(milliseconds: number): number {
  return Math.max(1, Math.ceil(milliseconds / 1000));
}
