/**
 * What a folder holds, and what of it is durable, as a journal tells it. Durable is what POSIX promises, and no more: the
 * bytes that a file had when it was synced, the names that a folder had when it was synced. File systems keep more.
 */
import type { DiskEvent } from './disk-journal.ts'

export interface ModelFile {
  readonly kind: 'file'
  /** Copy of the bytes that are durable; null: none. */
  copy: string | null
  /** Of the syncs that have counted the one that began last. */
  asOf: number
}

type Names = Map<string, ModelNode>
/** What one operation did to a folder's names; undefined: taken away. */
type Change = ReadonlyMap<string, ModelNode | undefined>

export interface ModelFolder {
  readonly kind: 'folder'
  readonly names: Names
  /** Those that a sync has kept. */
  durable: Names
  /** Since then, in order: a file system may keep the first of them, and none without those before. */
  changes: Change[]
  asOf: number
}

export type ModelNode = ModelFile | ModelFolder

export class DiskModel {
  readonly root: ModelFolder = newFolder()
  readonly #handles = new Map<string, ModelFile>()
  /** Those that have begun, with what they do once they count. */
  readonly #syncs = new Map<string, () => void>()
  #begun = 0

  apply(event: DiskEvent): void {
    switch (event.what) {
      case 'existing':
        this.#exist(event.name, event.copy)
        break
      case 'file':
        this.#change(event.name, { kind: 'file', copy: null, asOf: 0 })
        break
      case 'folder':
        this.#change(event.name, newFolder())
        break
      case 'removed':
        this.#change(event.name, undefined)
        break
      case 'linked':
        this.#change(event.to, this.at(event.from))
        break
      case 'renamed':
        this.#rename(event.from, event.to)
        break
      case 'opened':
        this.#handles.set(event.handle, this.#fileAt(event.name))
        break
      case 'file-sync':
        this.#syncFile(event.handle, event.copy, event.sync)
        break
      case 'folder-sync':
        this.#syncFolder(event.name, event.sync)
        break
      case 'synced':
        this.#syncs.get(event.sync)?.()
        this.#syncs.delete(event.sync)
    }
  }

  at(name: string): ModelNode {
    let node: ModelNode = this.root
    for (const part of name === '' ? [] : name.split('/')) {
      const next: ModelNode | undefined = node.kind === 'folder' ? node.names.get(part) : undefined
      if (next === undefined) throw new Error(`the journal does not say how ${name} came`)
      node = next
    }
    return node
  }

  /** Names of all files and folders that are there, durable or not. */
  *names(folder: ModelFolder = this.root, before = ''): Generator<[string, ModelNode]> {
    for (const [name, node] of folder.names) {
      yield [before + name, node]
      if (node.kind === 'folder') yield* this.names(node, `${before}${name}/`)
    }
  }

  #fileAt(name: string): ModelFile {
    const node = this.at(name)
    if (node.kind === 'folder') throw new Error(`${name} is a folder`)
    return node
  }

  #parent(name: string): [ModelFolder, string] {
    const at = name.lastIndexOf('/')
    const folder = this.at(name.slice(0, Math.max(at, 0)))
    if (folder.kind === 'file') throw new Error(`${name} lies in a file`)
    return [folder, name.slice(at + 1)]
  }

  #exist(name: string, copy: string | null): void {
    const node: ModelNode = copy === null ? newFolder() : { kind: 'file', copy, asOf: 0 }
    const [folder, own] = this.#parent(name)
    folder.names.set(own, node)
    folder.durable.set(own, node)
  }

  #change(name: string, node: ModelNode | undefined): void {
    const [folder, own] = this.#parent(name)
    changeNames(folder, new Map([[own, node]]))
  }

  #rename(from: string, to: string): void {
    const node = this.at(from)
    const [[fromFolder, fromName], [toFolder, toName]] = [this.#parent(from), this.#parent(to)]
    if (fromFolder === toFolder) {
      const change: [string, ModelNode | undefined][] = [
        [fromName, undefined],
        [toName, node],
      ]
      changeNames(toFolder, new Map(change))
      return
    }
    changeNames(toFolder, new Map([[toName, node]]))
    changeNames(fromFolder, new Map([[fromName, undefined]]))
  }

  /** Bytes that are written while it is synced may be lost. */
  #syncFile(handle: string, copy: string, sync: string): void {
    const file = this.#handles.get(handle)
    if (file === undefined) throw new Error(`the journal does not say what ${handle} is`)
    const begun = ++this.#begun
    this.#syncs.set(sync, () => {
      if (file.asOf > begun) return
      file.copy = copy
      file.asOf = begun
    })
  }

  #syncFolder(name: string, sync: string): void {
    const folder = this.at(name)
    if (folder.kind === 'file') throw new Error(`${name} is a file`)
    const [begun, kept, covered] = [++this.#begun, new Map(folder.names), new Set(folder.changes)]
    this.#syncs.set(sync, () => {
      if (folder.asOf > begun) return
      folder.durable = kept
      folder.changes = folder.changes.filter((change) => !covered.has(change))
      folder.asOf = begun
    })
  }
}

function newFolder(): ModelFolder {
  return { kind: 'folder', names: new Map(), durable: new Map(), changes: [], asOf: 0 }
}

function changeNames(folder: ModelFolder, change: Change): void {
  applyChange(folder.names, change)
  folder.changes.push(change)
}

export function applyChange(names: Names, change: Change): void {
  for (const [name, node] of change) {
    if (node === undefined) names.delete(name)
    else names.set(name, node)
  }
}
