import { byConstruction, notApplicable, notKept, type Chapter } from '../requirement';

const NOT_A_SERVER = notApplicable('Nobody gets authorized here: no clients, no grants, no scopes.');

export const selfContainedTokens: Chapter = {
  title: 'V9 Self-contained tokens',
  requirements: [
    { id: '9.1.1', level: 1, asks: 'The seal is verified before anything is read' },
    { id: '9.1.2', level: 1, asks: 'Only listed algorithms, never none' },
    { id: '9.1.3', level: 1, asks: 'Keys come from the settings, never from the token' },
    { id: '9.2.1', level: 1, asks: 'A token is good in its time only' },
    { id: '9.2.2', level: 2, asks: 'A token is good for its purpose only' },
    { id: '9.2.3', level: 2, asks: 'A token is good for its audience only' },
    { id: '9.2.4', level: 2, asks: 'Audiences that share a key are told apart' },
  ],
};

export const oauth: Chapter = {
  title: 'V10 OAuth and OpenID Connect',
  requirements: [
    { id: '10.1.1', level: 2, asks: 'Tokens are with those only who need them' },
    { id: '10.1.2', level: 2, asks: 'An answer is taken only by the browser and attempt that asked' },
    { id: '10.2.1', level: 2, asks: 'The code flow is protected by PKCE or state' },
    {
      id: '10.2.2',
      level: 2,
      asks: 'Several providers are not taken for each other',
      reason: notApplicable('There is one provider; its issuer is part of the identity all the same.'),
    },
    { id: '10.2.3', level: 3, asks: 'No more scopes than needed' },
    { id: '10.3.1', level: 2, asks: 'The API takes only tokens that were made for it' },
    { id: '10.3.2', level: 2, asks: 'Scopes are part of the decision', reason: NOT_A_SERVER },
    { id: '10.3.3', level: 2, asks: 'People are known by issuer and subject, never by an address' },
    {
      id: '10.3.4',
      level: 2,
      asks: 'Where strength is wanted, the token has to say it',
      reason: notApplicable('No operation wants a strength of sign-in.'),
    },
    {
      id: '10.3.5',
      level: 3,
      asks: 'Access tokens are bound to who holds them',
      reason: notKept('Browsers hold them in HttpOnly cookies; a stolen one is good for 15 minutes, or until revoked.'),
    },
    { id: '10.4.1', level: 1, asks: 'Redirect addresses are on an exact list', reason: NOT_A_SERVER },
    { id: '10.4.2', level: 1, asks: 'A code is good once', reason: NOT_A_SERVER },
    { id: '10.4.3', level: 1, asks: 'A code lives ten minutes at most', reason: NOT_A_SERVER },
    { id: '10.4.4', level: 1, asks: 'Only the grants that are needed', reason: NOT_A_SERVER },
    { id: '10.4.5', level: 1, asks: 'Refresh tokens rotate, and a replay ends them all' },
    { id: '10.4.6', level: 2, asks: 'PKCE is wanted, and never plain', reason: NOT_A_SERVER },
    { id: '10.4.8', level: 2, asks: 'Refreshing has an end' },
    { id: '10.4.9', level: 2, asks: 'People can revoke refresh tokens' },
    { id: '10.5.1', level: 2, asks: 'An ID token cannot be replayed' },
    { id: '10.5.2', level: 2, asks: 'The person is the subject' },
    {
      id: '10.5.3',
      level: 2,
      asks: 'The issuer in the metadata is the one in the settings',
      reason: byConstruction('`oauth4webapi`, under next-auth, compares them at discovery.'),
    },
    {
      id: '10.5.4',
      level: 2,
      asks: 'The audience of an ID token is our client',
      reason: byConstruction('`oauth4webapi`, under next-auth, checks it with every ID token.'),
    },
  ],
};
