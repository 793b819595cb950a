import { byConstruction, type Chapter, inDocument, notApplicable, notKept } from '../requirement';

export const files: Chapter = {
  title: 'V5 Files',
  requirements: [
    {
      id: '5.1.1',
      level: 2,
      asks: 'What files may be sent, how large, and what is done with them, is written down',
      reason: inDocument('[Pictures](avatars.md).'),
    },
    { id: '5.2.1', level: 1, asks: 'No file is so large that the site suffers' },
    { id: '5.2.2', level: 1, asks: 'What a file says it is, its content is held against' },
    { id: '5.2.3', level: 2, asks: 'What is packed is bounded before it is unpacked' },
    { id: '5.2.4', level: 3, asks: 'How much one person may store is bounded' },
    { id: '5.2.5', level: 3, asks: 'No archives with links', reason: notApplicable('No archives are taken.') },
    { id: '5.2.6', level: 3, asks: 'Pictures of too many pixels are refused' },
    {
      id: '5.3.1',
      level: 1,
      asks: 'Nothing that was sent is ever run',
      reason: byConstruction(
        'What is sent is not stored; what is drawn from it lies outside of what is served as files.',
      ),
    },
    {
      id: '5.3.2',
      level: 1,
      asks: 'Paths are made of nothing that was sent',
      reason: byConstruction('The name of a picture is the id of its row.'),
    },
    { id: '5.3.3', level: 3, asks: 'No archive writes outside', reason: notApplicable('No archives are taken.') },
    { id: '5.4.1', level: 2, asks: 'A file that is given out has a name that the server chose' },
    { id: '5.4.2', level: 2, asks: 'Names of files cannot break a header' },
    {
      id: '5.4.3',
      level: 2,
      asks: 'Files of strangers are scanned for malware',
      reason: notKept('There is no scanner; a picture is drawn anew from its pixels, and nothing else is taken.'),
    },
  ],
};
