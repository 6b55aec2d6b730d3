/**
 * An event as a DICOM Audit Message (PS3.15 §A.5.1). Of a message there is its id: the trail knows no patient and no study, and
 * nothing is added here.
 */
import { XMLBuilder } from 'fast-xml-parser'
import type { TrailEvent } from '../trail.ts'
import { type Code, standardEventOf } from './event-code.ts'

const APPLICATION: Code = { code: '110150', meaning: 'Application' }

const builder = new XMLBuilder({
  ignoreAttributes: false,
  attributeNamePrefix: '@',
  suppressEmptyNode: true,
  suppressBooleanAttributes: false,
})

/** @param centre what reports: the host name of the portal. @returns one line */
export function dicomAuditMessage(event: TrailEvent, centre: string): string {
  const { event: id, type, action, outcome } = standardEventOf(event.action)
  return builder.build({
    '?xml': { '@version': '1.0', '@encoding': 'UTF-8' },
    AuditMessage: {
      EventIdentification: {
        '@EventActionCode': action,
        '@EventDateTime': event.at,
        '@EventOutcomeIndicator': outcome,
        EventID: coded(id),
        EventTypeCode: [
          ...(type === undefined ? [] : [coded(type)]),
          coded({ code: event.action, meaning: event.action }, 'ePACS'),
        ],
      },
      ActiveParticipant: participantsOf(event, centre),
      AuditSourceIdentification: {
        '@AuditSourceID': centre,
        AuditSourceTypeCode: { '@csd-code': '4' },
      },
      ParticipantObjectIdentification: objectOf(event),
    },
  })
}

function participantsOf(
  { personId, personName, institutionId, institutionName, details }: TrailEvent,
  centre: string,
) {
  const isOwn = personId === null && institutionId === null
  const person = personId === null ? [] : [{ id: personId, name: personName }]
  const institution = institutionId === null ? [] : [{ id: institutionId, name: institutionName }]
  return [
    ...[...person, ...institution].map(({ id, name }, index) => ({
      '@UserID': id,
      ...(name === null ? {} : { '@UserName': inXml(name) }),
      // A person calls for the institution; a program calls as it.
      '@UserIsRequestor': index === 0,
      ...(index === 0 ? addressOf(details) : {}),
    })),
    {
      '@UserID': centre,
      '@UserIsRequestor': isOwn,
      ...(isOwn ? addressOf(details) : {}),
      RoleIDCode: coded(APPLICATION),
    },
  ]
}

function addressOf({ address }: TrailEvent['details']) {
  return typeof address === 'string'
    ? { '@NetworkAccessPointID': inXml(address), '@NetworkAccessPointTypeCode': 2 }
    : {}
}

function objectOf({ messageId, details, position, sha256 }: TrailEvent) {
  const facts = { ...details, position, sha256 }
  return {
    '@ParticipantObjectID': messageId ?? `event-${position}`,
    '@ParticipantObjectTypeCode': 2,
    ParticipantObjectIDTypeCode:
      messageId === null
        ? coded({ code: 'event', meaning: 'Event of the audit trail' }, 'ePACS')
        : coded({ code: 'message', meaning: 'Message' }, 'ePACS'),
    ParticipantObjectName: messageId === null ? 'event' : 'message',
    ParticipantObjectDetail: Object.entries(facts).map(([type, value]) => ({
      '@type': inXml(type),
      '@value': Buffer.from(typeof value === 'string' ? value : JSON.stringify(value)).toString('base64'),
    })),
  }
}

function coded({ code, meaning }: Code, system = 'DCM') {
  return { '@csd-code': code, '@codeSystemName': system, '@originalText': meaning }
}

/** XML 1.0 §2.2: some characters cannot be written in any way. */
function inXml(text: string): string {
  // biome-ignore lint/suspicious/noControlCharactersInRegex: they are what is looked for
  return text.toWellFormed().replaceAll(/[\u0000-\u001f\ufffe\uffff]/g, '\ufffd')
}
