/** When the day is over: what lies in every mailbox, how every request stands, and when everything had reached whom. */
import { steadily } from '../../../centre/src/testing/crash/steadily.ts'
import type { Place } from '../country/country.ts'
import type { InMailbox, Reached, RequestAtEnd } from '../ledger/facts.ts'
import type { Ledger } from '../ledger/ledger.ts'
import { numberOf, type RequestItem } from './ask-for-images.ts'
import { boxOf, itemsOf } from './boxes.ts'

interface Event {
  readonly at: string
  readonly what: string
  readonly institution: { readonly id: string } | null
}

/** Who is looked at. */
export type Seen = Pick<Place, 'clerk' | 'institution' | 'hospital'>

export async function lookBack(places: readonly Seen[], ledger: Ledger): Promise<void> {
  const numbers = new Map(places.map(({ institution: { id, number } }) => [id, number]))
  const mailboxes: InMailbox[] = []
  const requests: RequestAtEnd[] = []
  const reached: Reached[] = []
  const studies = new Map<string, readonly string[]>()
  for (const place of places) {
    await place.hospital?.pacs.collect()
    for (const each of await mailboxOf(place, numbers)) {
      mailboxes.push(each)
      studies.set(each.message, each.studyUids)
    }
  }
  for (const place of places) {
    requests.push(...(await requestsOf(place, studies)))
    reached.push(...(await reachedOf(place, numbers)))
  }
  ledger.mailboxes = mailboxes
  ledger.requests = requests
  ledger.reached = reached
}

async function mailboxOf(
  { clerk, institution }: Seen,
  numbers: ReadonlyMap<string, number>,
): Promise<InMailbox[]> {
  const found: InMailbox[] = []
  for await (const { id: message, sender, studies, instances } of boxOf(clerk, 'inbox')) {
    const studyUids = studies.map(({ studyInstanceUid }) => studyInstanceUid)
    found.push({ at: institution.number, message, from: numbers.get(sender.id) ?? -1, studyUids, instances })
  }
  return found
}

async function requestsOf(
  { clerk }: Seen,
  studies: ReadonlyMap<string, readonly string[]>,
): Promise<RequestAtEnd[]> {
  const found: RequestAtEnd[] = []
  for await (const item of itemsOf<RequestItem>(clerk, '/api/requests?box=sent')) {
    const number = numberOf(item)
    if (number === undefined) continue
    const { json } = await steadily(() => clerk.get(`/api/requests/${item.id}`))
    const messages: readonly { readonly id: string }[] = json.messages
    const studyUids = messages.flatMap(({ id }) => studies.get(id) ?? [])
    found.push({ number, status: json.status, studyUids, refusal: json.refusal })
  }
  return found
}

async function reachedOf({ clerk }: Seen, numbers: ReadonlyMap<string, number>): Promise<Reached[]> {
  const found: Reached[] = []
  for await (const { id: message, studies } of boxOf(clerk, 'sent')) {
    const studyUid = studies[0]?.studyInstanceUid
    if (studyUid === undefined) continue
    const { json } = await steadily(() => clerk.get(`/api/messages/${message}`))
    const events: readonly Event[] = json.events
    const delivered = events.find(({ what }) => what === 'delivered')
    for (const { institution } of json.deliveries as readonly { institution: { id: string } }[]) {
      const recipient = numbers.get(institution.id)
      if (recipient === undefined) continue
      const stored = events.find(
        ({ what, institution: of }) => what === 'stored' && of?.id === institution.id,
      )
      const times = { deliveredMs: timeOf(delivered), storedMs: timeOf(stored) }
      found.push({ message, studyUid, recipient, ...times })
    }
  }
  return found
}

function timeOf(event: Event | undefined): number | undefined {
  return event === undefined ? undefined : Date.parse(event.at)
}
