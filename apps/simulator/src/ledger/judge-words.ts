/** Whether what senders were told of their deliveries was true when they were told. */
import { DELIVERY_STATUSES } from '@epacs/exchange'
import type { Facts, Sent, Told } from './facts.ts'
import type { Wrong } from './judge.ts'

/** Ends that nobody in a day asks for. */
const NEVER = new Set(['rejected', 'cancelled', 'expired'])

export function judgeWords({ withNode, sent, arrivals, told, done, mailboxes }: Facts): Wrong[] {
  const byStudy = new Map(sent.map((each) => [each.studyUid, each]))
  const stored = new Map<string, number>()
  for (const { at, uid, ms, by } of arrivals) {
    const key = `${at} ${uid}`
    if (by === 'pacs') stored.set(key, Math.min(ms, stored.get(key) ?? Number.POSITIVE_INFINITY))
  }
  const begun = new Map<string, number>()
  for (const { message, by, what, ms } of done) {
    const key = `${message} ${by} ${what}`
    begun.set(key, Math.min(ms, begun.get(key) ?? Number.POSITIVE_INFINITY))
  }
  const inMailbox = new Map(mailboxes.map((each) => [`${each.at} ${each.message}`, each]))
  const wasBegun = ({ message, recipient, ms }: Told, what: 'download' | 'delete') =>
    (begun.get(`${message} ${recipient} ${what}`) ?? Number.POSITIVE_INFINITY) <= ms

  const lies = ({ recipient, message }: Told) => inMailbox.has(`${recipient} ${message}`)

  const isTrue = (each: Told, of: Sent): boolean => {
    if (NEVER.has(each.status)) return false
    switch (each.status) {
      case 'downloaded':
        return withNode.has(each.recipient) ? lies(each) : wasBegun(each, 'download')
      case 'deleted':
        return wasBegun(each, 'delete')
      case 'stored':
      case 'committed': {
        // Of a study in several messages each says it of its own images: at least so many have to be there.
        const there = [...of.images.keys()].filter(
          (uid) => (stored.get(`${each.recipient} ${uid}`) ?? Number.POSITIVE_INFINITY) <= each.ms,
        )
        return (
          there.length >= (inMailbox.get(`${each.recipient} ${each.message}`)?.instances ?? of.images.size)
        )
      }
      case 'delivered':
      case 'opened':
      case 'forwarded':
        return lies(each)
      default:
        return true
    }
  }

  const wrong: Wrong[] = []
  const furthest = new Map<string, number>()
  for (const each of told.toSorted((one, other) => one.ms - other.ms)) {
    const of = byStudy.get(each.studyUid)
    if (of === undefined) continue
    const tell = (what: string) =>
      wrong.push({ kind: 'untrue-status', number: of.number, at: each.recipient, told: what })
    const key = `${each.message} ${each.recipient}`
    const rank = DELIVERY_STATUSES.indexOf(each.status)
    if (rank < (furthest.get(key) ?? 0)) tell(`"${each.status}" after a later status`)
    furthest.set(key, Math.max(rank, furthest.get(key) ?? 0))
    if (!isTrue(each, of)) tell(`"${each.status}" was said and was not so`)
  }
  return wrong
}
