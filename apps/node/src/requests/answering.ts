/**
 * Answers requests for images: what a person chose, or the administrator's rule, is moved by the PACS to this node, becomes a
 * message to who asked, and once all of it is delivered the request is complete. What was decided survives the process.
 */
import { AssociationError, type Moved, STATUS } from '@epacs/dicom/network'
import type { Logger } from 'pino'
import { CentreProblem } from '../centre/connection.ts'
import type { DicomPacsConfig, NodeConfig } from '../config/schema.ts'
import type { Call } from '../rules/facts.ts'
import type { Receiver } from '../sending/receiver.ts'
import type { AnswerStudy, Answers } from '../state/answers.ts'
import { retryAt } from '../state/retry.ts'
import { certainStudies, mayBeCertain } from './certain.ts'
import { getStudy } from './get-study.ts'
import type { ImageRequest, OpenRequests } from './open-requests.ts'
import { type FoundStudies, findStudies, moveStudy } from './pacs-studies.ts'

const LOOK_EVERY_MS = 2000
/** The centre, or the queue, could not be reached. */
const AFTER_TROUBLE_MS = 15_000
/** After that a person has to look. */
const MOST_ATTEMPTS = 10
/** Another message has them, such as one that was on its way before they were asked for; or it was cancelled. */
const IN_NO_ANSWER = 'No message that names the request has its images'

interface AnsweringParts {
  readonly config: { readonly now: NodeConfig }
  readonly requests: OpenRequests
  readonly answers: Answers
  /** What is fetched by C-GET comes in as if the PACS had called. */
  readonly receive: <T>(call: Call, work: (receiver: Receiver) => Promise<T>) => Promise<T>
  readonly log: Logger
}

export class Answering {
  readonly #parts: AnsweringParts
  readonly #stopping = new AbortController()
  /** Looked for by the rule already: what a person has to choose from is looked for when somebody looks. */
  readonly #judged = new Set<string>()
  /** Of which the PACS could not be asked: how often, and when it is asked again. */
  readonly #unasked = new Map<string, { readonly attempts: number; readonly againAt: number }>()
  #timer: NodeJS.Timeout | undefined
  /** By a clock that is never set. */
  #refreshMs = Number.NEGATIVE_INFINITY
  #running: Promise<void> = Promise.resolve()
  #pauseMs = LOOK_EVERY_MS

  constructor(parts: AnsweringParts) {
    this.#parts = parts
  }

  start(): void {
    this.#timer = setTimeout(() => {
      this.#running = this.#work().finally(() => {
        if (!this.#stopping.signal.aborted) this.start()
      })
    }, this.#pauseMs)
  }

  /** The centre has told of a request. */
  soon(): void {
    this.#refreshMs = Number.NEGATIVE_INFINITY
  }

  async stop(): Promise<void> {
    this.#stopping.abort(new Error('the node stops'))
    clearTimeout(this.#timer)
    await this.#running
  }

  /** What the PACS has of the patient. @throws AssociationError, NotPossibleError, PacsRefusal */
  async find(request: ImageRequest): Promise<FoundStudies> {
    const pacs = this.#pacs()
    return pacs === undefined
      ? { studies: [], isComplete: false }
      : await findStudies(pacs, request, this.#stopping.signal)
  }

  /** @param decidedBy name of the person; null: the rule */
  answer({ id, asking }: ImageRequest, studies: readonly string[], decidedBy: string | null): void {
    const request = { requestId: id, recipientId: asking.id, recipientName: asking.name, decidedBy }
    this.#parts.answers.choose(request, studies)
    this.#parts.log.info(
      { request: id, studies: studies.length, byRule: decidedBy === null, by: decidedBy ?? undefined },
      'a request is answered',
    )
  }

  #pacs(): DicomPacsConfig | undefined {
    const { requests, pacs } = this.#parts.config.now
    return pacs
      .filter((each) => each.by === 'c-store')
      .find(({ name }) => requests !== null && name === requests.pacs)
  }

  async #work(): Promise<void> {
    const { answers, config, log } = this.#parts
    if (config.now.requests === null) return
    this.#pauseMs = LOOK_EVERY_MS
    try {
      await this.#refresh()
      await this.#judge()
      for (let due = answers.due(); due !== undefined; due = answers.due()) {
        // Also when the configuration has been read anew meanwhile: nothing could be done, and the same one is due.
        if (this.#stopping.signal.aborted || this.#pacs() === undefined) return
        await this.#fetch(due)
      }
      answers.failUnlinked(IN_NO_ANSWER)
      for (const id of answers.answered()) await this.#complete(id)
    } catch (error) {
      if (this.#stopping.signal.aborted) return
      this.#pauseMs = AFTER_TROUBLE_MS
      log.warn({ err: error }, 'answering requests is tried again later')
    }
  }

  async #refresh(): Promise<void> {
    const { requests, answers, config } = this.#parts
    if (performance.now() - this.#refreshMs < config.now.pollSeconds * 1000) return
    // Told of in between: once more at the next look.
    this.#refreshMs = performance.now()
    await requests.refresh()
    // What ended otherwise, and is not under way, is over.
    for (const id of answers.requests()) {
      if (requests.find(id) !== undefined || !requests.areAll) continue
      if (!(await requests.isOpen(id))) answers.forget(id)
    }
  }

  /** By the administrator's rule, each request once; again where the PACS could not be asked. */
  async #judge(): Promise<void> {
    const { requests, answers, config, log } = this.#parts
    const rule = config.now.requests?.automatic
    if (rule == null) return
    for (const request of requests.all) {
      if (this.#judged.has(request.id) || answers.of(request.id).length > 0) continue
      const { attempts, againAt } = this.#unasked.get(request.id) ?? { attempts: 0, againAt: 0 }
      if (againAt > Date.now()) continue
      try {
        const found = mayBeCertain(request, rule) ? await this.find(request) : undefined
        // Of what the PACS has not told nobody knows whose it is.
        const studies = found?.isComplete ? certainStudies(request, found.studies, rule) : undefined
        if (studies !== undefined) this.answer(request, studies, null)
        else log.info({ request: request.id }, 'a request waits for a person to choose')
        this.#judged.add(request.id)
        this.#unasked.delete(request.id)
      } catch (error) {
        if (this.#stopping.signal.aborted) return
        this.#unasked.set(request.id, { attempts: attempts + 1, againAt: retryAt(attempts + 1) })
        log.warn({ err: error, request: request.id }, 'the PACS could not be asked: it is asked again')
        // One that does not answer keeps what else is to be done waiting once for each look, not for each request.
        return
      }
    }
  }

  async #fetch(due: AnswerStudy): Promise<void> {
    const { answers, config, log } = this.#parts
    const pacs = this.#pacs()
    const destination = config.now.requests?.aeTitle
    if (pacs === undefined || destination === undefined) return
    const { requestId: request, study } = due
    const all = answers.waitingFor(study)
    answers.beginCounting(study)
    try {
      const { status, counts } = await this.#retrieve(pacs, study, destination)
      const told = counts.completed + counts.warning
      if (counts.failed > 0) return this.#failed(due, `The PACS could not move ${counts.failed} images of it`)
      if (told === 0 && status !== STATUS.success)
        return this.#failed(due, 'The PACS could not move all images of it')
      // Counted here: a PACS need not count.
      const images = answers.arrived(due)
      if (images === 0 || (told === 0 && answers.counted(study) === 0)) {
        const trouble =
          told === 0 ? 'The PACS has moved no image of it' : 'No image of it has come to the node'
        return this.#failed(due, trouble)
      }
      for (const each of all) if (answers.arrived(each) > 0) answers.moved(each)
      log.info({ request, studyUid: study, images }, 'moved by the PACS')
    } catch (error) {
      if (this.#stopping.signal.aborted) return
      log.warn({ err: error, request }, 'a study could not be moved')
      this.#failed(due, error instanceof Error ? error.message : String(error))
    }
  }

  async #retrieve(pacs: DicomPacsConfig, study: string, destination: string): Promise<Moved> {
    const { config, receive, log } = this.#parts
    const { signal } = this.#stopping
    if (config.now.requests?.fetchBy !== 'get') return await moveStudy(pacs, study, destination, signal)
    return await receive(
      { calling: pacs.aeTitle, called: destination },
      async (receiver) =>
        await getStudy(
          pacs,
          study,
          async (instance) => {
            try {
              return await receiver.store(instance)
            } catch (error) {
              // The PACS hears of it and counts it as failed: what went wrong here is told nowhere else.
              if (!(error instanceof AssociationError)) log.error({ err: error }, 'an image was not taken')
              throw error
            }
          },
          signal,
        ),
    )
  }

  #failed(due: AnswerStudy, trouble: string): void {
    const isLast = due.attempts + 1 >= MOST_ATTEMPTS
    this.#parts.answers.failed(due, trouble, isLast ? undefined : retryAt(due.attempts + 1))
  }

  async #complete(id: string): Promise<void> {
    const { answers, requests, log } = this.#parts
    try {
      await requests.complete(id)
      log.info({ request: id }, 'a request is answered completely')
    } catch (error) {
      if (error instanceof CentreProblem && error.code === 'nothing-answers') {
        return answers.leaveToPeople(id, IN_NO_ANSWER)
      }
      // It was ended by somebody else, or is no longer known: there is nothing to be done about it.
      const isOver =
        error instanceof CentreProblem && (error.status === 404 || error.code === 'request-ended')
      if (!isOver) throw error
    }
    answers.forget(id)
  }
}
