/** One request for images in words: who asks for what and why, what came of it, and the messages that answer it. */
import { plain } from '../plain.ts'
import { counted } from './counted.ts'
import { minuteOf, textTable } from './text-table.ts'

interface Named {
  readonly id: string
  readonly name: string
}

/** As the centre tells of it (its API description: GET /api/requests). */
export interface ImageRequest {
  readonly id: string
  readonly asking: Named
  readonly asked: Named
  readonly patient: {
    readonly name: string
    readonly id: { readonly value: string } | null
    readonly birthDate: string | null
  }
  readonly wanted: string
  readonly modalities: readonly string[]
  readonly urgency: string
  readonly neededBy: string
  readonly status: string
  readonly overdue: boolean
}

/** As the centre tells of it (its API description: GET /api/requests/{id}). */
export interface ImageRequestDetail extends ImageRequest {
  readonly clinician: string
  readonly reason: string
  readonly studiedFrom: string | null
  readonly studiedTo: string | null
  readonly accessionNumber: string | null
  readonly refusal: string | null
  readonly messages: readonly {
    readonly id: string
    readonly subject: string
    readonly createdAt: string
    readonly status: string
    readonly instances: number
  }[]
  readonly events: readonly { readonly at: string; readonly actor: string; readonly what: string }[]
}

export function patientOf({ patient: { name, id, birthDate } }: ImageRequest): string {
  return [name, id?.value ?? birthDate].filter(Boolean).join(', ')
}

export function wantedOf({ modalities, wanted }: ImageRequest): string {
  return [modalities.join(' '), wanted].filter(Boolean).join(': ')
}

export function standingOf({ overdue, status }: ImageRequest): string {
  return overdue ? 'overdue' : status
}

export function requestInWords(request: ImageRequestDetail): string {
  const { studiedFrom, studiedTo, accessionNumber, refusal, patient, messages, events } = request
  const isBornTold = patient.id !== null && patient.birthDate !== null
  const facts = [
    ['From', `${request.asking.name}, ${request.clinician}`],
    ['To', request.asked.name],
    ['Patient', [patientOf(request), isBornTold ? patient.birthDate : ''].filter(Boolean).join(', ')],
    ['What', wantedOf(request)],
    [
      'Period',
      studiedFrom === null && studiedTo === null ? '' : `${studiedFrom ?? ''} to ${studiedTo ?? ''}`,
    ],
    ['Accession', accessionNumber ?? ''],
    ['Why', request.reason],
    ['Needed by', `${minuteOf(request.neededBy)}, ${request.urgency}`],
    ['State', standingOf(request)],
    ['Refused', refusal ?? ''],
  ]
  const lines = facts.flatMap(([name = '', value = '']) =>
    value
      .split('\n')
      .filter((line) => line.trim() !== '')
      .map((line) => `${name.padEnd(11)}${plain(line)}\n`),
  )
  const answers = messages.map(({ id, createdAt, status, instances, subject }) => [
    ...[minuteOf(createdAt), status, counted(instances, 'image'), subject, id],
  ])
  return [
    lines.join(''),
    answers.length === 0 ? '' : `\n${textTable(['SENT', 'STATE', 'SIZE', 'SUBJECT', 'MESSAGE'], answers)}`,
    `\n${textTable(
      ['WHEN', 'WHAT', 'WHO'],
      events.map(({ at, what, actor }) => [minuteOf(at), what, actor]),
    )}`,
  ].join('')
}
