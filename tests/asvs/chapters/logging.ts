import { byConstruction, notKept, type Chapter } from '../requirement';

export const logging: Chapter = {
  title: 'V16 Logging and errors',
  requirements: [
    { id: '16.1.1', level: 2, asks: 'What is recorded, how, where, for whom and how long is written down' },
    { id: '16.2.1', level: 2, asks: 'An entry says when, where, who and what' },
    { id: '16.2.2', level: 2, asks: 'Times are of one clock, in UTC' },
    {
      id: '16.2.3',
      level: 2,
      asks: 'Entries go only where it is written that they go',
      reason: byConstruction(
        'One log, to standard output (`lib/core/log.ts`), and one function that writes the record (`lib/domain/audit.ts`); the linter refuses `console`.',
      ),
    },
    { id: '16.2.4', level: 2, asks: 'Entries have one format that machines read' },
    { id: '16.2.5', level: 2, asks: 'Secrets are in no entry' },
    { id: '16.3.1', level: 2, asks: 'Every authentication is recorded, good or refused, with its method' },
    { id: '16.3.2', level: 2, asks: 'Every denial is recorded' },
    { id: '16.3.3', level: 2, asks: 'Attempts to get round a control are recorded' },
    { id: '16.3.4', level: 2, asks: 'A control that fails is on the record' },
    { id: '16.4.1', level: 2, asks: 'What a client says cannot make up an entry' },
    { id: '16.4.2', level: 2, asks: 'Entries cannot be read or changed unseen' },
    {
      id: '16.4.3',
      level: 2,
      asks: 'Entries are kept in another system, too',
      reason: notKept(
        'The log is the platform’s to keep; the record stays in the database of the application, and only its length and last seal leave it, daily.',
      ),
    },
    { id: '16.5.1', level: 2, asks: 'An error tells its client nothing of our insides' },
    { id: '16.5.2', level: 2, asks: 'When something outside fails, the rest goes on safely' },
    { id: '16.5.3', level: 2, asks: 'What fails stays closed' },
    { id: '16.5.4', level: 3, asks: 'Whatever nobody caught is caught at last' },
  ],
};
