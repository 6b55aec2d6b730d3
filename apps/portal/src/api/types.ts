/** The shapes that the portal handles, by name: each is what the API's description says of its route. */
import type { Answer, Item } from './description.ts'

export type InstitutionSummary = Item<Answer<'get', '/api/institutions'>>
export type Institution = Answer<'get', '/api/institutions/{id}'>
export type Contact = Institution['contacts'][number]
export type InstitutionKind = InstitutionSummary['kind']

const everyKind: Readonly<Record<InstitutionKind, true>> = {
  hospital: true,
  outpatient: true,
  specialised: true,
  'private-practice': true,
  scientific: true,
}
export const institutionKinds = Object.keys(everyKind) as readonly InstitutionKind[]

export type Authority = Item<Answer<'get', '/api/authorities'>>
export type AuthorityCertificate = Authority['certificates'][number]

export type Session = Answer<'get', '/api/session'>
export type Party = Session['person']
export type Membership = Session['institutions'][number]
export type MemberRole = Membership['role']

export type BoxPage = Answer<'post', '/api/messages/search'>
export type BoxFacets = Answer<'get', '/api/messages/facets'>
export type MessageSummary = Item<BoxPage>
export type MessageStatus = MessageSummary['status']
export type Delivery = MessageSummary['deliveries'][number]
export type DeliveryStatus = Delivery['status']
export type Study = MessageSummary['studies'][number]
export type Series = Study['series'][number]

export type Message = Answer<'get', '/api/messages/{id}'>
/** A message beside the one that is read. */
export type RelatedMessage = Message['replies'][number]
export type FileResult = Message['files'][number]
export type FileOutcome = FileResult['outcome']
/** Files of one study by outcome; of files whose study is not known nothing is counted. */
export type StudyResult = Message['studyResults'][number]
export type MessageEvent = Message['events'][number]
/** What the PACS behind a recipient's node made of the images. */
export type AtPacs = Message['atPacs'][number]

/** What takes space in the mailbox. */
export type HeldMessage = Item<Answer<'get', '/api/mailbox/largest'>>

export type Box = 'inbox' | 'sent'
