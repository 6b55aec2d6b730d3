/** Names as archives of our neighbourhood really write them: shown and found as they were meant, sent as they came. */
import assert from 'node:assert/strict'
import { execFileSync } from 'node:child_process'
import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { after, before, test } from 'node:test'
import { likelyOr } from '@epacs/intake/looking/likely-text'
import { ctSlice } from '../testing/dicom-file.ts'
import { INSTITUTIONS, TestNetwork } from '../testing/network.ts'

const { hornicka } = INSTITUTIONS

let network: TestNetwork
let folder: string
before(async () => {
  network = await TestNetwork.start()
  folder = await mkdtemp(join(tmpdir(), 'epacs-character-sets-'))
})
after(async () => {
  await network?.remove()
  await rm(folder, { recursive: true })
})

/** Šťastná^Žofie in windows-1250: bytes 80–9F, which no ISO 8859 has for letters. */
const STASTNA = [0x8a, 0x9d, 0x61, 0x73, 0x74, 0x6e, 0xe1, 0x5e, 0x8e, 0x6f, 0x66, 0x69, 0x65]
/** Dvořák^Jiří in windows-1250, every byte of which ISO 8859-1 and -2 have, too. */
const DVORAK = [0x44, 0x76, 0x6f, 0xf8, 0xe1, 0x6b, 0x5e, 0x4a, 0x69, 0xf8, 0xed]
const written = (text: string) => [...Buffer.from(text, 'utf8')]
/** The term of ten characters that `ctSlice` writes; an empty value is ten spaces. */
const UTF_8 = 'ISO_IR 192'

const kinds = [
  ['windows-1250 under ISO_IR 100, letters in 80–9F', 'ISO_IR 100', STASTNA, 'Šťastná^Žofie'],
  ['windows-1250 under ISO_IR 100, letters of both', 'ISO_IR 100', DVORAK, 'Dvořák^Jiří'],
  ['windows-1250 under ISO_IR 101', 'ISO_IR 101', STASTNA, 'Šťastná^Žofie'],
  ['windows-1250 without a character set', ' '.repeat(10), STASTNA, 'Šťastná^Žofie'],
  ['windows-1250 under UTF-8', UTF_8, STASTNA, 'Šťastná^Žofie'],
  ['UTF-8 without a character set', ' '.repeat(10), written('Kráľ^Ľuboš'), 'Kráľ^Ľuboš'],
  ['UTF-8 under ISO_IR 101', 'ISO_IR 101', written('Kráľ^Ľuboš'), 'Kráľ^Ľuboš'],
] as const

for (const [index, [what, term, name, meant]] of kinds.entries()) {
  test(`${what}: shown and found as it was meant, and the bytes stay`, async () => {
    const id = `CS-${index}`
    const sent = Buffer.from(
      ctSlice({ study: 300 + index, instance: 1, patientId: id, patientName: 'x'.repeat(name.length) }),
    )
    sent.write(term, sent.indexOf(UTF_8), 'latin1')
    sent.set(name, sent.indexOf('x'.repeat(name.length)))
    const sender = network.as('sender')
    const { json } = await sender.send([hornicka.id], [{ name: 'IM1', bytes: sent }])
    const { studies } = await sender.until(json.id, 'delivered')
    assert.equal(likelyOr(studies[0].patient.name), meant)

    const receiver = network.as('receiver')
    for (const patient of [meant.replace('^', ' '), id]) {
      const search = { json: { box: 'inbox', patient } }
      const found = (await receiver.call('POST', '/api/messages/search', search)).json.items
      assert.ok(
        found.some((message: { id: string }) => message.id === json.id),
        `found by ${patient}`,
      )
    }

    const path = join(folder, `${id}.zip`)
    await writeFile(path, (await receiver.get(`/api/messages/${json.id}/package`)).body)
    const image = execFileSync('unzip', ['-p', path, 'IMAGES/*'])
    assert.ok(image.equals(sent))
  })
}
