/** Whether what senders were told of their deliveries was true when they were told, and whether they were told all of it. */
import { DELIVERY_STATUSES, type DeliveryStatus } from '@epacs/exchange'
import type { Facts, Sent, Told } from './facts.ts'
import type { Wrong } from './wrong.ts'

/** Ends that nobody in a day asks for. */
const NEVER = new Set(['rejected', 'cancelled', 'expired'])

/** Said of a delivery that is where it ends: at the PACS behind a node, in somebody's hands otherwise. */
export function isSaidToEnd(status: DeliveryStatus, hasNode: boolean): boolean {
  return rankOf(status) >= rankOf(hasNode ? 'stored' : 'downloaded')
}

function rankOf(status: DeliveryStatus): number {
  return DELIVERY_STATUSES.indexOf(status)
}

export function judgeWords(facts: Facts): Wrong[] {
  return [...judgeTruth(facts), ...judgeEnds(facts)]
}

/** By the end, of each delivery that was accepted: each of its messages was said to be as far as it was. */
function judgeEnds({ withNode, sent, told, done }: Facts): Wrong[] {
  const downloads = new Set(
    done.filter(({ what }) => what === 'download').map(({ message, by }) => `${message} ${by}`),
  )
  const furthest = new Map<string, Map<string, DeliveryStatus>>()
  for (const { studyUid, recipient, message, status } of told) {
    const key = `${studyUid} ${recipient}`
    const ofMessages = furthest.get(key) ?? new Map<string, DeliveryStatus>()
    const before = ofMessages.get(message)
    if (before === undefined || rankOf(status) > rankOf(before)) ofMessages.set(message, status)
    furthest.set(key, ofMessages)
  }
  return sent.flatMap(({ number, studyUid, to, acceptedMs }) => {
    if (acceptedMs === undefined) return []
    return to.flatMap((at): Wrong[] => {
      const ofMessages = [...(furthest.get(`${studyUid} ${at}`) ?? [])]
      if (ofMessages.length === 0) return [{ kind: 'not-told', number, at, told: 'nothing was said of it' }]
      return ofMessages.flatMap(([message, status]): Wrong[] => {
        const hasNode = withNode.has(at)
        const isHere = hasNode || downloads.has(`${message} ${at}`)
        const isTold = isHere ? isSaidToEnd(status, hasNode) : rankOf(status) >= rankOf('delivered')
        return isTold
          ? []
          : [{ kind: 'not-told', number, at, told: `"${status}" was the furthest that was said` }]
      })
    })
  })
}

function judgeTruth({ withNode, sent, arrivals, told, done, mailboxes, reached }: Facts): Wrong[] {
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
  for (const { message, studyUid, recipient, storedMs: ms } of reached) {
    const of = byStudy.get(studyUid)
    if (of === undefined || ms === undefined) continue
    if (isTrue({ message, studyUid, recipient, status: 'stored', ms }, of)) continue
    const told = 'the centre noted "stored" before all of it was in the PACS'
    wrong.push({ kind: 'untrue-status', number: of.number, at: recipient, told })
  }
  const furthest = new Map<string, number>()
  for (const each of told.toSorted((one, other) => one.ms - other.ms)) {
    const of = byStudy.get(each.studyUid)
    if (of === undefined) continue
    const tell = (what: string) =>
      wrong.push({ kind: 'untrue-status', number: of.number, at: each.recipient, told: what })
    const key = `${each.message} ${each.recipient}`
    const rank = rankOf(each.status)
    if (rank < (furthest.get(key) ?? 0)) tell(`"${each.status}" after a later status`)
    furthest.set(key, Math.max(rank, furthest.get(key) ?? 0))
    if (!isTrue(each, of)) tell(`"${each.status}" was said and was not so`)
  }
  return wrong
}
