/** One asks for a patient's images; the other finds the request in its mailbox, and answers or refuses. */
import { steadily } from '../../../centre/src/testing/crash/steadily.ts'
import type { Country } from '../country/country.ts'
import type { Ledger } from '../ledger/ledger.ts'
import type { PlannedRequest, PlannedSending } from '../plan/plan-day.ts'
import { itemsOf } from './boxes.ts'

const WANTED = 'Simulated request '
const REFUSAL = 'Nobody of this name was examined here.'
const DAY_MS = 86_400_000

/** @returns its id, as whoever is asked finds it */
export async function askForImages(
  country: Country,
  ledger: Ledger,
  { number, asking, asked, answer }: PlannedRequest,
): Promise<void> {
  const { institution } = country.place(asked)
  const json = {
    institution: institution.id,
    patient: { name: 'Horák^Matyáš', id: { kind: 'other', value: `SIM-${answer?.number ?? 0}` } },
    clinician: `Referent ${asking + 1}`,
    wanted: `${WANTED}${number}`,
    reason: 'Comparison',
    urgency: 'routine',
    neededBy: new Date(Date.now() + DAY_MS).toISOString(),
  }
  const wanted = answer === undefined ? 'refused' : 'answered'
  ledger.ask({ number, asking, asked, wanted, studyUid: undefined })
  const call = { json, headers: { 'idempotency-key': `request ${number}` } }
  const { status, body } = await steadily(() =>
    country.place(asking).clerk.call('POST', '/api/requests', call),
  )
  if (status !== 201) throw new Error(`asking for images answered ${status}: ${body.toString()}`)
}

/** As the one who is asked sees it. */
async function received(country: Country, { number, asked }: PlannedRequest): Promise<string> {
  const { clerk } = country.place(asked)
  for await (const each of itemsOf<RequestItem>(clerk, '/api/requests?box=received&status=open')) {
    if (each.wanted === `${WANTED}${number}`) return each.id
  }
  throw new Error(`request ${number} is not in the mailbox of the one who is asked`)
}

export async function refuse(country: Country, request: PlannedRequest): Promise<void> {
  const id = await received(country, request)
  const json = { reason: REFUSAL }
  const { status } = await steadily(() =>
    country.place(request.asked).clerk.call('POST', `/api/requests/${id}/refuse`, { json }),
  )
  // Refused already: the answer to that was lost.
  if (status !== 200 && status !== 409) throw new Error(`refusing answered ${status}`)
}

/** @param send is given the request that it answers; @returns the study that it sent */
export async function answer(
  country: Country,
  ledger: Ledger,
  request: PlannedRequest & { readonly answer: PlannedSending },
  send: (planned: PlannedSending, answers: string) => Promise<string>,
): Promise<void> {
  const { number, asking, asked } = request
  const studyUid = await send(request.answer, await received(country, request))
  ledger.ask({ number, asking, asked, wanted: 'answered', studyUid })
}

export interface RequestItem {
  readonly id: string
  readonly wanted: string
}

/** Undefined: it is none of this simulation. */
export function numberOf({ wanted }: RequestItem): number | undefined {
  return wanted.startsWith(WANTED) ? Number(wanted.slice(WANTED.length)) : undefined
}
