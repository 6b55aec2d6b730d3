/** The state table of the upper layer protocol as data, by the standard's own names (PS3.8 tables 9-1 to 9-10). */

/** PS3.8 tables 9-1 to 9-5. */
export const STATES = {
  Sta1: 'idle',
  Sta2: 'transport connection open, awaiting A-ASSOCIATE-RQ',
  Sta3: 'awaiting local A-ASSOCIATE response',
  Sta4: 'awaiting transport connection',
  Sta5: 'awaiting A-ASSOCIATE-AC or A-ASSOCIATE-RJ',
  Sta6: 'association established',
  Sta7: 'awaiting A-RELEASE-RP',
  Sta8: 'awaiting local A-RELEASE response',
  Sta9: 'release collision, requestor: awaiting local A-RELEASE response',
  Sta10: 'release collision, acceptor: awaiting A-RELEASE-RP',
  Sta11: 'release collision, requestor: awaiting A-RELEASE-RP',
  Sta12: 'release collision, acceptor: awaiting local A-RELEASE response',
  Sta13: 'awaiting the closing of the transport connection',
} as const
export type StateName = keyof typeof STATES

/** PS3.8 table 9-10, first column. */
export const EVENTS = {
  Evt1: 'A-ASSOCIATE request primitive',
  Evt2: 'transport connection confirmed',
  Evt3: 'A-ASSOCIATE-AC PDU received',
  Evt4: 'A-ASSOCIATE-RJ PDU received',
  Evt5: 'transport connection indicated',
  Evt6: 'A-ASSOCIATE-RQ PDU received',
  Evt7: 'A-ASSOCIATE response primitive, accept',
  Evt8: 'A-ASSOCIATE response primitive, reject',
  Evt9: 'P-DATA request primitive',
  Evt10: 'P-DATA-TF PDU received',
  Evt11: 'A-RELEASE request primitive',
  Evt12: 'A-RELEASE-RQ PDU received',
  Evt13: 'A-RELEASE-RP PDU received',
  Evt14: 'A-RELEASE response primitive',
  Evt15: 'A-ABORT request primitive',
  Evt16: 'A-ABORT PDU received',
  Evt17: 'transport connection closed',
  Evt18: 'ARTIM timer expired',
  Evt19: 'unrecognized or invalid PDU received',
} as const
export type EventName = keyof typeof EVENTS

export type EffectName =
  | 'openTransport'
  | 'closeTransport'
  | 'startArtim'
  | 'stopArtim'
  | 'sendPdu'
  | 'sendReleaseRequest'
  | 'sendReleaseReply'
  | 'sendData'
  | 'sendRejection'
  | 'sendUserAbort'
  | 'sendProviderAbort'
  | 'indicateAssociation'
  | 'confirmAcceptance'
  | 'confirmRejection'
  | 'indicateData'
  | 'indicateRelease'
  | 'confirmRelease'
  | 'indicateAbort'
  | 'indicateProviderAbort'

export interface Action {
  readonly effects: readonly EffectName[]
  readonly next: StateName
}

/** PS3.8 tables 9-6 to 9-9. AE-6 asks whether the request can be taken, AR-8 whether this side is the requestor. */
export const ACTIONS = {
  'AE-1': { effects: ['openTransport'], next: 'Sta4' },
  'AE-2': { effects: ['sendPdu'], next: 'Sta5' },
  'AE-3': { effects: ['confirmAcceptance'], next: 'Sta6' },
  'AE-4': { effects: ['confirmRejection', 'closeTransport'], next: 'Sta1' },
  'AE-5': { effects: ['startArtim'], next: 'Sta2' },
  'AE-6': {
    when: {
      yes: { effects: ['stopArtim', 'indicateAssociation'], next: 'Sta3' },
      no: { effects: ['stopArtim', 'sendRejection', 'startArtim'], next: 'Sta13' },
    },
  },
  'AE-7': { effects: ['sendPdu'], next: 'Sta6' },
  'AE-8': { effects: ['sendPdu', 'startArtim'], next: 'Sta13' },
  'DT-1': { effects: ['sendData'], next: 'Sta6' },
  'DT-2': { effects: ['indicateData'], next: 'Sta6' },
  'AR-1': { effects: ['sendReleaseRequest'], next: 'Sta7' },
  'AR-2': { effects: ['indicateRelease'], next: 'Sta8' },
  'AR-3': { effects: ['confirmRelease', 'closeTransport'], next: 'Sta1' },
  'AR-4': { effects: ['sendReleaseReply', 'startArtim'], next: 'Sta13' },
  'AR-5': { effects: ['stopArtim'], next: 'Sta1' },
  'AR-6': { effects: ['indicateData'], next: 'Sta7' },
  'AR-7': { effects: ['sendData'], next: 'Sta8' },
  'AR-8': {
    when: {
      yes: { effects: ['indicateRelease'], next: 'Sta9' },
      no: { effects: ['indicateRelease'], next: 'Sta10' },
    },
  },
  'AR-9': { effects: ['sendReleaseReply'], next: 'Sta11' },
  'AR-10': { effects: ['confirmRelease'], next: 'Sta12' },
  'AA-1': { effects: ['sendUserAbort', 'startArtim'], next: 'Sta13' },
  'AA-2': { effects: ['stopArtim', 'closeTransport'], next: 'Sta1' },
  'AA-3': { effects: ['indicateAbort', 'closeTransport'], next: 'Sta1' },
  'AA-4': { effects: ['indicateProviderAbort'], next: 'Sta1' },
  'AA-5': { effects: ['stopArtim'], next: 'Sta1' },
  'AA-6': { effects: [], next: 'Sta13' },
  'AA-7': { effects: ['sendProviderAbort'], next: 'Sta13' },
  'AA-8': { effects: ['sendProviderAbort', 'indicateProviderAbort', 'startArtim'], next: 'Sta13' },
} as const satisfies Record<string, Action | { readonly when: Readonly<Record<'yes' | 'no', Action>> }>
export type ActionName = keyof typeof ACTIONS

type Row = Readonly<Partial<Record<StateName, ActionName>>>

/** PDUs that may not come once an association is on its way: AA-8 in Sta3 and from Sta5 to Sta12. */
const UNEXPECTED = {
  Sta3: 'AA-8',
  Sta5: 'AA-8',
  Sta6: 'AA-8',
  Sta7: 'AA-8',
  Sta8: 'AA-8',
  Sta9: 'AA-8',
  Sta10: 'AA-8',
  Sta11: 'AA-8',
  Sta12: 'AA-8',
} as const satisfies Row

const IN_ALL = <Name extends ActionName>(name: Name): Row =>
  Object.fromEntries(Object.keys(UNEXPECTED).map((state) => [state, name]))

/** PS3.8 table 9-10; a cell that is not there cannot come about. */
export const TABLE: Readonly<Record<EventName, Row>> = {
  Evt1: { Sta1: 'AE-1' },
  Evt2: { Sta4: 'AE-2' },
  Evt3: { Sta2: 'AA-1', ...UNEXPECTED, Sta5: 'AE-3', Sta13: 'AA-6' },
  Evt4: { Sta2: 'AA-1', ...UNEXPECTED, Sta5: 'AE-4', Sta13: 'AA-6' },
  Evt5: { Sta1: 'AE-5' },
  Evt6: { Sta2: 'AE-6', ...UNEXPECTED, Sta13: 'AA-7' },
  Evt7: { Sta3: 'AE-7' },
  Evt8: { Sta3: 'AE-8' },
  Evt9: { Sta6: 'DT-1', Sta8: 'AR-7' },
  Evt10: { Sta2: 'AA-1', ...UNEXPECTED, Sta6: 'DT-2', Sta7: 'AR-6', Sta13: 'AA-6' },
  Evt11: { Sta6: 'AR-1' },
  Evt12: { Sta2: 'AA-1', ...UNEXPECTED, Sta6: 'AR-2', Sta7: 'AR-8', Sta13: 'AA-6' },
  Evt13: { Sta2: 'AA-1', ...UNEXPECTED, Sta7: 'AR-3', Sta10: 'AR-10', Sta11: 'AR-3', Sta13: 'AA-6' },
  Evt14: { Sta8: 'AR-4', Sta9: 'AR-9', Sta12: 'AR-4' },
  Evt15: { ...IN_ALL('AA-1'), Sta4: 'AA-2' },
  Evt16: { Sta2: 'AA-2', ...IN_ALL('AA-3'), Sta13: 'AA-2' },
  Evt17: { Sta2: 'AA-5', ...IN_ALL('AA-4'), Sta4: 'AA-4', Sta13: 'AR-5' },
  Evt18: { Sta2: 'AA-2', Sta13: 'AA-2' },
  Evt19: { Sta2: 'AA-1', ...UNEXPECTED, Sta13: 'AA-7' },
}
