/** Why no test stands behind a requirement. */
export type Reason = {
  /**
   * `document`: it asks for something written, which is there. `construction`: it holds by what is, or is not, in the
   * code, and there is no answer to test. `not applicable`: nothing here that it is about. `not kept`: we do not.
   */
  kind: 'document' | 'construction' | 'not applicable' | 'not kept';
  words: string;
};

/** A row of OWASP ASVS 5.0.0, in our own words. Without a reason, at least one test carries its tag. */
export type Requirement = { id: string; level: 1 | 2 | 3; asks: string; reason?: Reason };

export type Chapter = { title: string; requirements: readonly Requirement[] };

/** Holds where the document says so: `words` link to it from the folder docs. */
export const inDocument = (words: string): Reason => ({ kind: 'document', words });

export const byConstruction = (words: string): Reason => ({ kind: 'construction', words });

export const notApplicable = (words: string): Reason => ({ kind: 'not applicable', words });

export const notKept = (words: string): Reason => ({ kind: 'not kept', words });
