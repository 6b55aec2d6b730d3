/** What the centre consists of. */
import { arrivals } from './arrivals/index.ts'
import { arriving } from './arriving/index.ts'
import { audit, auditRepository } from './audit/index.ts'
import { authorities } from './authorities/index.ts'
import { clockWatch } from './clock-watch/index.ts'
import { dataSubjects } from './data-subjects/index.ts'
import { declared } from './declared/index.ts'
import { delivery } from './delivery/index.ts'
import { dicomEntrance } from './dicom-entrance/index.ts'
import { dicomweb } from './dicomweb/index.ts'
import { directory } from './directory/index.ts'
import { endToEnd } from './end-to-end/index.ts'
import { events } from './events/index.ts'
import type { Feature } from './features.ts'
import { fhir } from './fhir/index.ts'
import { forwarding } from './forwarding/index.ts'
import { handOff } from './handoff/index.ts'
import { identity } from './identity/index.ts'
import { institutionRecord } from './institution-record/index.ts'
import { intake } from './intake/index.ts'
import { mail } from './mail/index.ts'
import { messages } from './messages/index.ts'
import { nodes } from './nodes/index.ts'
import { notices } from './notices/index.ts'
import { operations } from './operations/index.ts'
import { passports } from './passports/index.ts'
import { people } from './people/index.ts'
import { proof } from './proof/index.ts'
import { recipients } from './recipients/index.ts'
import { registration } from './registration/index.ts'
import { registry } from './registry/index.ts'
import { requests } from './requests/index.ts'
import { retention } from './retention/index.ts'
import { scrubbing } from './scrubbing/index.ts'
import { serviceStatus } from './service-status/index.ts'
import { settings } from './settings/index.ts'
import { statistics } from './statistics/index.ts'
import { uploads } from './uploads/index.ts'
import { webhooks } from './webhooks/index.ts'

/** In the order of their start; they stop in the opposite one. */
export const allFeatures: readonly Feature[] = [
  clockWatch,
  identity,
  audit,
  auditRepository,
  dataSubjects,
  mail,
  webhooks,
  arrivals,
  notices,
  directory,
  authorities,
  statistics,
  operations,
  serviceStatus,
  registry,
  institutionRecord,
  registration,
  people,
  settings,
  recipients,
  uploads,
  requests,
  messages,
  declared,
  dicomEntrance,
  intake,
  delivery,
  proof,
  retention,
  scrubbing,
  forwarding,
  nodes,
  endToEnd,
  arriving,
  passports,
  dicomweb,
  fhir,
  handOff,
  events,
]
