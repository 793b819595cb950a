import { byConstruction, inDocument, notApplicable, notKept, type Chapter } from '../requirement';

export const authorization: Chapter = {
  title: 'V8 Authorization',
  requirements: [
    {
      id: '8.1.1',
      level: 1,
      asks: 'Who may do what, and on whose data, is written down',
      reason: inDocument(
        '[Rules](authorization.md#rules), and who may call what in the table of the privilege matrix.',
      ),
    },
    {
      id: '8.1.2',
      level: 2,
      asks: 'Which fields somebody may read and change is written down',
      reason: inDocument('[Rules](authorization.md#rules): the fields of each shipped rule, and those without one.'),
    },
    {
      id: '8.1.3',
      level: 3,
      asks: 'Which circumstances decide is written down',
      reason: inDocument('[Rules](authorization.md#rules): the attributes of `environment`.'),
    },
    {
      id: '8.1.4',
      level: 3,
      asks: 'How circumstances change a decision is written down',
      reason: inDocument('[Rules](authorization.md#rules): they allow or deny; nothing is asked for in between.'),
    },
    { id: '8.2.1', level: 1, asks: 'An operation is for whom it is meant' },
    { id: '8.2.2', level: 1, asks: 'What an operation is done to is somebody’s own, or theirs to act upon' },
    { id: '8.2.3', level: 2, asks: 'The fields of an answer, and those of a change, are those one may see and change' },
    { id: '8.2.4', level: 3, asks: 'Circumstances are looked at when a session begins and while it lasts' },
    { id: '8.3.1', level: 1, asks: 'Access is decided on the server, behind every way in' },
    { id: '8.3.2', level: 3, asks: 'A change of rights acts at once' },
    {
      id: '8.3.3',
      level: 3,
      asks: 'Access is decided for whoever it is done for, not for what does it',
      reason: byConstruction(
        'Nobody acts as somebody else: an operation knows one actor, that of the session, and jobs act on no request.',
      ),
    },
    {
      id: '8.4.1',
      level: 2,
      asks: 'Tenants are kept apart',
      reason: notApplicable('There is one.'),
    },
    {
      id: '8.4.2',
      level: 3,
      asks: 'Administration stands behind several layers, with the device and the risk judged all along',
      reason: notKept(
        'Session, permission and rules on address, hour and age of the sign-in are asked each time; no device is judged.',
      ),
    },
  ],
};
