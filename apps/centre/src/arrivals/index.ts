/** Mails about messages that have arrived, to those who wish for them. */
export { announceArrival, isStillMember } from './announce-arrival.ts'
export { ARRIVAL_MAILS } from './arrival-mails.ts'
