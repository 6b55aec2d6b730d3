/** Events that sessions are told while they look. */
export type { CentreEvent, EventHub } from './event-hub.ts'
