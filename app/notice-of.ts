type Notices = Readonly<Record<string, string>>;

/**
 * What a page tells somebody who arrives with `?notice=`: one of its own sentences, whatever stands in the address;
 * undefined where there is nothing to say.
 */
export function noticeOf(notices: Notices, notice: string | string[] | undefined): string | undefined {
  return typeof notice === 'string' && Object.hasOwn(notices, notice) ? notices[notice] : undefined;
}
