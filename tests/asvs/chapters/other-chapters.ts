import { byConstruction, type Chapter } from '../requirement';

/** Of the chapters that are not here as a whole: what the work on the others leans on. */
export const otherChapters: Chapter = {
  title: 'Of other chapters',
  requirements: [
    { id: '1.2.2', level: 1, asks: 'An address that is built from input leads nowhere else' },
    { id: '1.3.11', level: 2, asks: 'Input that goes into a mail is no header of it' },
    { id: '4.1.1', level: 1, asks: 'Every answer says what it is, with its charset' },
    { id: '4.1.3', level: 2, asks: 'What proxies write cannot be written by clients' },
    { id: '4.1.4', level: 3, asks: 'Only the methods that are offered do anything' },
    { id: '4.1.5', level: 3, asks: 'What another system asks for is signed, message by message' },
    { id: '4.2.1', level: 2, asks: 'Where a message ends is read in one way' },
    { id: '4.2.5', level: 3, asks: 'Addresses and headers of any length do no harm' },
    { id: '13.2.2', level: 2, asks: 'Services know each other by accounts that may do no more than they need' },
    { id: '13.2.3', level: 2, asks: 'No service has a password to begin with' },
    { id: '13.4.1', level: 1, asks: 'What is deployed holds nothing of the history of its sources' },
    { id: '13.4.2', level: 2, asks: 'Nothing of development is switched on in production' },
    { id: '13.4.5', level: 2, asks: 'What watches is seen by nobody it is not meant for' },
    {
      id: '14.2.1',
      level: 1,
      asks: 'No secrets in addresses',
      reason: byConstruction(
        'But for the links of mails, which are good once, and the event key of Inngest, which its protocol has there; the harness throws at any other (`tests/harness/token-guard.ts`).',
      ),
    },
    { id: '14.2.7', level: 3, asks: 'What is out of date is deleted by itself, on a schedule' },
    { id: '14.3.1', level: 1, asks: 'Signing out clears what the browser keeps' },
    { id: '14.3.2', level: 2, asks: 'What is private is kept by no cache' },
    { id: '15.2.3', level: 2, asks: 'Nothing for tests and development is there in production' },
    { id: '15.3.1', level: 1, asks: 'An answer has the fields that are needed, and no more' },
    { id: '15.3.3', level: 2, asks: 'Only the fields that may be changed are' },
    { id: '15.3.4', level: 2, asks: 'The client’s address is right, and cannot be chosen' },
    { id: '15.4.2', level: 3, asks: 'Looking and acting are one step' },
  ],
};
