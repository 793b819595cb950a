import type { JobReport } from '@/lib/domain/job';

/** "refresh tokens 12, sessions 3", or "nothing". */
export function reportInWords(report: JobReport): string {
  const counts = Object.entries(report).filter(([, count]) => count > 0);
  return counts.map(([what, count]) => `${spaced(what)} ${count}`).join(', ') || 'nothing';
}

const spaced = (name: string) => name.replaceAll(/[A-Z]/g, (letter) => ` ${letter.toLowerCase()}`);

/** "2026-11-22 03:10:00 UTC". */
export function momentInWords(date: Date): string {
  return `${date.toISOString().slice(0, 19).replace('T', ' ')} UTC`;
}

/** "0.4 s". */
export function durationInWords(milliseconds: number): string {
  return `${(milliseconds / 1000).toFixed(1)} s`;
}
