// npm runs a script through a shell and passes a SIGTERM on to that shell, which ends without a word to its child: the
// server would go on, orphaned, with its port and its database.

const LOOK_EVERY_MS = 500;

/** When npm started this process, ends it (as a SIGTERM would) once the shell between the two is gone. */
export function endWithNpm() {
  if (process.env.npm_lifecycle_event === undefined) return;
  const shell = process.ppid;
  const timer = setInterval(() => {
    if (process.ppid === shell) return;
    clearInterval(timer);
    process.kill(process.pid, 'SIGTERM');
  }, LOOK_EVERY_MS);
  timer.unref();
}
