/** What a person may choose, the first being what holds until they do. */
export const ARRIVAL_MAILS = ['every', 'urgent', 'none'] as const
