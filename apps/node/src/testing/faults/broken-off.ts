/**
 * Early images in a run with faults: a sending that is broken off half-way, whose images at the PACS have to be named until a
 * message with them comes; and what has to be known of a study at its end.
 */
import assert from 'node:assert/strict'
import { readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { setTimeout as delay } from 'node:timers/promises'
import { AssociationError, requestAssociation, STATUS, store } from '@epacs/dicom/network'
import { storedObject } from '../../../../../packages/dicom/src/network/testing/part10.ts'
import { until } from '../../../../centre/src/testing/until.ts'
import { NodeDatabase } from '../../state/database.ts'
import type { Hospital } from '../hospital.ts'
import type { KilledPacs } from '../killed-pacs.ts'
import type { ScriptedPacs } from '../scripted-pacs.ts'

const CT = '1.2.840.10008.5.1.4.1.1.2'
const EXPLICIT_LITTLE_ENDIAN = '1.2.840.10008.1.2.1'
interface Ends {
  readonly sending: Hospital
  readonly receiving: Hospital
  readonly pacs: ScriptedPacs
  readonly killedPacs: KilledPacs
}

interface Study {
  readonly paths: readonly string[]
  /** SHA-256 of the data sets by SOP Instance UID. */
  readonly images: ReadonlyMap<string, string>
}

/** Some of them go early, whatever breaks. */
const UNDER_WAY_MS = 3000
/** Longer than a message is waited for. */
const AGED_MS = 700_000

/**
 * Half of the study, cancelled at the sender's page while its association stands. Ends when nothing more of it comes, every image
 * that a PACS has is named at the recipient, and the sender read that some may be there.
 */
export async function breakOffSending(
  ends: Ends,
  study: Study,
  whatBreaks: () => Promise<void>,
): Promise<void> {
  const half = Math.ceil(study.paths.length / 2)
  const breaking = whatBreaks()
  breaking.catch(() => undefined)
  await sendOpen(ends, study.paths.slice(0, half))
  await Promise.all([breaking, delay(UNDER_WAY_MS)])
  await cancelAll(ends.sending)
  await untilQuiet(ends, study)
  const atPacs = await uidsAtPacs(ends, study)
  const named = await namedAfterTheWait(ends.receiving, study)
  const missing = [...atPacs].filter((uid) => !named.has(uid))
  assert.deepEqual(missing, [], 'images of a sending that was broken off are at a PACS, and not named')
  if (atPacs.size === 0) return
  await until('the page names them', async () => ((await ends.receiving.state())?.early.length ?? 0) > 0)
  await until('the log names them', async () =>
    (await ends.receiving.log()).includes('images came early, their message did not come'),
  )
  const [cancelled] = (await ends.sending.state())?.outgoing ?? []
  assert.match(cancelled?.trouble ?? '', /may be at the recipient’s PACS already/)
}

/** @returns how many of the images were early at a PACS, of those that their message has */
export async function assertNothingStrays({ receiving }: Ends, study: Study): Promise<number> {
  const rows = earlyRows(receiving, study)
  const stray = rows.filter(({ messageId }) => messageId === null)
  assert.deepEqual(stray, [], 'their message is here')
  const named = (await receiving.state())?.early ?? []
  assert.deepEqual(named, [], 'all messages came')
  return new Set(rows.map(({ uid }) => uid)).size
}

/** As many as the node takes: it may be killed meanwhile. The association is left to it. */
async function sendOpen({ sending }: Ends, paths: readonly string[]): Promise<void> {
  const files = await Promise.all(paths.map(async (path) => storedObject(await readFile(path))))
  for (let tries = 0; tries < 20; tries++) {
    try {
      const association = await requestAssociation({
        host: '127.0.0.1',
        port: sending.dicomPort,
        calledAeTitle: 'HORNICKA',
        callingAeTitle: 'PACS',
        contexts: [{ abstractSyntax: CT, transferSyntaxes: [EXPLICIT_LITTLE_ENDIAN] }],
      })
      for (const object of files) {
        assert.ok(object)
        assert.equal((await store(association, object)).status, STATUS.success)
      }
      return
    } catch (error) {
      if (!(error instanceof AssociationError)) throw error
      await delay(300)
    }
  }
}

/** What was broken by a fault goes on by itself, and is cancelled in whatever state it is. */
async function cancelAll(sending: Hospital): Promise<void> {
  await until('what is sent is cancelled', async () => {
    const [outgoing] = (await sending.state())?.outgoing ?? []
    if (outgoing === undefined) return false
    if (outgoing.state === 'cancelled') return true
    await sending.command(`outgoing/${outgoing.id}/cancel`)
    return false
  })
}

/** What was under way when it was cancelled has come to its end. */
async function untilQuiet(ends: Ends, study: Study): Promise<void> {
  let before = -1
  await until('nothing more of it comes', async () => {
    const now = (await uidsAtPacs(ends, study)).size
    const isSame = now === before
    before = now
    if (!isSame) await delay(1500)
    return isSame
  })
}

async function uidsAtPacs({ pacs, killedPacs }: Ends, { images }: Study): Promise<Set<string>> {
  const atKilled = await killedPacs.taken(images.keys())
  return new Set(
    [...images]
      .filter(([uid, sha256]) => pacs.taken.has(uid) || atKilled.get(uid) === sha256)
      .map(([uid]) => uid),
  )
}

/** Nobody waits ten minutes here. @returns UIDs of the study that the node knows as such */
async function namedAfterTheWait(receiving: Hospital, study: Study): Promise<ReadonlySet<string>> {
  await receiving.kill()
  const database = NodeDatabase.open(databasePath(receiving))
  database.run('update early_reading set changed_ms = changed_ms - ?', AGED_MS)
  database.close()
  await receiving.startAndReach()
  return new Set(
    earlyRows(receiving, study)
      .filter(({ messageId }) => messageId === null)
      .map(({ uid }) => uid),
  )
}

function earlyRows(receiving: Hospital, { images }: Study) {
  const database = NodeDatabase.open(databasePath(receiving))
  try {
    return database
      .all<{ uid: string; pacs: string; messageId: string | null }>(
        'select sop_instance_uid as uid, pacs, message_id as messageId from early_image',
      )
      .filter(({ uid }) => images.has(uid))
  } finally {
    database.close()
  }
}

function databasePath({ folder }: Hospital): string {
  return join(folder, 'data', 'node.sqlite')
}
