/** The list while it is read: whoever asks is answered from the file as it is now. */
import assert from 'node:assert/strict'
import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { test } from 'node:test'
import { pino } from 'pino'
import { PatientList } from './patient-list.ts'

test('who asks while the list is read again is not answered from the one before', async (t) => {
  const folder = await mkdtemp(join(tmpdir(), 'epacs-node-patients-'))
  const list = new PatientList(join(folder, 'patients.sqlite'), pino({ level: 'silent' }))
  t.after(async () => {
    list.close()
    await rm(folder, { recursive: true })
  })
  const file = { file: join(folder, 'patients.csv'), separator: ',', encoding: 'utf-8' } as const
  const write = async (name: string, patients: number) => {
    const rows = Array.from({ length: patients }, (_, index) => `${index},${name}^${index}`)
    await writeFile(file.file, `id,name\n${rows.join('\n')}\n`)
  }
  await write('Novák', 10)
  await list.refresh(file)
  await write('Svoboda', 20_000)
  const names = await Promise.all(
    [1, 2, 3].map(async (id) => {
      await list.refresh(file)
      return list.byId(String(id))[0]?.name
    }),
  )
  assert.deepEqual(names, ['Svoboda^1', 'Svoboda^2', 'Svoboda^3'])
})
