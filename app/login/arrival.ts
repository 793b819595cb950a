import { noticeOf } from '../notice-of';

/** The words for what brought somebody to the sign-in page. */
const NOTICES = {
  signed_out: 'You are signed out.',
  session_ended: 'Your session has ended. Please sign in again.',
  password_reset: 'Your password is set. Sign in with it.',
  activated: 'Your account is active. Sign in to go on.',
};

/** What somebody did is a success; what happened to them is only said. */
export function arrivalTone(notice: string | string[] | undefined): 'success' | 'plain' {
  return notice === 'session_ended' ? 'plain' : 'success';
}

/** What to tell somebody who arrives with `?notice=`; undefined when there is nothing to say. */
export function arrivalNotice(notice: string | string[] | undefined): string | undefined {
  return noticeOf(NOTICES, notice);
}
