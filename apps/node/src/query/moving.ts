/** The associations of a C-MOVE: to the destination, for the kinds of objects that go there. */
import {
  type Association,
  NotPossibleError,
  type Outcome,
  requestAssociation,
  type StoredObject,
  store,
} from '@epacs/dicom/network'
import type { QueryConfig } from '../config/schema.ts'
import { requestorTls } from '../config/tls-files.ts'
import { inGroups, type Kind, keyOf } from '../receiving/pacs.ts'

export type Destination = QueryConfig['destinations'][number]

export class Moving {
  readonly #destination: Destination
  readonly #callingAeTitle: string
  readonly #groups: readonly (readonly Kind[])[]
  #open: { readonly association: Association; readonly group: number } | undefined
  /** It was called in vain: it is not called again for each of thousands of instances. */
  #failure: unknown

  constructor(destination: Destination, callingAeTitle: string, kinds: readonly Kind[]) {
    this.#destination = destination
    this.#callingAeTitle = callingAeTitle
    this.#groups = inGroups(kinds)
  }

  /** So that each group needs one association: by their groups, otherwise in their order. */
  inOrder<Instance extends Kind>(instances: readonly Instance[]): readonly Instance[] {
    return instances.toSorted((one, other) => this.#groupOf(one) - this.#groupOf(other))
  }

  /** @throws AssociationError, NotPossibleError: it is not there */
  async store(object: StoredObject): Promise<Outcome> {
    const { sopClassUid, transferSyntaxUid } = object
    const association = await this.#associationFor(this.#groupOf(object))
    if (association.context(sopClassUid, transferSyntaxUid) === undefined) {
      throw new NotPossibleError(`The destination takes no ${sopClassUid} in ${transferSyntaxUid}`)
    }
    return await store(association, object)
  }

  async end(): Promise<void> {
    const open = this.#open
    this.#open = undefined
    if (open?.association.end === undefined) await open?.association.release()
  }

  #groupOf(kind: Kind): number {
    const key = keyOf(kind)
    return this.#groups.findIndex((group) => group.some((each) => keyOf(each) === key))
  }

  async #associationFor(group: number): Promise<Association> {
    if (this.#failure !== undefined) throw this.#failure
    if (this.#open?.group === group && this.#open.association.end === undefined) {
      return this.#open.association
    }
    await this.end()
    const { host, port, aeTitle, tls } = this.#destination
    try {
      const association = await requestAssociation({
        host,
        port,
        calledAeTitle: aeTitle,
        tls: tls === null ? undefined : await requestorTls(tls, `query.destinations: ${aeTitle}: tls`),
        callingAeTitle: this.#callingAeTitle,
        contexts: (this.#groups[group] ?? []).map(({ sopClassUid, transferSyntaxUid }) => ({
          abstractSyntax: sopClassUid,
          transferSyntaxes: [transferSyntaxUid],
        })),
      })
      this.#open = { association, group }
      return association
    } catch (error) {
      this.#failure = error
      throw error
    }
  }
}
