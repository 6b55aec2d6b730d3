/**
 * Loaded into a process before anything else (`--import`): follows what it does to the files of one folder, so that a power
 * cut can be had afterwards (`power-cut.ts`), and lets operations fail (`disk-faults.ts`). Names change and are noted in one
 * step, by the synchronous functions: otherwise two that run at once might be noted in another order than they happened.
 *
 * What is not taken note of (streams opened by path, functions that nobody of the centre uses there) is noticed at the cut.
 */
import fs from 'node:fs'
import fsPromises, { type FileHandle } from 'node:fs/promises'
import { syncBuiltinESMExports } from 'node:module'
import { dirname, relative } from 'node:path'
import { FailingDisk } from './disk-faults.ts'
import { DiskJournal } from './disk-journal.ts'
import { readWatching } from './watching.ts'

type Operation = (...given: unknown[]) => unknown

const { folder, journalFolder, faultsFile, toldFile, seed, deaf } = readWatching()
const journal = new DiskJournal(journalFolder)
const faults = new FailingDisk(faultsFile, seed, (fault) => fs.appendFileSync(toldFile, `${fault}\n`))
/** Nobody hears of what these sync: that the loss is found shows that it would be. */
const isDeafTo = (name: string) => deaf !== null && new RegExp(deaf).test(name)

interface Held {
  readonly name: string
  /** Null: opened for reading. */
  readonly handle: string | null
}
const held = new WeakMap<object, Held>()

/** Undefined: elsewhere. */
function nameOf(path: unknown): string | undefined {
  if (typeof path !== 'string') return undefined
  if (path === folder) return ''
  return path.startsWith(`${folder}/`) ? relative(folder, path) : undefined
}

function replace(
  on: object,
  name: string,
  by: (real: Operation, self: unknown, given: unknown[]) => unknown,
) {
  const real = Reflect.get(on, name) as Operation
  Reflect.set(on, name, function (this: unknown, ...given: unknown[]) {
    return by(real, this, given)
  })
}

/** `operation` by its synchronous form, noted in the same step. */
function replacePaths(
  name: string,
  work: (names: string[], given: unknown[], real: Operation) => unknown,
): void {
  const paths = name === 'rename' || name === 'link' || name === 'copyFile' ? 2 : 1
  replace(fsPromises, name, async (real, self, given) => {
    const names = given.slice(0, paths).map(nameOf)
    if (names.every((each) => each === undefined)) return await real.apply(self, given)
    if (!names.every((each) => each !== undefined))
      throw new Error(`${name} leads over the border of what is watched`)
    return await work(names, given, real)
  })
}

replace(fsPromises, 'open', async (real, self, [path, flags = 'r', mode]) => {
  const name = nameOf(path)
  if (name === undefined || typeof path !== 'string') return await real.call(self, path, flags, mode)
  if (typeof flags !== 'string') throw new Error('flags of open are not followed as numbers')
  faults.meet('open', name)
  const isMaking = /^[wa]/.test(flags) && !fs.existsSync(path)
  if (isMaking) {
    fs.closeSync(fs.openSync(path, 'wx', mode as fs.Mode | undefined))
    journal.add({ what: 'file', name })
  }
  const handle = flags === 'r' ? null : journal.newId()
  if (handle !== null) journal.add({ what: 'opened', name, handle })
  const opened = await real.call(self, path, isMaking ? flags.replace('x', '') : flags, mode)
  held.set(opened as FileHandle, { name, handle })
  return opened
})

replacePaths('rename', ([from = '', to = ''], [fromPath, toPath]) => {
  faults.meet('rename', to)
  fs.renameSync(String(fromPath), String(toPath))
  journal.add({ what: 'renamed', from, to })
})
replacePaths('link', ([from = '', to = ''], [fromPath, toPath]) => {
  faults.meet('make', to)
  fs.linkSync(String(fromPath), String(toPath))
  journal.add({ what: 'linked', from, to })
})
replacePaths('copyFile', ([, to = ''], [fromPath, toPath]) => {
  faults.meet('make', to)
  const isMaking = !fs.existsSync(String(toPath))
  fs.copyFileSync(String(fromPath), String(toPath))
  if (isMaking) journal.add({ what: 'file', name: to })
})
replacePaths('unlink', ([name = ''], [path]) => {
  faults.meet('remove', name)
  fs.unlinkSync(String(path))
  journal.add({ what: 'removed', name })
})
replacePaths('rm', ([name = ''], [path, options]) => {
  faults.meet('remove', name)
  const wasThere = fs.existsSync(String(path))
  fs.rmSync(String(path), options as fs.RmOptions)
  if (wasThere) journal.add({ what: 'removed', name })
})
replacePaths('mkdir', ([name = ''], [path, options]) => {
  faults.meet('make', name)
  const missing: string[] = []
  for (let each = String(path); nameOf(each) !== undefined && !fs.existsSync(each); each = dirname(each))
    missing.unshift(each)
  const made = fs.mkdirSync(String(path), options as fs.MakeDirectoryOptions)
  for (const each of missing) journal.add({ what: 'folder', name: nameOf(each) ?? '' })
  return made
})
for (const name of ['readdir', 'opendir', 'readFile', 'stat', 'truncate']) {
  const kind = name === 'readFile' ? 'read' : name === 'truncate' ? 'write' : 'list'
  replacePaths(name, async ([of = ''], given, real) => {
    faults.meet(kind, of)
    return await real(...given)
  })
}

const probe = await fsPromises.open(journalFolder, 'r')
const handles: object = Object.getPrototypeOf(probe)
await probe.close()

for (const name of ['sync', 'datasync']) {
  replace(handles, name, async (real, self) => {
    const file = self as FileHandle
    const known = held.get(file)
    if (known === undefined) return await real.call(self)
    faults.meet('sync', known.name)
    const sync = journal.newId()
    const isFolder = fs.fstatSync(file.fd).isDirectory()
    if (isFolder) journal.add({ what: 'folder-sync', name: known.name, sync })
    else {
      if (known.handle === null) throw new Error(`${known.name} was opened for reading, and is synced`)
      const copy = journal.copy(`/proc/self/fd/${file.fd}`)
      journal.add({ what: 'file-sync', handle: known.handle, copy, sync })
    }
    await real.call(self)
    if (!isDeafTo(isFolder ? `${known.name}/` : known.name)) journal.add({ what: 'synced', sync })
  })
}
replace(handles, 'read', async (real, self, given) => {
  const known = held.get(self as object)
  if (known !== undefined) faults.meet('read', known.name)
  return await real.apply(self, given)
})
replace(handles, 'write', async (real, self, given) => {
  const known = held.get(self as object)
  const [bytes, offset = 0, length, position] = given
  if (known === undefined || !(bytes instanceof Uint8Array)) return await real.apply(self, given)
  const wanted = typeof length === 'number' ? length : bytes.length - Number(offset)
  const torn = faults.torn(wanted, known.name)
  if (torn === undefined) return await real.apply(self, given)
  if (torn.writtenBytes > 0) await real.call(self, bytes, offset, torn.writtenBytes, position)
  throw torn.error
})
replace(handles, 'truncate', async (real, self, given) => {
  const known = held.get(self as object)
  if (known !== undefined) faults.meet('write', known.name)
  return await real.apply(self, given)
})
replace(handles, 'writeFile', async (real, self, given) => {
  const known = held.get(self as object)
  if (known !== undefined) faults.meet('write', known.name)
  return await real.apply(self, given)
})
replace(handles, 'writev', async (real, self, given) => {
  const known = held.get(self as object)
  const [chunks, position] = given
  const bytes = Buffer.concat(chunks as Uint8Array[])
  const torn = known && faults.torn(bytes.length, known.name)
  if (torn === undefined) return await real.apply(self, given)
  if (torn.writtenBytes > 0) await real.call(self, [bytes.subarray(0, torn.writtenBytes)], position)
  throw torn.error
})

syncBuiltinESMExports()
