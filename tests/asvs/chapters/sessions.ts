import { inDocument, notKept, type Chapter } from '../requirement';

export const sessions: Chapter = {
  title: 'V7 Sessions',
  requirements: [
    {
      id: '7.1.1',
      level: 2,
      asks: 'How long sessions live, used and unused, is written down',
      reason: inDocument('[Sessions](sessions.md), and [Lifetimes](security.md#lifetimes).'),
    },
    {
      id: '7.1.2',
      level: 2,
      asks: 'How many sessions a person may have is written down',
      reason: inDocument('[Lifetimes](security.md#lifetimes): as many as they like, all of them in their list.'),
    },
    {
      id: '7.1.3',
      level: 2,
      asks: 'How our sessions hang together with the provider’s is written down',
      reason: inDocument('[Lifetimes](security.md#lifetimes): not at all, once begun.'),
    },
    { id: '7.2.1', level: 1, asks: 'Tokens are verified by the server' },
    { id: '7.2.2', level: 1, asks: 'Tokens are made for a session, no keys that stay' },
    { id: '7.2.3', level: 1, asks: 'References are random, unique and of 128 bits' },
    { id: '7.2.4', level: 1, asks: 'Signing in makes a new token, and the old one ends' },
    { id: '7.3.1', level: 2, asks: 'A session ends when nobody uses it' },
    { id: '7.3.2', level: 2, asks: 'A session ends, however much it is used' },
    { id: '7.4.1', level: 1, asks: 'What has ended is of no more use' },
    { id: '7.4.2', level: 1, asks: 'Suspending a person ends their sessions' },
    { id: '7.4.3', level: 2, asks: 'With a new password, the other sessions end' },
    { id: '7.4.4', level: 2, asks: 'Every private page has a way to sign out' },
    { id: '7.4.5', level: 2, asks: 'Administrators can end the sessions of one person or all' },
    { id: '7.5.1', level: 2, asks: 'Changing a way in wants a fresh proof' },
    {
      id: '7.5.2',
      level: 2,
      asks: 'People see their sessions and, having proven themselves anew, end them',
      reason: notKept(
        'They see and end them, and no password is asked for: whoever sees a thief should not have to wait.',
      ),
    },
    { id: '7.5.3', level: 3, asks: 'What is most sensitive wants one more proof' },
    {
      id: '7.6.1',
      level: 2,
      asks: 'Sessions here and at the provider live as written',
      reason: inDocument('[Lifetimes](security.md#lifetimes).'),
    },
    { id: '7.6.2', level: 2, asks: 'No session begins without somebody wanting it' },
  ],
};
