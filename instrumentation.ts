/** Next calls this once when a server starts, before it takes requests; never while building. */
export async function register(): Promise<void> {
  // Spelled out so that the compiler drops the block from bundles for the edge.
  if (process.env['NEXT_RUNTIME'] === 'nodejs') {
    const { startUp } = await import('./lib/infra/start-up');
    const stopListening = await startUp();
    const { startServerWork } = await import('./lib/http/start-server-work');
    await startServerWork();
    const { keepJobsRegistered } = await import('./inngest/registration');
    keepJobsRegistered();
    const { stopOnSignals } = await import('./lib/http/graceful-stop');
    stopOnSignals(stopListening);
  }
}

/** Next calls this with whatever a page, an action or a route threw, before it answers. */
export async function onRequestError(error: unknown): Promise<void> {
  if (process.env['NEXT_RUNTIME'] === 'nodejs') {
    const { answerPageFailure } = await import('./lib/http/answer');
    answerPageFailure(error);
  }
}
