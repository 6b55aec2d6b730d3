/**
 * Whether the day kept what was promised: what was accepted arrived once, whole, unchanged, at those for whom it was
 * and nobody else, and that senders were told all that was true and no more. Pure: facts in, faults out.
 */
import type { Facts, InMailbox, Sent } from './facts.ts'
import { judgeRequests } from './judge-requests.ts'
import { judgeWords } from './judge-words.ts'
import type { Wrong } from './wrong.ts'

/** Empty: nothing was lost, doubled, changed, misdelivered or said untruly. */
export function judge(facts: Facts): readonly Wrong[] {
  return [
    ...facts.sent.flatMap((sent) => judgeSending(sent, facts)),
    ...judgeStrays(facts),
    ...judgeWords(facts),
    ...judgeRequests(facts),
  ]
}

function judgeSending(sent: Sent, facts: Facts): Wrong[] {
  const { number, from, to, acceptedMs } = sent
  if (acceptedMs === undefined) {
    return [{ kind: 'not-accepted', number, at: from, told: 'it was never answered with success' }]
  }
  return to.flatMap((at) => [...judgeImages(sent, at, facts), ...judgeMessages(sent, at, facts)])
}

function judgeImages({ number, images }: Sent, at: number, { arrivals }: Facts): Wrong[] {
  const wrong: Wrong[] = []
  const came = new Set<string>()
  const changed = new Set<string>()
  for (const { uid, sha256, ...arrival } of arrivals) {
    const wanted = images.get(uid)
    if (arrival.at !== at || wanted === undefined) continue
    came.add(uid)
    if (sha256 !== wanted) changed.add(uid)
  }
  for (const uid of changed) wrong.push({ kind: 'changed', number, at, told: `${uid} is not as it was sent` })
  const missing = images.size - came.size
  if (missing > 0) {
    wrong.push({ kind: 'lost', number, at, told: `${missing} of ${images.size} images did not arrive` })
  }
  return wrong
}

/** One message of a sending by the API; of one by a PACS several may hold its images, each image in one of them. */
function judgeMessages({ number, studyUid, images, by }: Sent, at: number, { mailboxes }: Facts): Wrong[] {
  const messages = mailboxes.filter((each) => each.at === at && each.studyUids.includes(studyUid))
  const instances = messages.reduce((sum, each) => sum + each.instances, 0)
  if (messages.length === 0) return [{ kind: 'lost', number, at, told: 'it is not in the mailbox' }]
  if (instances > images.size || (by === 'api' && messages.length > 1)) {
    const told = `${messages.length} messages with ${instances} instances hold its ${images.size}`
    return [{ kind: 'doubled', number, at, told }]
  }
  if (instances < images.size) {
    return [{ kind: 'lost', number, at, told: `the mailbox has ${instances} of ${images.size} instances` }]
  }
  return []
}

/** What came to somebody for whom it was not, or that nobody sent. */
function judgeStrays({ sent, arrivals, mailboxes }: Facts): Wrong[] {
  const byUid = new Map(sent.flatMap((each) => [...each.images.keys()].map((uid) => [uid, each] as const)))
  const byStudy = new Map(sent.map((each) => [each.studyUid, each]))
  const images = new Set<string>()
  const wrong: Wrong[] = []
  for (const { uid, at } of arrivals) {
    const of = byUid.get(uid)
    if (of?.to.includes(at) === true || images.has(`${at} ${uid}`)) continue
    images.add(`${at} ${uid}`)
    wrong.push({ kind: 'misdelivered', number: of?.number ?? null, at, told: `${uid} came here` })
  }
  return [...wrong, ...mailboxes.flatMap((each) => strayMessages(each, byStudy))]
}

function strayMessages(
  { at, from, message, studyUids }: InMailbox,
  byStudy: ReadonlyMap<string, Sent>,
): Wrong[] {
  if (studyUids.length === 0) {
    const told = `message ${message} of ${from} holds no study`
    return [{ kind: 'misdelivered', number: null, at, told }]
  }
  return studyUids.flatMap((uid): Wrong[] => {
    const of = byStudy.get(uid)
    if (of?.to.includes(at) === true && of.from === from) return []
    const told = `message ${message} of ${from} holds study ${uid}`
    return [{ kind: 'misdelivered', number: of?.number ?? null, at, told }]
  })
}
