/** "Firefox on Linux". What is not known comes as "Unknown …" and is put so that it reads as a sentence would. */
export function deviceName({ browser, os }: { browser: string; os: string }): string {
  return `${browser} on ${os.replace(/^Unknown/, 'an unknown')}`;
}
