/**
 * Requests for images at the page: who asks for what, what the PACS has of the patient, and what a person decides. Names
 * patients, as decisions do: it is not part of the node's state, and no other site can read it.
 */
import { AssociationError, NotPossibleError } from '@epacs/dicom/network'
import type { Logger } from 'pino'
import { z } from 'zod'
import { CentreProblem } from '../centre/connection.ts'
import type { Answering } from '../requests/answering.ts'
import type { OpenRequests } from '../requests/open-requests.ts'
import { PacsRefusal, type PacsStudy } from '../requests/pacs-studies.ts'
import type { Answers } from '../state/answers.ts'
import { asMeant } from './as-meant.ts'

export interface RequestParts {
  /** None, where people answer in the portal alone. */
  readonly requests: OpenRequests
  readonly answering: Pick<Answering, 'find' | 'answer'>
  readonly answers: Pick<Answers, 'of'>
  readonly log: Logger
}

const by = z.string().trim().min(1, 'must say who decides').max(64)
const answer = z.strictObject({
  studies: z
    .array(z.string().regex(/^[0-9.]{1,64}$/))
    .min(1, 'must name what is to go')
    .max(500),
  by,
})
const refusal = z.strictObject({ reason: z.string().trim().min(1, 'must say why').max(2000), by })

interface RequestAnswered {
  readonly status: 200 | 204 | 404 | 422 | 502
  readonly body?: object
}

export function openRequests({ requests, answers }: RequestParts) {
  return {
    requests: requests.all.map((request) => ({
      ...request,
      answers: answers
        .of(request.id)
        .map(({ study, state, trouble, decidedBy }) => ({ study, state, trouble, decidedBy })),
    })),
  }
}

export type RequestCommand = 'studies' | 'answer' | 'refuse'

export async function requestAtPage(
  parts: RequestParts,
  id: string,
  command: RequestCommand,
  body: unknown,
): Promise<RequestAnswered> {
  const { requests, answering, log } = parts
  const request = requests.find(id)
  if (request === undefined) return { status: 404 }
  try {
    if (command === 'studies') {
      const found = await answering.find(request)
      log.info({ request: id, studies: found.studies.length }, 'looked for in the PACS')
      return { status: 200, body: { ...found, studies: found.studies.map(studyAsMeant) } }
    }
    if (command === 'answer') {
      const read = answer.safeParse(body)
      if (!read.success) return problemOf(read.error)
      answering.answer(request, read.data.studies, read.data.by)
      return { status: 204 }
    }
    const read = refusal.safeParse(body)
    if (!read.success) return problemOf(read.error)
    await requests.refuse(id, read.data.reason)
    log.info({ request: id, by: read.data.by }, 'a request is refused')
    return { status: 204 }
  } catch (error) {
    const isForeseen = [AssociationError, NotPossibleError, PacsRefusal, CentreProblem].some(
      (kind) => error instanceof kind,
    )
    if (!isForeseen || !(error instanceof Error)) throw error
    log.warn({ err: error, request: id, command }, 'a request could not be dealt with')
    return { status: 502, body: { problem: error.message } }
  }
}

function studyAsMeant({ patientName, description, ...study }: PacsStudy) {
  const { texts, asLabelled } = asMeant({ patientName, description })
  return { ...study, ...texts, asLabelled }
}

function problemOf({ issues: [issue] }: z.ZodError): RequestAnswered {
  return { status: 422, body: { problem: `${issue?.path.join('.') || 'The answer'}: ${issue?.message}` } }
}
