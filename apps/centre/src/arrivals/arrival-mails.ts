/** What a person may choose, the first being what holds until they do; `daily`: urgent ones at once, the rest once a day. */
export const ARRIVAL_MAILS = ['every', 'daily', 'urgent', 'none'] as const
