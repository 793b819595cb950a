/** What of the record a page shows, as its address has it: texts, not yet judged. */
export type RecordQuery = Partial<Record<'event' | 'actor' | 'subject', string>>;

export const RECORD_FILTERS = ['event', 'actor', 'subject'] as const;
