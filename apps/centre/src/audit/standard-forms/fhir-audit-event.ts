/** An event as an AuditEvent of HL7 FHIR R4. As in the trail, there is no patient and no study in it. */
import type { TrailEvent } from '../trail.ts'
import { type Code, standardEventOf } from './event-code.ts'

const DICOM = 'http://dicom.nema.org/resources/ontology/DCM'
const OWN = 'urn:epacs:audit-action'
const APPLICATION_SERVER = {
  system: 'http://terminology.hl7.org/CodeSystem/security-source-type',
  code: '4',
  display: 'Application Server',
}
const SYSTEM_OBJECT = {
  system: 'http://terminology.hl7.org/CodeSystem/audit-entity-type',
  code: '2',
  display: 'System Object',
}
/** network-type of an agent: an IP address. */
const IP_ADDRESS = '2'

/** @param centre what reports: the host name of the portal */
export function fhirAuditEvent(event: TrailEvent, centre: string) {
  const { event: id, type, action, outcome } = standardEventOf(event.action)
  return {
    resourceType: 'AuditEvent',
    id: `event-${event.position}`,
    type: coding(id),
    subtype: [...(type === undefined ? [] : [coding(type)]), { system: OWN, code: event.action }],
    action,
    recorded: event.at,
    outcome: String(outcome),
    agent: agentsOf(event, centre),
    source: { site: centre, observer: { display: 'ePACS' }, type: [APPLICATION_SERVER] },
    entity: [
      {
        what: {
          identifier:
            event.messageId === null
              ? { system: 'urn:epacs:audit-event', value: String(event.position) }
              : { system: 'urn:epacs:message', value: event.messageId },
        },
        type: SYSTEM_OBJECT,
        detail: Object.entries({ ...event.details, sha256: event.sha256 }).map(([name, value]) => ({
          type: name,
          valueString: typeof value === 'string' ? value : JSON.stringify(value),
        })),
      },
    ],
  }
}

function agentsOf(
  { personId, personName, institutionId, institutionName, details }: TrailEvent,
  centre: string,
) {
  const address = details.address
  const network = typeof address === 'string' ? { network: { address, type: IP_ADDRESS } } : {}
  const known = [
    ...(personId === null ? [] : [{ system: 'urn:epacs:person', value: personId, name: personName }]),
    ...(institutionId === null
      ? []
      : [{ system: 'urn:epacs:institution', value: institutionId, name: institutionName }]),
  ]
  const agents = known.map(({ system, value, name }, index) => ({
    who: { identifier: { system, value }, ...(name === null ? {} : { display: name }) },
    requestor: index === 0,
    ...(index === 0 ? network : {}),
  }))
  if (agents.length > 0) return agents
  return [{ who: { display: centre }, requestor: true, ...network }]
}

function coding({ code, meaning }: Code) {
  return { system: DICOM, code, display: meaning }
}
