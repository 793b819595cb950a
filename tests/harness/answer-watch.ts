import { workerWide } from './worker-wide';

/** An answer as it came, and what was asked. */
export type Answered = { method: string; url: string; status: number; headers: Headers; text: string };

/** What is wrong with an answer, each as a sentence. */
export type Judge = (answered: Answered) => Promise<string[]>;

const watch = workerWide('answer-watch', (): { judge?: Judge } => ({}));

/** From now on every client of this worker is held to what `judge` says. */
export function watchAnswers(judge: Judge): void {
  watch.judge = judge;
}

/** What is wrong with this answer, if anybody watches. */
export async function judgeAnswer(answered: Answered): Promise<string[]> {
  return (await watch.judge?.(answered)) ?? [];
}
