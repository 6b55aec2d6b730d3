/** The node as a whole: started in order, stopped in the opposite one. Everything it does is in its queues. */
import { mkdir, readdir, rm } from 'node:fs/promises'
import { join } from 'node:path'
import { openTracing } from '@epacs/tracing'
import type { Logger } from 'pino'
import { CentreConnection, readCa } from './centre/connection.ts'
import { followEvents } from './centre/events.ts'
import { pacesOf } from './centre/pace.ts'
import { proxyOf } from './centre/proxy.ts'
import { ClockDifference } from './clock-difference.ts'
import { ClockWatch } from './clock-watch.ts'
import { Commitments } from './commitment/commitments.ts'
import type { LiveConfig } from './config/live-config.ts'
import { lockFolder } from './data-folder.ts'
import { FrameDecoder } from './decompression/frame-decoder.ts'
import { EarlyReceiving } from './early/early-receiving.ts'
import { notEarlyHere } from './early/not-early.ts'
import { keepFilesOfNode } from './encryption/files-of-node.ts'
import { EndToEnd } from './end-to-end/end-to-end.ts'
import { ownKeys } from './end-to-end/own-keys.ts'
import { readIdentity } from './enrolment/identity-file.ts'
import { WatchedFolders } from './folders/watched-folders.ts'
import { Holding, RESERVES_LEFT_FREE } from './holding/holding.ts'
import { PatientList } from './identity/patient-list.ts'
import { openPage } from './page/page.ts'
import { Foreseeing } from './passport/foreseeing.ts'
import { LearnedPacs } from './passport/learned.ts'
import { Passports } from './passport/passports.ts'
import { type CentreState, Polling } from './polling.ts'
import { Queries } from './query/queries.ts'
import { Receiving } from './receiving/receiving.ts'
import { SignedReceipts } from './receiving/signed-receipts.ts'
import type { RecentLog } from './recent-log.ts'
import { Answering } from './requests/answering.ts'
import { OpenRequests } from './requests/open-requests.ts'
import { announcing } from './sending/announcing.ts'
import { Arrivals } from './sending/arrivals.ts'
import { CutThrough } from './sending/cut-through.ts'
import { DicomPort } from './sending/dicom-port.ts'
import { FarStatuses } from './sending/far-statuses.ts'
import { findLost } from './sending/lost-images.ts'
import { Room } from './sending/room.ts'
import { Sender } from './sending/sender.ts'
import { Spool } from './sending/spool.ts'
import { Answers } from './state/answers.ts'
import { NodeDatabase } from './state/database.ts'
import { EarlyImages } from './state/early-images.ts'
import { type Incoming, IncomingQueue } from './state/incoming.ts'
import { LeftOut } from './state/left-out.ts'
import { type Outgoing, OutgoingQueue } from './state/outgoing.ts'
import { Participants } from './state/participants.ts'
import { Patients } from './state/patients.ts'
import { StowListener } from './stow/stow-listener.ts'
import { TracedWork } from './traced-work.ts'
import { Transfers } from './transfers.ts'
import { troubleOf } from './trouble.ts'
import { NODE_VERSION } from './version.ts'
import { WorkLoop } from './work-loop.ts'

/** So that a large transfer does not keep an urgent one waiting. */
const AT_ONCE = 2
/** What arrives beyond that is packed and sent when it is complete. */
const ARRIVING_AT_ONCE = 4

/** For what a PACS reports; a little more, since a clock is never right. */
const LONGEST_PAUSE_MS = 3_700_000

export interface RunningNode {
  readonly dicomPorts: DicomPort['ports']
  readonly pageAddress: string
  /** What is under way is cut, and goes on after the next start. */
  stop(): Promise<void>
}

/** @throws NodeError */
export async function startNode(live: LiveConfig, log: Logger, recentLog: RecentLog): Promise<RunningNode> {
  const config = live.now
  const { dataFolder } = config
  const undo: (() => unknown)[] = []
  try {
    const identity = await readIdentity(dataFolder)
    undo.push(await lockFolder(dataFolder))
    const files = await keepFilesOfNode(config)
    // Made before anybody asks for them, lest two who ask at once make two.
    await ownKeys(dataFolder)
    const folders = { outgoing: join(dataFolder, 'outgoing'), incoming: join(dataFolder, 'incoming') }
    for (const folder of Object.values(folders)) await mkdir(folder, { recursive: true, mode: 0o700 })
    const database = NodeDatabase.open(join(dataFolder, 'node.sqlite'))
    undo.push(() => database.close())
    const queue = { outgoing: new OutgoingQueue(database), incoming: new IncomingQueue(database) }
    for (const each of Object.values(queue)) each.forgetMarksAfter(Date.now() + LONGEST_PAUSE_MS)
    const clock = new ClockDifference(log)
    const clockWatch = new ClockWatch((byMs) => {
      log.warn({ byMs }, 'the clock of the machine was set')
      for (const each of Object.values(queue)) each.shiftMarks(byMs)
    })
    clockWatch.start()
    undo.push(() => clockWatch.stop())
    const patients = new Patients(database)
    const decoder = new FrameDecoder()
    undo.push(() => decoder.close())
    const list = new PatientList(join(dataFolder, 'patients.sqlite'), log)
    undo.push(() => list.close())
    await sweep(folders.outgoing, (id) => queue.outgoing.isOpen(id))
    await rm(join(dataFolder, 'early'), { recursive: true, force: true })
    await sweep(folders.incoming, (id) => queue.incoming.isOpen(id))
    const participants = new Participants(database, () => live.now.dicom.aliases)
    const leftOut = new LeftOut(database)
    const answers = new Answers(database)
    const holding = await Holding.open({
      database,
      folder: join(dataFolder, 'held'),
      files,
      config: live,
      log,
    })
    undo.push(() => holding.close())
    const queries = new Queries({ holding, config: live, log })
    const spool = await Spool.open(join(dataFolder, 'spool'), queue.outgoing.images.files(), files)
    const room = new Room({ spool, queue: queue.outgoing, config: live, log })
    await findLost(queue.outgoing, spool, log)
    const trust = { ca: await readCa(config.caFile), cert: identity.certificate, key: identity.privateKey }
    const connection = new CentreConnection(identity.certificateEntrance, trust, {
      proxy: await proxyOf(config.proxy),
      silentMs: config.silentSeconds * 1000,
      paces: pacesOf(() => live.now.bandwidth),
      onAsking: () => clock.asking(),
    })
    undo.push(() => connection.close())
    live.onPrepare(async (next) => {
      const proxy = await proxyOf(next.proxy)
      return async () => connection.setProxy(proxy)
    })

    const stopping = new AbortController()
    const { signal } = stopping
    const tracing = await openTracing({
      name: 'epacs-node',
      version: NODE_VERSION,
      instance: identity.id,
      warn: (words) => log.warn(words),
    })
    undo.push(() => tracing.close())
    const traced = new TracedWork(tracing)
    const transfers = new Transfers()
    const foreseeing = new Foreseeing({ queue: queue.outgoing, connection, log })
    const passports = new Passports({
      ...{ config: live, learned: new LearnedPacs(database), connection, log },
      isAwaited: (pacs) => queue.incoming.isAwaited(pacs),
    })
    const endToEnd = new EndToEnd({
      ...{ dataFolder, database, connection, config: live, participants, log },
      incomingFolder: folders.incoming,
      identity: () => readIdentity(dataFolder),
      institutionId: identity.institution.id,
      nowMs: () => clock.nowMs(),
    })
    const announce = announcing({
      ...{ queue: queue.outgoing, connection, log },
      isWanted: (outgoing) => live.now.early.sending && !endToEnd.sealing.mayApply(outgoing),
    })
    const sender = new Sender({
      queue: queue.outgoing,
      transfers,
      spool,
      folder: folders.outgoing,
      connection,
      log,
      rules: () => live.now.rules,
      leftOut,
      answers,
      holding,
      foreseeing,
      sealing: endToEnd.sealing,
      announce,
    })
    const arrivals = new Arrivals()
    const cutThrough = new CutThrough({
      queue: queue.outgoing,
      transfers,
      spool,
      arrivals,
      folder: folders.outgoing,
      connection,
      log,
      announce,
    })
    const arriving = new WorkLoop<Outgoing>({
      next: (busy) => queue.outgoing.arriving(busy, (outgoing) => endToEnd.sealing.mayApply(outgoing)),
      idOf: ({ id }) => id,
      work: (outgoing, cut) => traced.sending(outgoing, () => cutThrough.advance(outgoing, cut)),
      atOnce: ARRIVING_AT_ONCE,
      onDone: () => sending.look(),
    })
    const sending = new WorkLoop<Outgoing>({
      next: (busy) => queue.outgoing.due(new Set([...busy, ...arriving.busy])),
      idOf: ({ id }) => id,
      work: (outgoing, cut) => traced.sending(outgoing, () => sender.advance(outgoing, cut)),
      atOnce: AT_ONCE,
    })
    const earlyImages = new EarlyImages(database)
    const early = new EarlyReceiving({
      ...{ connection, images: earlyImages, files, log, folder: join(dataFolder, 'early') },
      notEarly: () => notEarlyHere(live.now),
      hasRoom: async () => (await spool.freeBytes()) >= live.now.dicom.diskReserveBytes * RESERVES_LEFT_FREE,
      storing() {
        const isEarly = live.now.early.receiving && notEarlyHere(live.now) === undefined
        return isEarly && !polling.state.isRevoked ? live.now : undefined
      },
    })
    const receiving = new Receiving({
      queue: queue.incoming,
      transfers,
      folder: folders.incoming,
      files,
      connection,
      storing: () => live.now,
      identity: () => live.now.identity,
      patients,
      list,
      decoder,
      log,
      holding,
      early,
      earlyImages,
      receipts: new SignedReceipts(
        folders.incoming,
        () => readIdentity(dataFolder),
        () => clock.nowMs(),
      ),
      opening: endToEnd.opening,
      onPacsBack(messageIds) {
        for (const messageId of messageIds) queue.incoming.retrySoon(messageId)
        fetching.look()
      },
    })
    const fetching = new WorkLoop<Incoming>({
      next: (busy) =>
        live.now.pacs.length === 0 || polling.state.isRevoked ? undefined : queue.incoming.due(busy),
      idOf: ({ messageId }) => messageId,
      work: (incoming, cut) => traced.receiving(incoming, () => receiving.advance(incoming, cut)),
      atOnce: AT_ONCE,
    })
    const polling = new Polling({
      config: live,
      identity,
      connection,
      trust,
      participants,
      queue,
      leftOut,
      clock,
      log,
      trouble: () =>
        troubleOf({ room, queue, isClockWrong: clock.isWrong, isPacsAway: receiving.pacsAway.size > 0 }),
      earlyImages,
      onTold(items) {
        traced.learn(items)
        endToEnd.opening.learn(items)
        early.look()
      },
      onNews: () => fetching.look(),
      // Another node of the institution has it now: the PACS is not to get it twice.
      onRevoked() {
        void fetching.cutAll()
        void early.cut()
      },
      onReached() {
        // The centre was away: nobody has to wait out the pause that grew meanwhile.
        queue.outgoing.retryNow()
        queue.incoming.retryNow()
        sending.look()
        fetching.look()
        passports.reached()
        endToEnd.soon()
      },
    })
    const watched = new WatchedFolders(live, {
      participants,
      queue: queue.outgoing,
      log,
      onTaken: () => sending.look(),
    })
    undo.push(() => watched.stop())
    await watched.watch(config.folders)
    const commitments = new Commitments({ database, spool, participants, config: live, log })
    const requests = new OpenRequests(connection)
    const answering = new Answering({
      ...{ config: live, requests, answers, log },
      receive: async (call, work) => await port.during(call, work),
    })
    const stopWork = async () => {
      stopping.abort(new Error('the node stops'))
      receiving.stop()
      const loops = [arriving, sending, fetching, early, polling, answering, passports, commitments, endToEnd]
      const stopped = loops.map(async (each) => await each.stop())
      // Of these none waits any more for a centre that does not answer.
      connection.close()
      await Promise.all(stopped)
    }
    // What the DICOM port takes is worked on at once, also while the rest is opened, which may fail.
    undo.push(stopWork)
    const port = await DicomPort.open({
      config: live,
      participants,
      answers,
      spool,
      room,
      queue: queue.outgoing,
      foreseeing,
      leftOut,
      log,
      onTaken(id) {
        arrivals.tell(id)
        arriving.look()
      },
      onComplete(id) {
        void foreseeing.complete(id)
        arrivals.tell(id)
        sending.look()
      },
      onCommitted(result) {
        receiving.committed(result)
        fetching.look()
      },
      committing: (call) => commitments.of(call),
      onLeft: (left) => traced.received(left),
      queried: (proposal) => queries.admit(proposal),
    })
    undo.push(() => port.close())
    const stow = await StowListener.open({ config: live, participants, port, log })
    undo.push(() => stow.close())
    const state = (): CentreState => polling.state
    const page = await openPage({
      config: live,
      identity: () => polling.identity,
      queue,
      passports,
      transfers,
      recentLog,
      leftOut,
      participants,
      port,
      spool,
      room,
      clock,
      state,
      sending: {
        async cut(id) {
          await Promise.all([arriving.cut(id), sending.cut(id)])
        },
        look() {
          arriving.look()
          sending.look()
        },
      },
      fetching,
      pacsAway: () => receiving.pacsAway,
      callAllPacs: () => receiving.callAllPacs(),
      patients,
      list,
      earlyImages,
      requests,
      answering,
      answers,
      endToEnd,
      log,
    })
    undo.push(() => page.close())

    // Before the doors close: what goes on behind them is cut first.
    undo.push(stopWork)
    arriving.start()
    sending.start()
    fetching.start()
    polling.start()
    commitments.start()
    passports.start()
    answering.start()
    endToEnd.start()
    const farStatuses = new FarStatuses({ queue: queue.outgoing, connection, log, signal })
    void followEvents(
      connection,
      ({ id, status }) => {
        const outgoing = queue.outgoing.withMessage(id)
        if (outgoing === undefined) {
          // Of what is on its way to the PACS the node tells itself.
          if (!queue.incoming.isOpen(id)) polling.soon()
          return
        }
        queue.outgoing.setFarStatus(outgoing.id, status)
        if (outgoing.state === 'sent') queue.outgoing.lookAgain(outgoing.id, 0)
        sending.look()
      },
      () => {
        // What it told meanwhile is lost.
        queue.outgoing.lookAtSent()
        farStatuses.ask()
        sending.look()
        polling.soon()
      },
      signal,
      () => answering.soon(),
      () => early.look(),
    )
    return { dicomPorts: port.ports, pageAddress: page.address, stop: () => undoAll(undo, log) }
  } catch (error) {
    await undoAll(undo, log)
    throw error
  }
}

/** What is over, and was not removed since the node ended in between. */
async function sweep(folder: string, isOpen: (name: string) => boolean): Promise<void> {
  for (const name of await readdir(folder)) {
    if (!isOpen(name)) await rm(join(folder, name), { recursive: true })
  }
}

async function undoAll(undo: (() => unknown)[], log: Logger): Promise<void> {
  for (let step = undo.pop(); step !== undefined; step = undo.pop()) {
    try {
      await step()
    } catch (error) {
      log.warn({ err: error }, 'a part of the node did not stop well')
    }
  }
}
