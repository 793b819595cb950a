import { appendFileSync, writeFileSync } from 'node:fs';
import { watchAnswers, type Judge } from './answer-watch';
import { documentedFile, seenFile } from './answers-look';
import { workerWide } from './worker-wide';

/** The document, and what is compiled of it, are made when the first answer comes. */
async function createJudge(): Promise<Judge> {
  const [{ describeApi }, { createAnswerCheck, documentedAnswers }] = await Promise.all([
    import('@/lib/http/openapi/document'),
    import('./api-answers'),
  ]);
  const document = describeApi({ appUrl: 'http://localhost:3000', isHttps: false });
  writeFileSync(documentedFile(), documentedAnswers(document).join('\n'));
  const check = createAnswerCheck(document);
  const seen = new Set<string>();
  return async (answered) => {
    const { kind, problems } = check(answered);
    if (kind !== null && problems.length === 0 && !seen.has(kind)) {
      seen.add(kind);
      appendFileSync(seenFile(), `${kind}\n`);
    }
    const { method, url, status, text } = answered;
    return problems.map(
      (problem) => `${method} ${new URL(url).pathname}: ${problem} (${status} ${text.slice(0, 300)})`,
    );
  };
}

watchAnswers(async (answered) => (await workerWide('answers', createJudge))(answered));
