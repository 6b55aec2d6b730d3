import assert from 'node:assert/strict'
import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { mkdtemp, readFile, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { text } from 'node:stream/consumers'
import { after, before, test } from 'node:test'
import { fileURLToPath } from 'node:url'
import { readJournal } from '../../dicom-entrance/receiving/journal.ts'
import { SPOOL } from '../../dicom-entrance/receiving/spool.ts'
import { SpoolFolder } from '../../dicom-entrance/receiving/spool-folder.ts'
import { ifPresent, openFolderStore } from '../../storage/index.ts'
import { ReceivedFiles } from '../../uploads/received-files.ts'
import { numbersFrom } from '../random.ts'
import { type Deed, PACKAGE, UPLOAD_ID } from './deeds.ts'
import { CUT_KINDS, type CutKind, PowerCut } from './power-cut.ts'
import { watchedBy } from './watching.ts'

const PROGRAM = fileURLToPath(new URL('./deeds.ts', import.meta.url))

let folder: string
let count = 0
before(async () => {
  folder = await mkdtemp(join(tmpdir(), 'epacs-power-'))
})
after(() => rm(folder, { recursive: true }))

/** The deed is done, its process killed, and the power cut. @returns the folder as it is then */
async function cutAfter(deed: Deed, kind: CutKind, deaf: string | null = null): Promise<string> {
  const own = join(folder, String(++count))
  const cut = new PowerCut(join(own, 'data'), join(own, 'journal'))
  await cut.prepare()
  const { env, args } = watchedBy({
    folder: cut.folder,
    journalFolder: join(own, 'journal'),
    faultsFile: join(own, 'faults'),
    toldFile: join(own, 'told'),
    seed: 1,
    deaf,
  })
  const child = spawn(process.execPath, [...args, PROGRAM, deed, cut.folder], {
    env: { ...process.env, ...env },
    stdio: ['ignore', 'inherit', 'pipe'],
  })
  const [complaint, [, signal]] = await Promise.all([text(child.stderr), once(child, 'close')])
  assert.equal(signal, 'SIGKILL', complaint)
  await cut.happen(kind, numbersFrom(count))
  return cut.folder
}

const kept = async (data: string, name = 'kept') => await ifPresent(readFile(join(data, name), 'utf8'))

for (const kind of CUT_KINDS) {
  test(`what was synced, bytes and name, is there after a power cut (${kind})`, async () => {
    assert.equal(await kept(await cutAfter('durable', kind)), 'the whole')
  })

  test(`a small file is there, as it was written last, after a power cut (${kind})`, async () => {
    assert.equal(await kept(await cutAfter('small file', kind)), 'the whole')
  })

  test(`what a PACS sent and was synced is there after a power cut (${kind})`, async () => {
    const spools = await SpoolFolder.open(join(await cutAfter('spool', kind), 'dicom'))
    const [path = ''] = await spools.paths()
    const { instances, damage } = await readJournal(path)
    const [instance] = instances
    assert.equal(damage, undefined)
    assert.equal(instance?.sizeBytes, 8)
    assert.ok((await readFile(path + SPOOL)).subarray(0, 8).equals(Buffer.from('an image')))
  })

  test(`a package that was put is there after a power cut (${kind})`, async () => {
    const store = await openFolderStore(await cutAfter('package', kind))
    const found = await store.open(PACKAGE)
    assert.ok(found)
    assert.equal(await text(found.stream()), 'a package')
    const index = await store.indexFile(PACKAGE)
    assert.equal(await readFile(index?.path ?? '', 'utf8'), 'its index')
  })

  test(`a package is there, though whoever made the store was killed before, after a power cut (${kind})`, async () => {
    const store = await openFolderStore(await cutAfter('package in a folder that was there', kind))
    const found = await store.open(PACKAGE)
    assert.ok(found)
    assert.equal(await text(found.stream()), 'a package')
  })

  test(`the chunks of an upload that were answered are there after a power cut (${kind})`, async () => {
    const files = await ReceivedFiles.open(await cutAfter('upload', kind))
    assert.equal(await files.offsetBytes(UPLOAD_ID), 20)
    assert.equal(await readFile(files.path(UPLOAD_ID), 'utf8'), 'the first the second')
  })

  test(`a chunk that was refused does not come back after a power cut (${kind})`, async () => {
    const files = await ReceivedFiles.open(await cutAfter('chunk refused', kind))
    assert.equal(await files.offsetBytes(UPLOAD_ID), 10)
    assert.equal(await readFile(files.path(UPLOAD_ID), 'utf8'), 'the first ')
  })
}

test('a package that was deleted does not come back, also when its deletion was broken off and had again', async () => {
  const store = await openFolderStore(await cutAfter('deletion in two goes', 'nothing more'))
  assert.equal(await store.open(PACKAGE), undefined)
  assert.equal(await store.hasIndex(PACKAGE), false)
})

test('what was not synced is lost', async () => {
  assert.equal(await kept(await cutAfter('bytes not synced', 'nothing more')), '')
  assert.equal(await kept(await cutAfter('bytes not synced', 'all names')), '')
  assert.equal(await kept(await cutAfter('name not synced', 'nothing more')), undefined)
  assert.equal(await kept(await cutAfter('name not synced', 'all names')), 'the whole')
  assert.equal(await kept(await cutAfter('truncation not synced', 'nothing more')), 'the whole')
  assert.equal(await kept(await cutAfter('truncation not synced', 'all names')), 'the')
  assert.equal(await kept(await cutAfter('folder not synced', 'nothing more'), 'within/kept'), undefined)
})

test('a package is lost when any of its syncs is not heard of', async () => {
  for (const deaf of ['package.zip$', 'index$', '^packages/$', '^packages/../$', '^packages/../../$']) {
    const store = await openFolderStore(await cutAfter('package', 'nothing more', deaf))
    const found = await store.open(PACKAGE)
    const index = await store.indexFile(PACKAGE)
    const bytes = found && (await text(found.stream()))
    assert.ok(bytes !== 'a package' || (await readFile(index?.path ?? '', 'utf8')) !== 'its index', deaf)
  }
})

test('a cut after writes that were not followed is refused', async () => {
  await assert.rejects(cutAfter('past the journal', 'nothing more'), /in a way that is not followed: a, b, c/)
})
