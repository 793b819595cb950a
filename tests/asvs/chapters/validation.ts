import { inDocument, notKept, type Chapter } from '../requirement';

export const validation: Chapter = {
  title: 'V2 Validation, business logic, anti-automation',
  requirements: [
    {
      id: '2.1.1',
      level: 1,
      asks: 'What each input may be is written down',
      reason: inDocument('[Inputs](security.md#inputs), and the schemas in `lib/shared/schemas` that it links to.'),
    },
    {
      id: '2.1.2',
      level: 2,
      asks: 'Which inputs have to agree is written down',
      reason: inDocument('[Inputs that have to agree](security.md#inputs-that-have-to-agree).'),
    },
    { id: '2.1.3', level: 2, asks: 'The limits of each person and of everybody are written down' },
    { id: '2.2.1', level: 1, asks: 'Input is held against a schema of what is allowed before it is used' },
    { id: '2.2.2', level: 1, asks: 'The server decides; checks in the browser are there for comfort' },
    { id: '2.2.3', level: 2, asks: 'Inputs that belong together are held against each other' },
    { id: '2.3.1', level: 1, asks: 'Steps happen in their order, for one person, and none is skipped' },
    { id: '2.3.2', level: 2, asks: 'The written limits are enforced' },
    { id: '2.3.3', level: 2, asks: 'An operation happens as a whole or not at all' },
    { id: '2.3.4', level: 2, asks: 'What is there once is locked, so that it is not given out twice' },
    {
      id: '2.3.5',
      level: 3,
      asks: 'The most valuable actions want a second person',
      reason: notKept(
        'Nothing waits for the word of a second person; what an administrator does is on the record and can be undone, but for deleting.',
      ),
    },
    { id: '2.4.1', level: 2, asks: 'What is costly or can be abused is protected against automation' },
    {
      id: '2.4.2',
      level: 3,
      asks: 'A flow that is faster than people are is refused',
      reason: notKept(
        'Password managers and pasted codes are as quick as robots; counts and the captcha do this work.',
      ),
    },
  ],
};
