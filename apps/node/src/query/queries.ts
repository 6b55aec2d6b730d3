/** Workstations that call the node by its own title: who they are, what they may, and their queries and retrievals. */
import { TAG, textOf } from '@epacs/dicom'
import {
  type Admission,
  acceptQueries,
  type Match,
  type MoveRequest,
  type Proposal,
  QueryRefusal,
  type QueryRequest,
  REJECTION,
  type Retrieval,
  type Services,
  STATUS,
  type StoredObject,
} from '@epacs/dicom/network'
import type { Logger } from 'pino'
import type { NodeConfig, QueryConfig } from '../config/schema.ts'
import type { Holding } from '../holding/holding.ts'
import { blockList, holds } from '../sending/callers.ts'
import { findHeld } from './finding.ts'
import { Moving } from './moving.ts'
import { heldObject, wanted } from './pulling.ts'
import { dataSetOf } from './scope.ts'

export interface QueryParts {
  readonly holding: Holding
  readonly config: { readonly now: NodeConfig }
  readonly log: Logger
}

/** Of one query or retrieval; how many there are is told in any case. */
const MOST_LOGGED_STUDIES = 100

/** For the log: who was given what. A study's UID names no patient. */
function toldStudies(uids: Iterable<string>): {
  readonly studies: number
  readonly studyUids: readonly string[]
} {
  const all = [...new Set(uids)]
  return { studies: all.length, studyUids: all.slice(0, MOST_LOGGED_STUDIES) }
}

export class Queries {
  readonly #parts: QueryParts

  constructor(parts: QueryParts) {
    this.#parts = parts
  }

  /** Undefined: another title is called. */
  admit({ request, remoteAddress }: Proposal): Admission | undefined {
    const { query } = this.#parts.config.now
    const { callingAeTitle: calling, calledAeTitle: called } = request
    if (query === null || called !== query.aeTitle) return undefined
    const isKnown = query.callers.some(
      ({ aeTitle, addresses }) => aeTitle === calling && holds(blockList(addresses), remoteAddress),
    )
    if (!isKnown) return { reject: REJECTION.callingAeTitleNotRecognized }
    return {
      services: this.#services(query, calling),
      contexts: acceptQueries((sopClassUid, proposed) =>
        this.#parts.holding.objects
          .transferSyntaxes(sopClassUid)
          .find((transferSyntaxUid) => proposed.includes(transferSyntaxUid)),
      ),
    }
  }

  #services(query: QueryConfig, calling: string): Services {
    const { log } = this.#parts
    return {
      failed: (error) => log.warn({ err: error, calling }, 'a query or retrieval failed'),
      find: (request) => this.#find(request, query, calling),
      move: async (request) => this.#move(request, query, calling),
      get: async (request) => this.#get(request, calling),
    }
  }

  async *#find(request: QueryRequest, { aeTitle }: QueryConfig, calling: string): AsyncGenerator<Match> {
    const { holding, log } = this.#parts
    let matches = 0
    const studies = new Set<string>()
    try {
      for await (const match of findHeld(holding.objects, request, aeTitle)) {
        matches++
        const study = [...match.elements].find(({ tag }) => tag === TAG.StudyInstanceUID)
        if (study !== undefined)
          studies.add(textOf(dataSetOf(new Map([[study.tag, study]])), study.tag) ?? '')
        yield match
      }
    } finally {
      // Also of what was told before it was cancelled.
      log.info(
        { calling, model: request.model, matches, ...toldStudies(studies) },
        'a workstation has looked for what is held',
      )
    }
  }

  #move(request: MoveRequest, query: QueryConfig, calling: string): Retrieval {
    const { holding, log } = this.#parts
    const destination = query.destinations.find(({ aeTitle }) => aeTitle === request.destination)
    if (destination === undefined) {
      log.warn({ calling, destination: request.destination }, 'a move to an AE that is not configured')
      const errorComment = 'The move destination is not known here'
      throw new QueryRefusal({ status: STATUS.moveDestinationUnknown, errorComment })
    }
    const { asked, instances } = wanted(holding, request)
    const { level } = asked
    const told = {
      ...{ calling, level, destination: destination.aeTitle, instances: instances.length },
      ...toldStudies(instances.map(({ studyInstanceUid }) => studyInstanceUid)),
    }
    log.info(told, 'a workstation has images moved')
    const moving = new Moving(destination, query.aeTitle, instances)
    return {
      instances: moving
        .inOrder(instances)
        .map((instance) => heldObject(holding, instance, request.originator)),
      store: async (object) => await moving.store(object),
      end: async () => await moving.end(),
    }
  }

  #get(request: QueryRequest, calling: string): readonly StoredObject[] {
    const { holding, log } = this.#parts
    const { asked, instances } = wanted(holding, request)
    const told = {
      ...{ calling, level: asked.level, instances: instances.length },
      ...toldStudies(instances.map(({ studyInstanceUid }) => studyInstanceUid)),
    }
    log.info(told, 'a workstation gets images')
    return instances.map((instance) => heldObject(holding, instance))
  }
}
